# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_asset.identity import hostname_key
from odoo.addons.ipai_base.http.problems import Problem


def escaped(text):
    """A text for an operator that takes patterns, none of which it is."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


class IpaiAsset(models.Model):
    _inherit = "ipai.asset"

    credential_ref_ids = fields.Many2many("ipai.credential.ref", string="Credentials")
    credential_ref_count = fields.Integer(compute="_compute_credential_ref_count")
    credential_rotation_count = fields.Integer(compute="_compute_credential_rotation_count")

    @api.depends("credential_ref_ids")
    @api.depends_context("uid")
    def _compute_credential_ref_count(self):
        """Those that the user may know of."""
        groups = self.env["ipai.credential.ref"]._read_group(
            [("asset_ids", "in", self.ids)], ["asset_ids"], ["__count"]
        )
        counts = {asset.id: count for asset, count in groups}
        for asset in self:
            asset.credential_ref_count = counts.get(asset.id, 0)

    def action_view_credential_refs(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_credential_ref_action"
        )
        action["domain"] = [("asset_ids", "in", self.ids)]
        action["context"] = {
            "default_asset_ids": self.ids,
            "default_customer_id": self.customer_id.id,
        }
        return action

    @api.depends_context("uid")
    def _compute_credential_rotation_count(self):
        """Secrets that were written anew and are not changed on the asset yet."""
        groups = self.env["ipai.rotation.line"]._read_group(
            [
                ("asset_id", "in", self.ids),
                ("is_done", "=", False),
                ("rotation_id.state", "=", "running"),
            ],
            ["asset_id"],
            ["__count"],
        )
        counts = {asset.id: count for asset, count in groups}
        for asset in self:
            asset.credential_rotation_count = counts.get(asset.id, 0)

    def action_view_credential_rotations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_rotation_action"
        )
        action["domain"] = [("line_ids.asset_id", "=", self.id), ("state", "=", "running")]
        action["context"] = {}
        return action

    # -- for programs ------------------------------------------------------------------------

    @api.model
    def _of_identity(self, text):
        """The one asset of the current company with this number, host name, tag, serial number or name.

        :raises Problem: when there is none, or more than one.
        """
        own = [("company_id", "=", self.env.company.id)]
        ways = [
            [("id", "=", int(text))] if text.isdecimal() and len(text) < 10 else None,
            [("hostname_key", "=", hostname_key(text))] if hostname_key(text) else None,
            [("asset_tag", "=ilike", escaped(text))],
            [("serial_number", "=ilike", escaped(text))],
            [("name", "=ilike", escaped(text))],
        ]
        for way in filter(None, ways):
            found = self.search([*own, *way], limit=2)
            if len(found) == 1:
                return found
            if found:
                raise Problem(
                    "not-found",
                    "More than one asset is called so.",
                    "Ask by its number, as it stands in the address of its form.",
                )
        raise Problem(
            "not-found",
            "No asset is called so.",
            "Give its number, host name, asset tag, serial number or name.",
        )

    def _told_credentials(self):
        """What a program is told of the references to secrets that open the asset."""
        self.ensure_one()
        references = self.env["ipai.credential.ref"].search([("asset_ids", "in", self.ids)])
        return {
            "asset": self.id,
            "asset_name": self.name,
            "credentials": [reference._told() for reference in references],
        }
