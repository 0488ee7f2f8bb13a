# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Discovery",
    "summary": "Sources, imports, snapshots, sightings, drift and monitoring targets",
    "version": "2.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "pre_init_hook": "take_over",
    "depends": ["ipai_network", "ipai_topology"],
    "external_dependencies": {"python": ["defusedxml", "openpyxl"]},
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/api_scope_monitoring.xml",
        "views/asset_views.xml",
        "views/import_run_views.xml",
        "views/drift_views.xml",
        "views/source_views.xml",
        "views/identity_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["ipai_discovery/static/src/**/*"],
        "web.assets_tests": ["ipai_discovery/static/tests/tours/**/*"],
    },
}
