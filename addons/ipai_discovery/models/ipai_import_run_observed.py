# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..importing.parts.keys import is_part
from ..importing.planning import plan
from ..importing.planning.values import IMPORT_FIELDS

BATCH = 1000


class IpaiImportRun(models.Model):
    """What an applied file of a program says of the assets, besides what was written."""

    _inherit = "ipai.import.run"

    def _with_drift(self):
        return [("run_id", "=", self.id), ("drift", "!=", False)]

    def _note_observed(self):
        """Note what the file met, who reports which field, and what differs from what is documented."""
        if not self.source_id:
            return
        now = fields.Datetime.now()
        ids = (
            self._lines()
            .search(
                [
                    ("run_id", "=", self.id),
                    ("asset_id", "!=", False),
                    ("selected", "=", True),
                    ("state", "in", ["planned", "applied"]),
                    ("action", "in", [plan.CREATE, plan.UPDATE, plan.SEEN, plan.UNCHANGED]),
                ],
            )
            .ids
        )
        opened = sum(
            self._note_lines(self._lines().browse(ids[start : start + BATCH]), now)
            for start in range(0, len(ids), BATCH)
        )
        self.sudo().opened_drift = opened

    def _note_lines(self, lines, now):
        """Note what some lines observed; return how many lines of drift are new."""
        source = self.source_id
        reported, observed = {}, {}
        for line in lines:
            asset_id = line.asset_id.id
            values = (line.observed or {}).get("values", ())
            reported[asset_id] = {n for n in values if n in IMPORT_FIELDS or is_part(n)}
            for change in line.drift or ():
                place = asset_id, change["field"]
                observed[place] = plan.Change(change["field"], change["old"], change["new"])
        pairs = [(asset_id, name) for asset_id, names in reported.items() for name in names]
        # Narrow: what this run met, by its own source.
        self.env["ipai.field.origin"].sudo()._confirm(source, self, pairs, self.company_id)
        self.env["ipai.sighting"].sudo()._meet(source, [(id_, None, None) for id_ in reported], now)
        return self.env["ipai.drift"].sudo()._observe(self, observed, reported, now)
