# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from odoo.addons.ipai_base.traces import check_author, traced


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    @api.model_create_multi
    def create(self, vals_list):
        return super(MailThread, traced(self)).create(vals_list).with_env(self.env)

    def write(self, vals):
        return super(MailThread, traced(self)).write(vals)

    def message_post(self, *, author_id=None, email_from=None, **kwargs):
        check_author(self, author_id, email_from)
        return super().message_post(author_id=author_id, email_from=email_from, **kwargs)
