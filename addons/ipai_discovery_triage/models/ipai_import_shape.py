# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib

from odoo import api, fields, models

from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_discovery.importing.reading.columns import heading_key

SHOWN = 6


class IpaiImportShape(models.Model):
    """What files with the same headings are: what their columns mean, and what a person said of their rows.

    The next file of the shape is read alike; deleting the shape, or a decision, forgets it.
    """

    _name = "ipai.import.shape"
    _description = "File Shape"
    _order = "write_date desc, id desc"

    name = fields.Char("Headings", required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, help="Stands for the headings, in any case.")
    columns = fields.Json(readonly=True, help="Heading to the field that a person chose for it.")
    decision_ids = fields.One2many("ipai.import.decision", "shape_id", "Decisions")
    decision_count = fields.Integer("Rows Decided", compute="_compute_decision_count")
    user_id = fields.Many2one("res.users", "By", readonly=True, default=lambda self: self.env.user)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _key_uniq = UniqueIndex("(company_id, key)", "This shape of files is known already.")

    @api.depends("decision_ids")
    def _compute_decision_count(self):
        groups = self.env["ipai.import.decision"]._read_group(
            [("shape_id", "in", self.ids)], ["shape_id"], ["__count"]
        )
        counts = {shape.id: count for shape, count in groups}
        for shape in self:
            shape.decision_count = counts.get(shape.id, 0)

    @api.model
    def _of(self, company, headings):
        """Return the shape of files with these headings, an empty one where nothing was said of it."""
        key = _key(headings)
        return self.search([("company_id", "=", company.id), ("key", "=", key)], limit=1)

    @api.model
    def _made(self, company, headings):
        """Return the shape of files with these headings, made where it is new."""
        shape = self._of(company, headings)
        if shape:
            return shape
        more = len(headings) - SHOWN
        name = ", ".join(filter(None, headings[:SHOWN]))
        if more > 0:
            name = self.env._("%(names)s and %(more)s more", names=name, more=more)
        values = {"name": name, "key": _key(headings), "company_id": company.id}
        return self.create(values)


def _key(headings):
    """Return what stands for headings, whatever their order and case.

    >>> _key(["Name", "Serial Number"]) == _key(["serial_number", "NAME"])
    True
    """
    text = "\n".join(sorted(heading_key(heading) for heading in headings))
    return hashlib.sha256(text.encode()).hexdigest()
