# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base import audit

from .ipai_rotation import OPEN, STATES


class IpaiCredentialRef(models.Model):
    """How far a change of the secret is."""

    _inherit = "ipai.credential.ref"

    rotation_ids = fields.One2many("ipai.rotation", "credential_ref_id", "Rotations", readonly=True)
    open_rotation_id = fields.Many2one("ipai.rotation", compute="_compute_open_rotation_id")
    rotation_state = fields.Selection(
        STATES, "State of the Rotation", compute="_compute_open_rotation_id"
    )
    rotation_progress = fields.Char("Progress", compute="_compute_open_rotation_id")

    def write(self, vals):
        result = super().write(vals)
        if "asset_ids" in vals or "service_ids" in vals:
            for rotation in self.sudo().rotation_ids.filtered(lambda one: one.state == "running"):
                rotation._list_places()
        return result

    @api.depends("rotation_ids.state", "rotation_ids.done_count", "rotation_ids.line_count")
    def _compute_open_rotation_id(self):
        for reference in self:
            rotation = reference.rotation_ids.filtered(lambda one: one.state in OPEN)[:1]
            reference.open_rotation_id = rotation
            reference.rotation_state = rotation.state
            reference.rotation_progress = rotation.progress

    def action_plan_rotation(self):
        """Plan a rotation of each that has none under way, and open it."""
        self.check_access("write")
        rotations = self.open_rotation_id | self._plan_rotations("due")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_rotation_action"
        )
        if len(rotations) == 1:
            return {
                **action,
                "res_id": rotations.id,
                "view_mode": "form",
                "views": [(False, "form")],
            }
        return {**action, "domain": [("id", "in", rotations.ids)]}

    def _plan_rotations(self, reason, leaver=None, planned_on=None):
        """New rotations of those that have none under way."""
        today = fields.Date.context_today(self)
        # One that was ended in this very transaction must not stand in the way.
        self.env["ipai.rotation"].flush_model(["state"])
        # Narrow: of these very references, by who may read them; a plan is more work, never less.
        rotations = (
            self.env["ipai.rotation"]
            .sudo()
            .create(
                [
                    {
                        "credential_ref_id": reference.id,
                        "reason": reason,
                        "leaver_id": leaver and leaver.id,
                        "planned_on": planned_on or max(reference.due_on or today, today),
                        "due_on": reference.due_on,
                        "requested_by_id": self.env.user.id,
                    }
                    for reference in self
                    if not reference.open_rotation_id
                ]
            )
        )
        for rotation in rotations.with_user(self.env.user):
            audit.done(rotation, "rotation.plan")
        return rotations.with_env(self.env)

    def action_view_rotations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_rotation_action"
        )
        action["domain"] = [("credential_ref_id", "=", self.id)]
        action["context"] = {}
        return action

    def action_request_access(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_credential_ref.ipai_access_request_action"
        )
        return {
            **action,
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_credential_ref_id": self.id},
        }

    def _could_be_known_to(self, user):
        """Why each of the references may be known to the person: a dict of reference → list of sentences.

        Asked of all references that the current user may see.
        """
        reasons = {}

        def add(references, why):
            for reference in references:
                reasons.setdefault(reference, []).append(why)

        add(self.search([("owner_id", "=", user.id)]), self.env._("Owns it"))
        add(self.search([("approver_id", "=", user.id)]), self.env._("Approves access to it"))
        in_team = [
            "|",
            ("team_ids.member_ids", "in", user.ids),
            ("customer_id.ipai_credential_team_ids.member_ids", "in", user.ids),
        ]
        # The teams are read by superuser, what comes of it is what the current user may see.
        of_teams = self.sudo().search(in_team).with_env(self.env)._filtered_access("read")
        add(of_teams, self.env._("Is in a team that may know it"))
        lines = self.env["ipai.rotation.line"].search([("done_by_id", "=", user.id)])
        add(lines.credential_ref_id, self.env._("Changed it on a machine"))
        requests = self.env["ipai.access.request"].search(
            [("user_id", "=", user.id), ("granted_from", "!=", False)]
        )
        add(requests.credential_ref_id, self.env._("Was given access"))
        return reasons
