# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from .. import sandbox


class MailMail(models.Model):
    _inherit = "mail.mail"

    def send(self, *args, **kwargs):
        """Send nothing from within a simulation: what it would send is only counted."""
        if sandbox.is_dry():
            return True
        return super().send(*args, **kwargs)

    def send_after_commit(self):
        if sandbox.is_dry():
            return True
        return super().send_after_commit()
