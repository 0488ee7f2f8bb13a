# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Pulseway and Contracts",
    "summary": "How a customer's contract stands, in a custom field of its organization in Pulseway",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "auto_install": True,
    "depends": ["ipai_psa_pulseway", "contract"],
    "data": ["views/account_views.xml"],
}
