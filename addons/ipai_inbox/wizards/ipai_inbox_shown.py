# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class IpaiInboxShown(models.AbstractModel):
    """An address and a secret, shown once and stored nowhere."""

    _name = "ipai.inbox.shown"
    _description = "Address and Secret of a Source"

    # The web client asks for it.
    id = fields.Id()
    url = fields.Char("Address", readonly=True)
    secret = fields.Char(readonly=True)
