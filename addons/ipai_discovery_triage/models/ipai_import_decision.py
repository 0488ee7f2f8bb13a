# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiImportDecision(models.Model):
    """What a person said of a row, or of a word in a column, for the next file of the same shape."""

    _name = "ipai.import.decision"
    _description = "Decision About Rows"
    _order = "id desc"
    _rec_name = "subject"

    shape_id = fields.Many2one(
        "ipai.import.shape", required=True, readonly=True, index=True, ondelete="cascade"
    )
    subject = fields.Char(
        "Of", required=True, readonly=True, help="What the row is known by, or the word."
    )
    field = fields.Char("Technical Name", required=True, readonly=True)
    label = fields.Char("Field", compute="_compute_label")
    value = fields.Json(readonly=True)
    shown = fields.Char("Is", readonly=True)
    user_id = fields.Many2one("res.users", "By", readonly=True, default=lambda self: self.env.user)
    company_id = fields.Many2one(related="shape_id.company_id", store=True, index=True)

    _decision_uniq = UniqueIndex("(shape_id, field, subject)", "This was decided already.")

    @api.depends("field")
    def _compute_label(self):
        for decision in self:
            decision.label = (
                self.env["ipai.asset"]._fields[decision.field]._description_string(self.env)
            )

    @api.model
    def _remember(self, shape, decisions):
        """Note decisions, the newest of each counts.

        :param decisions: {(field, subject): (value, how a person reads it)}
        """
        known = {(d.field, d.subject): d for d in self.search([("shape_id", "=", shape.id)])}
        fresh = []
        for (field, subject), (value, shown) in decisions.items():
            values = {"value": value, "shown": shown, "user_id": self.env.uid}
            if (field, subject) in known:
                known[field, subject].write(values)
            else:
                fresh.append({"shape_id": shape.id, "field": field, "subject": subject, **values})
        self.create(fresh)
