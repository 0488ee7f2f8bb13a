# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiKbFeedback(models.Model):
    """Whether an article helped at a ticket: one answer of each person, which may change their mind."""

    _name = "ipai.kb.feedback"
    _description = "Article Feedback"
    _order = "date desc, id desc"

    kb_link_id = fields.Many2one(
        "ipai.kb.link", "Article", required=True, index=True, ondelete="cascade", readonly=True
    )
    ticket_id = fields.Many2one(
        "helpdesk.ticket", required=True, index=True, ondelete="cascade", readonly=True
    )
    user_id = fields.Many2one("res.users", "Who", required=True, readonly=True, ondelete="restrict")
    helped = fields.Boolean(readonly=True)
    date = fields.Datetime(required=True, readonly=True)
    company_id = fields.Many2one(related="kb_link_id.company_id", store=True, index=True)

    _once = UniqueIndex(
        "(kb_link_id, ticket_id, user_id)", "You have answered this for the ticket already."
    )
