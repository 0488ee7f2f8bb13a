# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Operations Lab Baseline",
    "summary": "A documented homelab to look at, to try on and to overwrite with one's own",
    "version": "1.3.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_discovery", "ipai_change_approval", "ipai_credential_ref", "ipai_helpdesk"],
    "data": [
        "data/customers.xml",
        "data/catalog.xml",
        "data/assets.xml",
        "data/network.xml",
        "data/links.xml",
        "data/articles.xml",
        "data/services.xml",
        "data/credentials.xml",
        "data/changes.xml",
        "data/proposals.xml",
        "data/tickets.xml",
    ],
    "assets": {"web.assets_tests": ["ipai_lab_baseline/static/tests/tours/*.js"]},
}
