# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Operations Loom Gateway",
    "summary": "The Loom API: reads of contacts, CRM, projects and calendar, and gated writes",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_proposal", "contacts", "crm", "project", "calendar"],
    "external_dependencies": {"python": ["phonenumbers", "pydantic"]},
    "data": [
        "security/groups.xml",
        "security/rules.xml",
        "security/ir.model.access.csv",
        "data/api_scopes.xml",
        "data/approval_policy.xml",
        "views/loom_case_views.xml",
        "views/source_views.xml",
        "views/res_config_settings_views.xml",
    ],
    "assets": {"web.assets_tests": ["ipai_loom_gateway/static/tests/**/*"]},
    "post_init_hook": "post_init_hook",
}
