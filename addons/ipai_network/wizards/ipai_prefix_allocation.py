# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class IpaiPrefixAllocation(models.TransientModel):
    """Asks for a length and makes the lowest prefix of it that is free inside another."""

    _name = "ipai.prefix.allocation"
    _description = "Next Free Prefix"

    prefix_id = fields.Many2one("ipai.prefix", "Inside", required=True, ondelete="cascade")
    # The linter takes the name for an attribute that fields had long ago.
    # pylint: disable-next=attribute-deprecated
    length = fields.Integer(
        compute="_compute_length", store=True, readonly=False, required=True, help="As in: 24."
    )
    proposal = fields.Char("Next Free", compute="_compute_proposal")
    role = fields.Char(help="What it is for, as in: servers, clients, management.")
    vlan_id = fields.Many2one("ipai.vlan", "VLAN")

    @api.depends("prefix_id")
    def _compute_length(self):
        for wizard in self:
            wizard.length = wizard.prefix_id and wizard.prefix_id._usual_length()

    @api.depends("prefix_id", "length")
    def _compute_proposal(self):
        for wizard in self:
            try:
                wizard.proposal = str(wizard.prefix_id._next_free_prefix(wizard.length))
            except UserError as error:
                wizard.proposal = str(error)

    def action_create(self):
        """Make the prefix and open it."""
        self.ensure_one()
        inside = self.prefix_id
        created = inside.create(
            {
                "name": str(inside._next_free_prefix(self.length)),
                "scope_id": inside.scope_id.id,
                "company_id": inside.company_id.id,
                "site_id": inside.site_id.id,
                "role": self.role,
                "vlan_id": self.vlan_id.id,
            }
        )
        return created.get_formview_action()
