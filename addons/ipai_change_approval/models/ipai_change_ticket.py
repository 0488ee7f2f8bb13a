# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_asset import links


class IpaiChangeTicket(models.Model):
    """A ticket, problem or incident behind a change, wherever it is kept."""

    _name = "ipai.change.ticket"
    _description = "Linked Ticket"
    _order = "id"

    change_id = fields.Many2one("ipai.change", required=True, index=True, ondelete="cascade")
    name = fields.Char("Ticket", required=True, help="Its number or title, as in: HT-00042.")
    url = fields.Char("Address", help="Where one reads it.")

    @api.constrains("url")
    def _check_url(self):
        for ticket in self:
            if ticket.url:
                try:
                    links.check_url(ticket.url)
                except links.LinkError as error:
                    raise ValidationError(
                        self.env._(
                            "The address of ticket %(name)s: %(reason)s",
                            name=ticket.name,
                            reason=error,
                        )
                    ) from error
            if ticket.url and not ticket.url.lower().startswith(("http://", "https://")):
                raise ValidationError(
                    self.env._(
                        "The address of ticket %(name)s must start with http:// or https://.",
                        name=ticket.name,
                    )
                )
