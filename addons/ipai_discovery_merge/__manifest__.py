# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Discovery: Merge and Split",
    "summary": "Two assets that are one machine are merged, one that was two is split; both are undone",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "auto_install": True,
    "depends": ["ipai_discovery"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "views/asset_merge_views.xml",
        "views/asset_views.xml",
        "views/import_line_views.xml",
    ],
}
