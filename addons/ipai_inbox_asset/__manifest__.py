# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Inbox and Assets",
    "summary": "Pushes, releases and issues are noted on the assets and articles that name the repository",
    "version": "2.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "auto_install": True,
    "depends": ["ipai_inbox", "ipai_asset"],
}
