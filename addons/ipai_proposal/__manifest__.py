# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Proposals",
    "summary": "What a program or a person wants to write: simulated, decided, carried out once, undone",
    "version": "2.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "pre_init_hook": "take_over",
    "uninstall_hook": "uninstall_hook",
    "depends": ["ipai_approval"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_cron.xml",
        "views/proposal_review.xml",
        "views/proposal_views.xml",
        "views/settings_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["ipai_proposal/static/src/**/*"],
    },
}
