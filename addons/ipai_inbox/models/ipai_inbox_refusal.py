# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import UniqueIndex

CODES = [
    ("switched-off", "Switched off"),
    ("address-refused", "Address not allowed"),
    ("no-secret", "No secret"),
    ("secret-lost", "Secret cannot be opened"),
    ("bad-signature", "Bad signature"),
    ("outside-window", "Too late or too early"),
    ("too-large", "Too large"),
    ("rate-limited", "Too many"),
    ("other-body", "Same id, other body"),
]


class IpaiInboxRefusal(models.Model):
    """How often a source was refused something, and the last time; written by the door only."""

    _name = "ipai.inbox.refusal"
    _description = "Refused Deliveries"
    _order = "last_on desc"
    _rec_name = "code"
    _log_access = False

    source_id = fields.Many2one(
        "ipai.inbox.source", required=True, readonly=True, index=True, ondelete="cascade"
    )
    code = fields.Selection(CODES, "Why", required=True, readonly=True)
    detail = fields.Char(readonly=True)
    address = fields.Char("From", readonly=True)
    hits = fields.Integer("This Hour", readonly=True)
    hits_all = fields.Integer("In All", readonly=True)
    since = fields.Datetime(readonly=True)
    last_on = fields.Datetime("Last", readonly=True)

    _source_code_uniq = UniqueIndex("(source_id, code)", "It is counted already.")
