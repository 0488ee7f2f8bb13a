# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Operations Base",
    "summary": "The foundation of the IT operations centre: groups, menu, one code base on two series",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["web"],
    "data": [
        "security/groups.xml",
        "views/menus.xml",
    ],
}
