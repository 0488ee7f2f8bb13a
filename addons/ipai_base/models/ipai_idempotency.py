# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from ..compat import Constraint, Index

KEPT_HOURS = 48


class IpaiIdempotency(models.Model):
    """Answers kept to be given again; written by ``http/idempotency.py`` in SQL, read by no group."""

    _name = "ipai.idempotency"
    _description = "Stored Answer"
    _log_access = False

    key_id = fields.Many2one("ipai.api.key", required=True, ondelete="cascade")
    action = fields.Char(required=True)
    token = fields.Char(required=True)
    fingerprint = fields.Char(required=True)
    status = fields.Integer()
    answer = fields.Text()
    headers = fields.Text()
    create_date = fields.Datetime(required=True)

    _token_uniq = Constraint("UNIQUE(key_id, action, token)", "This key was used before.")
    _age_idx = Index("(create_date)")

    @api.autovacuum
    def _gc_answers(self):
        self.env.cr.execute(
            """
            DELETE FROM ipai_idempotency
             WHERE create_date < now() AT TIME ZONE 'UTC' - %s * interval '1 hour'
            """,
            [KEPT_HOURS],
        )
