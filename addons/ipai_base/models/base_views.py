# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

OURS = "ipai."
LIST = "o_ipai_list"


class Base(models.AbstractModel):
    """The lists of all our models look alike: see static/src/lists."""

    _inherit = "base"

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == "list" and self._name.startswith(OURS):
            arch.set("class", f"{arch.get('class', '')} {LIST}".strip())
        return arch, view
