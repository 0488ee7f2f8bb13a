# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .. import turn


class IrCron(models.Model):
    _inherit = "ir.cron"

    @classmethod
    def _process_job(cls, *arguments):
        """Lanes must know how long the process is at it; 18.0 has the database before cursor and job."""
        turn.begin(arguments[-2])
        return super()._process_job(*arguments)
