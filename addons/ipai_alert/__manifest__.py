# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Alerts",
    "summary": "What is wrong now, whose it is, and what it takes along",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_inbox", "ipai_discovery", "resource"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/mail_activity_type.xml",
        "data/ir_cron.xml",
        "wizards/alert_match_views.xml",
        "wizards/alert_acknowledge_views.xml",
        "views/alert_views.xml",
        "views/alert_occurrence_views.xml",
        "views/alert_silence_views.xml",
        "views/alert_host_views.xml",
        "views/alert_rota_views.xml",
        "views/related_views.xml",
        "views/source_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_backend": ["ipai_alert/static/src/**/*"],
        "web.assets_tests": ["ipai_alert/static/tests/tours/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
}
