# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Services and Dependencies",
    "summary": "Services, relations, redundancy, impact, outages and the map",
    "version": "2.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "uninstall_hook": "uninstall_hook",
    "pre_init_hook": "take_over",
    "depends": ["ipai_asset"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/relation_types.xml",
        "reports/asset_reports.xml",
        "wizards/outage_views.xml",
        "views/relation_views.xml",
        "views/service_views.xml",
        "views/map_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["ipai_topology/static/src/**/*"],
        "ipai_topology.map_libraries": [
            "ipai_topology/static/lib/cytoscape/cytoscape.min.js",
            "ipai_topology/static/lib/cytoscape-dagre/cytoscape-dagre.min.js",
        ],
        "web.assets_tests": ["ipai_topology/static/tests/tours/**/*"],
    },
}
