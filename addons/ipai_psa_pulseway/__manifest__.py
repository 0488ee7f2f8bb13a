# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Pulseway",
    "summary": "Devices in, notifications to tickets, clients matched; nothing guessed, nothing lost",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_alert_ticket", "ipai_discovery_merge"],
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ir_cron.xml",
        "data/recoveries.xml",
        "views/client_views.xml",
        "views/device_views.xml",
        "views/recovery_views.xml",
        "views/reimaged_views.xml",
        "views/run_views.xml",
        "views/task_views.xml",
        "views/account_views.xml",
        "views/asset_views.xml",
        "views/menus.xml",
    ],
    "uninstall_hook": "uninstall_hook",
    "assets": {"web.assets_tests": ["ipai_psa_pulseway/static/tests/tours/**/*"]},
}
