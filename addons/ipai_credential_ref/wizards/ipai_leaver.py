# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class IpaiLeaver(models.TransientModel):
    """Somebody leaves: all secrets that the person owns, approves or could know, and one button to change them."""

    _name = "ipai.leaver"
    _description = "Leaver"

    user_id = fields.Many2one(
        "res.users", "Who Leaves", required=True, domain=[("share", "=", False)]
    )
    planned_on = fields.Date(
        "Change Them On", required=True, default=lambda self: fields.Date.context_today(self)
    )
    line_ids = fields.One2many("ipai.leaver.line", "leaver_id", "Credentials")

    @api.onchange("user_id")
    def _onchange_user_id(self):
        self.line_ids = [Command.clear(), *map(Command.create, self._lines())]

    def _lines(self):
        reasons = (
            self.env["ipai.credential.ref"]._could_be_known_to(self.user_id) if self.user_id else {}
        )
        return [
            {"credential_ref_id": reference.id, "why": "; ".join(why), "is_chosen": True}
            for reference, why in sorted(reasons.items(), key=lambda item: item[0].name)
        ]

    def action_plan(self):
        """Plan a rotation of each that is chosen; of those that have one under way none is added."""
        self.ensure_one()
        if not self.line_ids:
            self.line_ids = [Command.create(vals) for vals in self._lines()]
        chosen = self.line_ids.filtered("is_chosen").credential_ref_id
        if not chosen:
            raise UserError(
                self.env._("%s knows no secret that is referred to here.", self.user_id.name)
            )
        rotations = chosen.open_rotation_id | chosen._plan_rotations(
            "leaver", leaver=self.user_id, planned_on=self.planned_on
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_rotation_action"
        )
        return {**action, "domain": [("id", "in", rotations.ids)], "context": {}}


class IpaiLeaverLine(models.TransientModel):
    _name = "ipai.leaver.line"
    _description = "Credential of a Leaver"

    leaver_id = fields.Many2one("ipai.leaver", required=True, ondelete="cascade")
    credential_ref_id = fields.Many2one(
        "ipai.credential.ref", "Credential", required=True, ondelete="cascade"
    )
    owner_id = fields.Many2one(related="credential_ref_id.owner_id")
    rotated_on = fields.Date(related="credential_ref_id.rotated_on")
    why = fields.Char(readonly=True)
    is_chosen = fields.Boolean("Change")
