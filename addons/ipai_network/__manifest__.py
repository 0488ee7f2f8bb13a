# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Networks",
    "summary": "Interfaces, IP addresses, prefixes, VLANs and address scopes",
    "version": "2.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "pre_init_hook": "take_over",
    "depends": ["ipai_asset"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ip_scope.xml",
        "reports/asset_reports.xml",
        "wizards/asset_clone_views.xml",
        "wizards/prefix_allocation_views.xml",
        "wizards/prefix_space_views.xml",
        "views/asset_views.xml",
        "views/ip_scope_views.xml",
        "views/vlan_views.xml",
        "views/prefix_views.xml",
        "views/ip_address_views.xml",
        "views/ip_range_views.xml",
        "views/interface_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["ipai_network/static/tests/tours/**/*"],
    },
}
