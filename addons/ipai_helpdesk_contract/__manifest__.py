# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Tickets and Contracts",
    "summary": "A ticket says whether its customer's contract covers it",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "auto_install": True,
    "depends": ["ipai_helpdesk", "contract"],
    "data": ["views/ticket_views.xml"],
}
