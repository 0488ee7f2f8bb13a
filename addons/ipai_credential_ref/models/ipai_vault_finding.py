# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError

from .ipai_credential_ref import KINDS


class IpaiVaultFinding(models.Model):
    """A secret that is in a vault and that no reference leads to. The list is the preview of what is created."""

    _name = "ipai.vault.finding"
    _description = "Undocumented Secret"
    _inherit = ["ipai.credential.evidence"]
    _order = "vault_id, locator"
    _rec_name = "locator"

    _evidence = frozenset({"vault_id", "locator"})

    vault_id = fields.Many2one(
        "ipai.vault", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="vault_id.company_id", store=True, index=True)
    locator = fields.Char(required=True, readonly=True)
    name = fields.Char("Reference", help="What its reference is to be called.")
    kind = fields.Selection(KINDS, default="login")
    owner_id = fields.Many2one("res.users", domain=[("share", "=", False)], ondelete="set null")
    policy_id = fields.Many2one("ipai.rotation.policy", ondelete="set null", index="btree_not_null")

    def action_create_references(self):
        """A reference to each of them, as the list says; then they are undocumented no more."""
        self.check_access("write")
        if nameless := self.filtered(lambda finding: not finding.name):
            raise UserError(
                self.env._("Name the references first: %s.", ", ".join(nameless.mapped("locator")))
            )
        references = self.env["ipai.credential.ref"].create(
            [
                {
                    "name": finding.name,
                    "kind": finding.kind or "login",
                    "vault_id": finding.vault_id.id,
                    "locator": finding.locator,
                    "owner_id": finding.owner_id.id or self.env.user.id,
                    "policy_id": finding.policy_id.id,
                }
                for finding in self
            ]
        )
        self.unlink()
        references.action_check()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_credential_ref_action"
        )
        return {**action, "domain": [("id", "in", references.ids)]}
