# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models

from odoo.addons.ipai_change_approval.transitions import SETTLED


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    change_link_ids = fields.One2many(
        "ipai.change.ticket", "helpdesk_ticket_id", groups="ipai_base.group_user"
    )
    change_ids = fields.Many2many(
        "ipai.change",
        string="Changes",
        compute="_compute_change_ids",
        groups="ipai_base.group_user",
    )
    change_notice = fields.Char(
        compute="_compute_change_notice",
        groups="ipai_base.group_user",
        help="What is being changed on the machine at this moment.",
    )

    @api.depends("change_link_ids.change_id")
    def _compute_change_ids(self):
        for ticket in self:
            ticket.change_ids = ticket.change_link_ids.change_id

    @api.depends("asset_id", "service_ids")
    def _compute_change_notice(self):
        for ticket in self:
            running = ticket._changes_on_it([("state", "=", "implementing")])
            names = ", ".join(running.mapped("display_name"))
            ticket.change_notice = names and self.env._("Being changed right now: %s.", names)

    def _changes_on_it(self, domain):
        """The changes of its asset and services, or that affect them, which the user may see."""
        self.ensure_one()
        Change = self.env["ipai.change"]
        ends = {"asset_ids": self.asset_id.ids, "service_ids": self.service_ids.ids}
        touching = Change.browse()
        for name, ids in ends.items():
            if ids:
                either = ["|", (name, "in", ids), (f"affected_{name}", "in", ids)]
                # What is running or comes next, not what is farthest ahead.
                touching |= Change.search([*domain, *either], order="planned_start, id", limit=20)
        return touching

    def _panel_values(self):
        return {
            **super()._panel_values(),
            "changes": self._changes_on_it([("state", "not in", list(SETTLED))]),
        }

    def action_make_change(self):
        """A change request of it, with what it is about and why."""
        self.ensure_one()
        change = self.env["ipai.change"].create(
            {
                "name": self.name,
                "reason": self.description,
                "company_id": self.company_id.id,
                "asset_ids": [Command.set(self.asset_id.ids)],
                "service_ids": [Command.set(self.service_ids.ids)],
                "ticket_ids": [
                    Command.create(
                        {
                            "helpdesk_ticket_id": self.id,
                            "url": f"{self.get_base_url()}/odoo/it-tickets/{self.id}",
                        }
                    )
                ],
            }
        )
        self.message_post(body=self.env._("Change request made: %s", change.display_name))
        return change._get_records_action(context={})

    def action_view_changes(self):
        self.ensure_one()
        return self.change_ids._get_records_action(name=self.env._("Changes"), context={})
