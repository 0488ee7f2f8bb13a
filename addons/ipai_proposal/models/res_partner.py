# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..duplicates import duplicates

PLACES = ("email", "parent_id")
"""Fields by which mail and invoices find their way."""
UNPAID = ("not_paid", "partial", "in_payment")


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _proposal_stakes(self, values):
        """More than low: one's own company and users, who owes money, and where mail goes."""
        stakes = super()._proposal_stakes(values)
        above = self.browse(values.get("parent_id") or ()).exists()
        if above and above._ipai_is_own_company():
            stakes.append(("high", self.env._("it belongs to your own company")))
        for contact in self:
            if contact._ipai_is_own_company():
                stakes.append(("high", self.env._("it is a contact of your own company")))
            stakes += contact._ipai_stakes_of_users(values)
            if contact._ipai_has_open_invoices():
                stakes.append(("high", self.env._("a customer with open invoices")))
            elif any(contact._ipai_moves(name, values) for name in PLACES):
                stakes.append(("medium", self.env._("it decides where mail goes")))
        return stakes

    def _ipai_is_own_company(self):
        """Whether it is the contact of a company of this database, or stands below one."""
        contacts = self | self.commercial_partner_id
        own = [("partner_id", "in", contacts.ids)]
        return bool(self.env["res.company"].search_count(own, limit=1))

    def _ipai_stakes_of_users(self, values):
        users = self.with_context(active_test=False).user_ids
        if users.filtered(lambda user: not user.share):
            return [("high", self.env._("it is the contact of a user"))]
        if users and "email" in values:
            return [("high", self.env._("the address that a portal user logs in with"))]
        return []

    def _ipai_moves(self, name, values):
        """Whether a field that has a value would get another."""
        now = self[name]
        return bool(now) and name in values and values[name] != (now.id if name != "email" else now)

    def _ipai_has_open_invoices(self):
        """Where invoices are written in this database."""
        if "account.move" not in self.env:
            return False
        return bool(
            self.env["account.move"].search_count(
                [
                    ("commercial_partner_id", "=", self.commercial_partner_id.id),
                    ("move_type", "in", ["out_invoice", "out_receipt"]),
                    ("state", "=", "posted"),
                    ("payment_state", "in", UNPAID),
                ],
                limit=1,
            )
        )

    def _proposal_duplicates(self, values):
        """Contacts that may be the same: pairs of record and why."""
        ways = (
            ("vat", self.env._("same tax number")),
            ("email", self.env._("same e-mail address")),
            ("phone", self.env._("same phone number")),
            ("website", self.env._("same website")),
        )
        return duplicates(self, values, ways)
