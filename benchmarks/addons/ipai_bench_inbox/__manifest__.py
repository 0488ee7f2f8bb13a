# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Operations Benchmark: Inbox",
    "summary": "The handler, the bare route and the native webhooks that benchmarks/inbox.py compares",
    "version": "1.0.0",
    "category": "Hidden",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_inbox", "base_automation"],
}
