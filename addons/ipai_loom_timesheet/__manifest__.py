# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Operations Loom with Timesheets",
    "summary": "A project that Loom writes gets its analytic account",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "auto_install": True,
    "depends": ["ipai_loom_gateway", "hr_timesheet"],
    "data": ["security/ir.model.access.csv"],
}
