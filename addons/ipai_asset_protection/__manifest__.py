# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Asset Protection",
    "summary": "Edits of protected fields of assets become proposals",
    "version": "2.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "auto_install": True,
    "pre_init_hook": "take_over",
    "depends": ["ipai_proposal", "ipai_asset"],
    "assets": {"web.assets_backend": ["ipai_asset_protection/static/src/**/*"]},
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/field_protection_views.xml",
    ],
}
