# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import re

from defusedxml import ElementTree

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from .. import locators
from ..importing import exports

SIZE = 10 * 1024 * 1024


class IpaiCredentialImport(models.TransientModel):
    """References from the export of a password manager, once the values are taken out of it.

    The file is looked at before anything of it is written, and is not kept.
    """

    _name = "ipai.credential.import"
    _description = "Import of Credential References"

    vault_id = fields.Many2one("ipai.vault", required=True, ondelete="cascade")
    policy_id = fields.Many2one("ipai.rotation.policy", ondelete="set null")
    file_name = fields.Char()
    file = fields.Binary(
        attachment=False, store=False, inverse="_inverse_file", compute="_compute_file"
    )
    line_ids = fields.One2many("ipai.credential.import.line", "import_id", "Found")
    new_count = fields.Integer(compute="_compute_new_count")

    def _compute_file(self):
        self.file = False

    def _inverse_file(self):
        """Lists what the file names; the file itself is forgotten."""
        for wizard in self.filtered("file"):
            wizard._list(base64.b64decode(wizard.file))

    @api.depends("line_ids.is_chosen")
    def _compute_new_count(self):
        for wizard in self:
            wizard.new_count = len(wizard.line_ids.filtered("is_chosen"))

    def _list(self, content):
        """:raises UserError: for a file with values in it, or none that is known."""
        if len(content) > SIZE:
            raise UserError(self.env._("The file is larger than 10 MB: export it in parts."))
        try:
            found = exports.entries(content, ElementTree.fromstring)
        except exports.ValuesFound as error:
            raise UserError(
                self.env._(
                    "Refused, and nothing of it was kept: %s. Take the values out on your own machine, with "
                    "the command that docs/credentials.md names, and upload what it writes.",
                    error,
                )
            ) from error
        except exports.ExportError as error:
            raise UserError(self.env._("The file cannot be read: %s.", error)) from error
        self.line_ids = [Command.clear(), *(Command.create(self._line(entry)) for entry in found)]

    def _line(self, entry):
        vals = {"name": entry.name[:200], "username_hint": entry.username[:200]}
        try:
            locator = self.vault_id._parsed(self._locator(entry))
        except locators.LocatorError as error:
            return {**vals, "problem": str(error)}
        # Narrow: whether a locator of the chosen vault, which the caller may read, is taken.
        taken = (
            self.env["ipai.credential.ref"]
            .sudo()
            .search_count([("vault_id", "=", self.vault_id.id), ("locator", "=", locator)], limit=1)
        )
        if taken or not entry.name:
            problem = self.env._("It is there already.") if taken else self.env._("It has no name.")
            return {**vals, "locator": locator, "problem": problem}
        return {**vals, "locator": locator, "is_chosen": True}

    def _locator(self, entry):
        """Where the entry is, in the words of the vault."""
        if self.vault_id.kind == "bitwarden":
            return entry.number
        group, name = (re.sub(r"[^\w.@-]+", "_", text) for text in (entry.group, entry.name))
        path = "/".join(filter(None, (group, name)))
        if self.vault_id.kind == "uri":
            scheme = re.sub(r"[^a-z0-9]+", "", self.vault_id.name.lower()) or "vault"
            return f"{scheme if scheme[0].isalpha() else 'vault'}://{path}"
        return f"{(self.vault_id._mounts() or ['secret'])[0]}/{path}"

    def action_preview(self):
        """The file was read when the form was saved: show what is in it."""
        self.ensure_one()
        if not self.line_ids:
            raise UserError(self.env._("Upload a file first, or one with an entry in it."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_credential_import_action"
        )
        return {**action, "res_id": self.id}

    def action_import(self):
        """Create a reference of each line that is chosen; the owner is who imports."""
        self.ensure_one()
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Nothing is chosen: upload a file, and tick what you want."))
        if broken := chosen.filtered(lambda line: not line.locator):
            raise ValidationError(
                self.env._("Say where these are first: %s.", ", ".join(broken.mapped("name")))
            )
        references = self.env["ipai.credential.ref"].create(
            [
                {
                    "name": line.name,
                    "username_hint": line.username_hint,
                    "vault_id": self.vault_id.id,
                    "locator": line.locator,
                    "policy_id": self.policy_id.id,
                    "mfa_required": self.policy_id.mfa_required,
                }
                for line in chosen
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_credential_ref_action"
        )
        return {**action, "domain": [("id", "in", references.ids)], "target": "main"}


class IpaiCredentialImportLine(models.TransientModel):
    _name = "ipai.credential.import.line"
    _description = "Entry of an Import of Credential References"

    import_id = fields.Many2one("ipai.credential.import", required=True, ondelete="cascade")
    name = fields.Char(required=True)
    username_hint = fields.Char("User Name")
    locator = fields.Char()
    problem = fields.Char(readonly=True)
    is_chosen = fields.Boolean("Import")
