# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ipai_discovery.importing.planning.values import IMPORT_FIELDS
from odoo.addons.ipai_discovery.importing.reading.csv_parts import PART_COLUMNS

NOT_READ = "-"


class IpaiImportColumn(models.Model):
    """A column of a file: what its heading is taken for, by itself or by a person."""

    _name = "ipai.import.column"
    _description = "Column of an Import"
    _order = "run_id, position"
    _rec_name = "heading"

    run_id = fields.Many2one(
        "ipai.import.run", required=True, readonly=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="run_id.company_id", store=True, index=True, precompute=True
    )
    position = fields.Integer(readonly=True)
    heading = fields.Char(readonly=True)
    sample = fields.Char("For Example", readonly=True)
    meaning = fields.Selection(
        "_meanings", "Is Read As", help="Empty: nobody knows it, and it is not read."
    )
    chosen = fields.Boolean("By a Person", readonly=True)

    @api.model
    def _meanings(self):
        asset = self.env["ipai.asset"]
        labels = asset.fields_get(IMPORT_FIELDS, ["string"])
        fields_ = [(name, labels[name]["string"]) for name in IMPORT_FIELDS if name in labels]
        parts = [(column.name, column.label) for column in PART_COLUMNS]
        return [*fields_, *parts, (NOT_READ, self.env._("Not Read"))]

    @api.constrains("meaning")
    def _check_meaning_once(self):
        for run in self.run_id:
            meant = [c.meaning for c in run.column_ids if c.meaning and c.meaning != NOT_READ]
            twice = next((name for name in meant if meant.count(name) > 1), None)
            if twice:
                raise ValidationError(
                    self.env._(
                        "Two columns are read as %s. Choose another meaning for one of them, or Not Read.",
                        dict(self._meanings())[twice],
                    )
                )

    def write(self, vals):
        if not self.env.su:
            if set(vals) - {"meaning"}:
                raise AccessError(self.env._("Only what a column is read as is chosen here."))
            if any(run.state not in ("draft", "previewed", "failed") for run in self.run_id):
                raise UserError(
                    self.env._("The file is read already. Start over to read it otherwise.")
                )
            vals = {**vals, "chosen": True}
            # Narrow: one field and a mark, of a run that the caller may write.
            return super(IpaiImportColumn, self.sudo()).write(vals)
        return super().write(vals)
