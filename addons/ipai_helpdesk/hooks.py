# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What helpdesk_mgmt shipped and this addon narrowed is put back when it goes."""

PORTAL_RULE = """['|',
                ('partner_id', 'child_of', [user.commercial_partner_id.id]),
                ('message_partner_ids','child_of',[user.commercial_partner_id.id])]"""


def uninstall_hook(env):
    rule = env.ref("helpdesk_mgmt.helpdesk_ticket_rule_portal", raise_if_not_found=False)
    if rule:
        rule.domain_force = PORTAL_RULE
    access = env.ref("helpdesk_mgmt.access_helpdesk_ticket_stage_public", raise_if_not_found=False)
    if access:
        access.perm_write = True
