# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..compat import UniqueIndex


class IpaiBatchMark(models.Model):
    """How far a scheduled walk has come, so that a run that was ended goes on there; see `batches.py`."""

    _name = "ipai.batch.mark"
    _description = "Place of a Scheduled Action"
    _order = "name"

    name = fields.Char(required=True, readonly=True)
    after = fields.Integer("Done Up to Record", required=True, readonly=True, aggregator=None)

    _name_uniq = UniqueIndex("(name)", "This walk has its place already.")

    @api.model
    def _of(self, name):
        return self.search([("name", "=", name)], limit=1)

    @api.model
    def _place(self, name):
        """The number of the last record that was done, 0 at the start of a walk."""
        return self._of(name).after

    @api.model
    def _begun(self, name):
        """When the walk that goes on began; now, where none does."""
        return self._of(name).create_date or self.env.cr.now()

    @api.model
    def _keep(self, name, after):
        """Keep the place; None when the walk is at its end."""
        mark = self._of(name)
        if after is None:
            mark.unlink()
        elif mark:
            mark.after = after
        else:
            self.create({"name": name, "after": after})
