# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class IpaiInboxRecording(models.Model):
    """What came while the recorder of a source ran, redacted. It is looked at, never handled."""

    _name = "ipai.inbox.recording"
    _description = "Recorded Delivery"
    _order = "id desc"
    _rec_name = "verdict"
    _log_access = False

    source_id = fields.Many2one(
        "ipai.inbox.source", required=True, readonly=True, index=True, ondelete="cascade"
    )
    recorded_on = fields.Datetime("Received", readonly=True, index=True)
    verdict = fields.Char(readonly=True, help="Whether it was kept, or why not.")
    address = fields.Char("From", readonly=True)
    headers = fields.Json("Headers as JSON", readonly=True)
    headers_text = fields.Text("Headers", compute="_compute_headers_text")
    body = fields.Text(readonly=True)

    @api.depends("headers")
    def _compute_headers_text(self):
        for one in self:
            pairs = (one.headers or {}).items()
            one.headers_text = "\n".join(f"{name}: {value}" for name, value in pairs)

    @api.autovacuum
    def _gc_old(self):
        self.env.cr.execute(
            "DELETE FROM ipai_inbox_recording"
            " WHERE recorded_on < now() AT TIME ZONE 'UTC' - interval '7 days'"
        )
