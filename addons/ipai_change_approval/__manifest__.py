# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Changes",
    "summary": "Change requests that another person decides: templates, windows, calendar, feeds",
    "version": "2.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "application": True,
    "uninstall_hook": "uninstall_hook",
    "depends": ["ipai_proposal", "ipai_topology", "project"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ipai_change_data.xml",
        "data/ipai_change_question.xml",
        "wizards/change_step_views.xml",
        "views/change_views.xml",
        "views/change_template_views.xml",
        "views/maintenance_window_views.xml",
        "views/change_question_views.xml",
        "views/change_calendar_views.xml",
        "views/change_feed_views.xml",
        "views/change_metric_views.xml",
        "views/project_task_views.xml",
        "views/change_extensions.xml",
        "views/change_menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["ipai_change_approval/static/tests/tours/**/*"],
    },
}
