# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Seat Approval",
    "summary": "A run of seats is applied once another person than who counted it has approved it",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "auto_install": True,
    "depends": ["ipai_seat_billing", "ipai_approval"],
    "data": [
        "security/ir.model.access.csv",
        "data/ipai_approval_policy.xml",
        "views/seat_run_views.xml",
    ],
    "assets": {
        "web.assets_tests": ["ipai_seat_approval/static/tests/tours/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
}
