# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Tickets and Changes",
    "summary": "A ticket becomes a change request in one click, and shows its state",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "auto_install": True,
    "depends": ["ipai_helpdesk", "ipai_change_approval"],
    "data": ["views/ticket_views.xml", "views/change_views.xml"],
}
