# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import email_normalize, escape_psql

from odoo.addons.ipai_base.compat import domain_and

from ..reading import keys

SHOWN = 20


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _ipai_loom_same(self, values):
        """Domains of the contacts that have the VAT, e-mail, phone or website of the values.

        :return: pairs of what is the same and domain, the strongest first. A person has the phone
            and website of her company: these tell companies from each other only, or, where it is not
            said what the contact is, those that belong to no company.
        """
        ways = []
        if vat := "".join((values.get("vat") or "").split()):
            # The contacts of a company share its number.
            main = ["|", ("parent_id", "=", False), ("is_company", "=", True)]
            domain = domain_and([("vat", "=ilike", escape_psql(vat))], main)
            ways.append((self.env._("same tax number"), domain))
        if email := email_normalize(values.get("email") or ""):
            ways.append((self.env._("same e-mail address"), [("email_normalized", "=", email)]))
        alike = [("parent_id", "=", False)]
        if values.get("is_company") is not None:
            alike = [("is_company", "=", values["is_company"])]
        phone = values.get("phone") or ""
        if len(keys.phone_key(phone)) >= keys.SAME_NUMBER_DIGITS:
            domain = domain_and(keys.phone_domain("ipai_phone_key", phone), alike)
            ways.append((self.env._("same phone number"), domain))
        site = keys.website_key(values.get("website"))
        if site and values.get("is_company", True):
            domain = domain_and([("ipai_website_key", "=", site)], alike)
            ways.append((self.env._("same website"), domain))
        return ways

    def _proposal_duplicates(self, values):
        """Contacts that may be the same, whatever way phone and website are written."""
        found = {}
        for why, domain in self._ipai_loom_same(values):
            for partner in self.with_context(active_test=False).search(domain, limit=SHOWN):
                found.setdefault(partner, why)
        return list(found.items())[:SHOWN]
