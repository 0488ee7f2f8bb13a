# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Tickets",
    "summary": "Tickets that are safe, and know the machine",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": [
        "ipai_topology",
        "helpdesk_mgmt",
        "helpdesk_mgmt_project",
        "helpdesk_mgmt_sla",
        "hr_timesheet",
    ],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "security/helpdesk.xml",
        "views/ticket_portal.xml",
        "views/ticket_panel.xml",
        "views/ticket_views.xml",
        "views/asset_views.xml",
        "views/kb_link_views.xml",
        "views/menus.xml",
    ],
    "assets": {"web.assets_tests": ["ipai_helpdesk/static/tests/tours/**/*"]},
    "uninstall_hook": "uninstall_hook",
}
