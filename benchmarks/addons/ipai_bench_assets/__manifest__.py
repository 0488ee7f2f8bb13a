# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Operations Benchmark: Reads",
    "summary": "The bare route that benchmarks/asset_api.py compares the reads of the inventory with",
    "version": "1.0.0",
    "category": "Hidden",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_network"],
}
