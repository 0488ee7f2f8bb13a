# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base import audit


class IpaiRotationLine(models.Model):
    _name = "ipai.rotation.line"
    _description = "Rotation: Changed Here"
    _inherit = ["ipai.credential.evidence"]
    _order = "rotation_id, id"
    _rec_name = "place"

    _evidence = frozenset(
        {"rotation_id", "asset_id", "service_id", "is_done", "done_on", "done_by_id"}
    )

    rotation_id = fields.Many2one(
        "ipai.rotation", required=True, index=True, ondelete="cascade", readonly=True
    )
    credential_ref_id = fields.Many2one(
        related="rotation_id.credential_ref_id", store=True, index=True
    )
    company_id = fields.Many2one(related="rotation_id.company_id", store=True, index=True)
    state = fields.Selection(related="rotation_id.state")
    asset_id = fields.Many2one("ipai.asset", index=True, readonly=True, ondelete="cascade")
    service_id = fields.Many2one("ipai.service", index=True, readonly=True, ondelete="cascade")
    place = fields.Char(compute="_compute_place")
    is_done = fields.Boolean("Changed", readonly=True)
    done_on = fields.Datetime("Changed On", readonly=True)
    done_by_id = fields.Many2one("res.users", "Changed By", readonly=True, ondelete="restrict")

    @api.depends("asset_id", "service_id")
    def _compute_place(self):
        for line in self:
            line.place = line.asset_id.display_name or line.service_id.display_name

    def action_changed_here(self):
        """The new secret is in use here; after the last place the rotation is done."""
        self.rotation_id._check_worker()
        for line in self:
            line.rotation_id._check_state("running")
            if not line.is_done:
                line.sudo().write(
                    {
                        "is_done": True,
                        "done_on": fields.Datetime.now(),
                        "done_by_id": self.env.user.id,
                    }
                )
                audit.done(line, "rotation.changed")
        for rotation in self.rotation_id:
            rotation._list_places()
            if all(rotation.line_ids.mapped("is_done")):
                rotation._finish()
        return True

    def action_not_changed(self):
        """It was ticked by mistake."""
        self.rotation_id._check_worker()
        for line in self.filtered("is_done"):
            line.rotation_id._check_state("running")
            line.sudo().write({"is_done": False, "done_on": False, "done_by_id": False})
            audit.done(line, "rotation.unchanged")
        return True
