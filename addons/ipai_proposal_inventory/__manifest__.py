# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Inventory Proposals",
    "summary": "Programs propose assets, addresses, relations and articles over the API; people decide",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "auto_install": ["ipai_proposal", "ipai_discovery"],
    "depends": ["ipai_proposal", "ipai_discovery", "ipai_asset_protection"],
    "data": ["data/api_scopes.xml"],
}
