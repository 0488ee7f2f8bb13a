# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..transitions import SETTLED


class IpaiRelated(models.AbstractModel):
    """The changes that touch an asset or a service, from its form."""

    _inherit = "ipai.related"

    open_change_count = fields.Integer("Open Changes", compute="_compute_open_change_count")

    def _compute_open_change_count(self):
        name = f"{self._relation_end()}s"
        counts = {}
        if self.env["ipai.change"].has_access("read"):
            groups = self.env["ipai.change"]._read_group(
                [(name, "in", self.ids), ("state", "not in", list(SETTLED))], [name], ["__count"]
            )
            counts = {record.id: count for record, count in groups}
        for record in self:
            record.open_change_count = counts.get(record.id, 0)

    def action_view_changes(self):
        """The changes of it, and those by which it is affected."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_change_approval.ipai_change_action"
        )
        name = f"{self._relation_end()}s"
        action["domain"] = ["|", (name, "=", self.id), (f"affected_{name}", "=", self.id)]
        action["context"] = {f"default_{name}": self.ids}
        return action
