# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Operations Base",
    "summary": "The foundation of the IT operations centre: groups, menu, API for programs, audit",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["web", "ipai_secret_scan"],
    "external_dependencies": {"python": ["pydantic"]},
    "data": [
        "security/groups.xml",
        "security/rules.xml",
        "security/ir.model.access.csv",
        "data/ir_cron.xml",
        "views/menus.xml",
        "views/api_docs.xml",
        "views/api_key_views.xml",
        "views/api_scope_views.xml",
        "views/audit_views.xml",
        "views/secret_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["ipai_base/static/src/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
}
