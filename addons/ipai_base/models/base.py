# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..rooms import HEIRS

ROOMS = frozenset(room for rooms in HEIRS.values() for room in rooms)


class Base(models.AbstractModel):
    _inherit = "base"

    def _load_records(self, data_list, update=False, **kwargs):
        """A room that takes over what stood in another leaves what a person may have changed since.

        To Odoo it is installed for the first time, and then ``noupdate`` would not count.
        """
        if not update and getattr(self.pool, "ipai_rooms", False):
            names = {data["xml_id"].partition(".")[0] for data in data_list if data.get("xml_id")}
            update = bool(names & ROOMS)
        return super()._load_records(data_list, update=update, **kwargs)
