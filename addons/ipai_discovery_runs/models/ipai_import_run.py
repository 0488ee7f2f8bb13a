# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class IpaiImportRun(models.Model):
    """Work that a person watches can be stopped between two batches, and gone on with later."""

    _inherit = "ipai.import.run"

    def action_stop(self):
        """Stop an undo behind the batch that it is at: the rest stays applied, and Undo goes on with it."""
        self.ensure_one()
        self.check_access("write")
        self._expect("undoing")
        self._move("applied")
        return True
