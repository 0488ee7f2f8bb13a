# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Models whose records are asked for at each write of others, and remembered (`ormcache`)."""

from odoo import api


class Remembered:
    """What such a model does more, for a model class to name before ``Model``: with a change of it all is forgotten."""

    __slots__ = ()

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
