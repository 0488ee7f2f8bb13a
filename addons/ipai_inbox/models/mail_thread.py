# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_base.traces import TracedThread


class MailThread(TracedThread, models.AbstractModel):
    _inherit = "mail.thread"
