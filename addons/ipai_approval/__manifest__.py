# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
{
    "name": "IT Approvals",
    "summary": "Who decides what: policies, steps, decisions, delegations and freezes",
    "version": "2.0.0",
    "category": "IT Operations",
    "author": "InsightPulse AI",
    "website": "https://insightpulseai.net",
    "license": "AGPL-3",
    "uninstall_hook": "uninstall_hook",
    "pre_init_hook": "take_over",
    "depends": ["ipai_base", "mail"],
    "data": [
        "security/groups.xml",
        "security/ir.model.access.csv",
        "security/rules.xml",
        "data/ipai_approval_policy.xml",
        "data/mail_activity_type.xml",
        "data/ir_cron.xml",
        "wizards/decide_views.xml",
        "views/waiting_views.xml",
        "views/approval_policy_views.xml",
        "views/audit_views.xml",
        "views/settings_views.xml",
        "views/change_freeze_views.xml",
        "views/menus.xml",
        "views/rule_change_views.xml",
    ],
    "assets": {
        "web.assets_backend": ["ipai_approval/static/src/**/*"],
    },
}
