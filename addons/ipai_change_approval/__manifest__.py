# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "Changes and Approvals",
    "summary": "Proposals and change requests that a human decides before they are carried out",
    "version": "1.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "application": True,
    "depends": ["ipai_asset"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ipai_approval_policy.xml",
        "views/menus.xml",
    ],
}
