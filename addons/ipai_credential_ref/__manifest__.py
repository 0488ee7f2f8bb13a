# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Credential References",
    "summary": "Where secrets are and when they were rotated, checked against a vault that cannot be read",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_topology"],
    "external_dependencies": {"python": ["hvac"]},
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/mail_activity_type.xml",
        "data/ir_cron.xml",
        "wizards/vault_override_views.xml",
        "wizards/leaver_views.xml",
        "views/vault_views.xml",
        "views/rotation_policy_views.xml",
        "views/credential_team_views.xml",
        "views/credential_ref_views.xml",
        "views/rotation_views.xml",
        "views/access_request_views.xml",
        "views/expiry_views.xml",
        "views/asset_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["ipai_credential_ref/static/src/**/*"],
        "web.assets_tests": ["ipai_credential_ref/static/tests/tours/**/*"],
    },
}
