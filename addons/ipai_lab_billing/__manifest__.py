# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Operations Lab Billing",
    "summary": "Two billed months of the sample homelab: seats, contracts, invoices, evidence, a dispute",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_lab_baseline", "ipai_seat_billing"],
    "post_init_hook": "post_init_hook",
}
