# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Inbox",
    "summary": "Signed events from outside, handled once; signed events out, sent at least once; both replayed at will",
    "version": "2.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "depends": ["ipai_base", "mail"],
    "external_dependencies": {"python": ["cryptography"]},
    "data": [
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/res_users.xml",
        "data/ipai_inbox_lane.xml",
        "data/ir_cron.xml",
        "data/outbox_digest.xml",
        "wizards/inbox_wizard_views.xml",
        "views/inbox_event_views.xml",
        "views/inbox_map_views.xml",
        "views/inbox_source_views.xml",
        "views/inbox_lane_views.xml",
        "views/outbox_target_views.xml",
        "views/outbox_delivery_views.xml",
        "views/outbox_attempt_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        "web.assets_tests": ["ipai_inbox/static/tests/tours/**/*"],
    },
    "uninstall_hook": "uninstall_hook",
}
