# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_base.compat import domain_and

from ..reading import keys
from ..refusals import bad_field
from ..trace import note, note_below, traced

WRITTEN = ("name", "email", "phone", "website", "vat", "street", "street2", "zip", "city")


class IpaiLoomUpsert(models.AbstractModel):
    """A partner proposal: an update of the one contact that matches, else a new one."""

    _inherit = "ipai.loom.proposer"

    def _partner(self, given):
        values = {name: value for name in WRITTEN if (value := getattr(given, name))}
        if given.country_code:
            values["country_id"] = self._country(given.country_code).id
        partner = self._matching(given, values)
        if partner:
            values |= traced(given.case_id)
            values = {
                name: value for name, value in values.items() if _differs(partner, name, value)
            }
            if given.comment or not values or note(given.case_id) not in (partner.comment or ""):
                values["comment"] = note_below(partner.comment, given.case_id, given.comment)
        else:
            if given.is_company is not None:
                values["is_company"] = given.is_company
            values["comment"] = note(given.case_id, given.comment)
            values |= traced(given.case_id)
        operation = {
            "name": "upsert_partner",
            "model": "res.partner",
            "method": "write" if partner else "create",
            "id": partner.id,
            "values": values,
        }
        told = f"{given.name} ({given.email})" if given.email else given.name
        return [operation], f"{'Update' if partner else 'Create'} partner: {told}"

    def _matching(self, given, values):
        """The contact to update, empty for a new one.

        The strongest way in which any contact is the same decides. Where several are, a person has
        to: it stays a new one, and the reviewer sees them as duplicates.
        """
        if given.partner_id:
            return self._visible("res.partner", given.partner_id, "partner_id")
        partners = self.env["res.partner"]
        if given.is_company is not None:
            values = {**values, "is_company": given.is_company}
        visible = self.env["ipai.loom.reader"]._visible_partners()
        for _why, domain in partners._ipai_loom_same(values):
            found = partners.search(domain_and(domain, visible), limit=2)
            if found:
                return found if len(found) == 1 else partners
        return partners

    def _country(self, code):
        country = self.env["res.country"].search([("code", "=", code)])
        if not country:
            raise bad_field("country_code", "there is no such country", "Use ISO 3166-1 codes.")
        return country


def _differs(partner, name, value):
    """Whether writing the value would change what it means."""
    now = partner[name]
    if name == "phone":
        return keys.phone_key(now) != keys.phone_key(value)
    if name == "website":
        return keys.website_key(now) != keys.website_key(value)
    if name == "email":
        return (now or "").lower() != value.lower()
    return (now.id if name == "country_id" else now) != value
