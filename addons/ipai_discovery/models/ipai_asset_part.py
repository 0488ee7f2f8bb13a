# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


def held_values(records, names):
    """Return what records hold in some fields, to be compared: writing the same value is no change."""
    fields = [records._fields[name] for name in names if name in records._fields]
    return [
        [record[f.name].ids if f.relational else record[f.name] for f in fields]
        for record in records
    ]


class IpaiPlaced(models.AbstractModel):
    """What a source reports as a part of an asset: its place is the asset and a field of a plan."""

    _name = "ipai.placed"
    _description = "Part of an Asset that Sources Report"

    def write(self, vals):
        moves = self._moves(vals)
        before = self._places() if moves else []
        held = held_values(self, vals) if before else []
        result = super().write(vals)
        if moves and held != held_values(self, vals):
            self._lock_places(before + self._places())
        return result

    def unlink(self):
        places = self._places()
        result = super().unlink()
        self._lock_places(places)
        return result

    def _moves(self, vals):
        """Whether writing these values changes what sources report."""
        return True

    def _places(self):
        """Return the places (asset id, field of a plan) of all records; nothing while a source writes."""
        raise NotImplementedError(self._name)

    def _lock_places(self, places):
        if places:
            # Narrow: places of parts that the caller has just written; a lock keeps what a person wrote.
            self.env["ipai.field.origin"].sudo()._lock_pairs(places)
