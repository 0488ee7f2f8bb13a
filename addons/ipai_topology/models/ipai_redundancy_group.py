# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.compat import Constraint


class IpaiRedundancyGroup(models.Model):
    """Several that stand in for each other: two of three domain controllers suffice."""

    _name = "ipai.redundancy.group"
    _description = "Redundancy Group"
    _order = "name, id"

    name = fields.Char(required=True, help="As in: domain controllers of the head office.")
    needed = fields.Integer(
        required=True, default=1, help="How many of them suffice; two of three: 2."
    )
    relation_ids = fields.One2many("ipai.relation", "redundancy_group_id", "Members")
    member_count = fields.Integer(compute="_compute_member_count")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _needed_positive = Constraint(
        "CHECK(needed >= 1)", "At least one of a redundancy group is needed: enter 1 or more."
    )

    @api.depends("relation_ids")
    def _compute_member_count(self):
        for group in self:
            group.member_count = len(group.relation_ids)

    @api.depends("name", "needed", "relation_ids")
    def _compute_display_name(self):
        for group in self:
            group.display_name = self.env._(
                "%(name)s (%(needed)s of %(members)s)",
                name=group.name,
                needed=group.needed,
                members=group.member_count,
            )
