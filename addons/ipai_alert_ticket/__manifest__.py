# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Alerts and Tickets",
    "summary": "Rules that make tickets of alerts, tried before they are switched on",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_alert", "ipai_helpdesk"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "wizards/alert_simulation_views.xml",
        "views/alert_rule_views.xml",
        "views/alert_views.xml",
        "views/ticket_views.xml",
        "views/menus.xml",
    ],
    "assets": {"web.assets_tests": ["ipai_alert_ticket/static/tests/tours/**/*"]},
}
