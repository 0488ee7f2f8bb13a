# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Discovery: Observed Services",
    "summary": "The ports that scans saw on assets: what is new, what is gone, and one click to a service",
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
        "views/observed_port_views.xml",
        "views/asset_views.xml",
    ],
}
