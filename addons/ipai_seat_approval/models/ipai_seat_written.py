# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, Command, api, fields, models


class IpaiSeatWritten(models.AbstractModel):
    """What somebody set in place of the count: all who wrote it are known, not the first and the last only."""

    _name = "ipai.seat.written"
    _description = "Set by Hand"

    author_ids = fields.Many2many("res.users", string="Written By", readonly=True, copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._note_author()
        return records

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() != {"author_ids"}:
            self._note_author()
        return result

    def _note_author(self):
        if self.env.uid != SUPERUSER_ID:
            self.sudo().write({"author_ids": [Command.link(self.env.uid)]})

    @api.model
    def _touching_run(self, run, domain):
        """Those that hold on some day of a run, of what it counts."""
        return self.search(
            [
                *domain,
                ("date_from", "<=", run.date_to),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", run.date_from),
            ]
        )


class IpaiSeatOverride(models.Model):
    _name = "ipai.seat.override"
    _inherit = ["ipai.seat.override", "ipai.seat.written"]


class IpaiSeatExclusion(models.Model):
    _name = "ipai.seat.exclusion"
    _inherit = ["ipai.seat.exclusion", "ipai.seat.written"]
