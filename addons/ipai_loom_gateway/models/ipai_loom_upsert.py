# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_base.compat import domain_and
from odoo.addons.ipai_proposal.refusals import bad_field

from ..reading import keys, sameness
from ..trace import note, note_below, traced

SEVERAL = 20
SUMMARY = 250
SPELLED = ("name", "street", "street2", "city")
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
                name: value
                for name, value in values.items()
                if _differs(partner, name, value, spelling=bool(given.partner_id))
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
        return [operation], _summary(partner, given, values)

    def _matching(self, given, values):
        """The contact to update, empty for a new one.

        An update needs a strong sign, which no name or kind speaks against (``reading/sameness.py``).
        The strongest in which any contact is the same decides. Where several are, a person has to: it
        stays a new one, and the reviewer sees them as duplicates.
        """
        if given.partner_id:
            return self._visible("res.partner", given.partner_id, "partner_id")
        partners = self.env["res.partner"]
        visible = self.env["ipai.loom.reader"]._visible_partners()
        asked = {"name": given.name, "is_company": given.is_company}
        for sign, _why, domain in partners._ipai_loom_same(values):
            found = partners.search(domain_and(domain, visible), limit=SEVERAL)
            same = found.filtered(lambda partner, sign=sign: self._can_be(sign, given, partner))
            if len(same) > 1:
                return partners
            if same and self._is_strong(sign, given, same):
                known = {"name": same.name, "is_company": same.is_company}
                return same if sameness.agree(asked, known, sign) else partners
        return partners

    def _can_be(self, sign, given, partner):
        """Whether the sign that they share can mean one: the kinds do not differ, and it is whole."""
        said = given.is_company is not None
        if said and given.is_company != partner.is_company:
            return False
        if sign in ("phone", "website") and not said and partner.parent_id:
            return False  # a person has those of her company
        return sign != "phone" or bool(self._share_number(given, partner))

    def _is_strong(self, sign, given, partner):
        """Whether the sign is not one that many share."""
        is_person = not (given.is_company or partner.is_company)
        if sign == "email":
            return not (is_person and sameness.is_role_mailbox(given.email))
        if sign == "website":
            return given.is_company is not False and bool(sameness.own_domain(given.website))
        return True

    def _share_number(self, given, partner):
        """The numbers in E.164 of both; what lacks a country is dialed in one that is known."""
        home = self.env.company.sudo().country_id.code
        theirs = partner.country_id.code
        return sameness.whole_numbers(
            given.phone, given.country_code or home or theirs or None
        ) & sameness.whole_numbers(partner.phone, theirs or home or None)

    def _country(self, code):
        country = self.env["res.country"].search([("code", "=", code)])
        if not country:
            raise bad_field("country_code", "there is no such country", "Use ISO 3166-1 codes.")
        return country


def _summary(partner, given, values):
    """What a list of proposals shows: of an update which record, and what of it."""
    if not partner:
        return f"Create partner: {given.name}{f' ({given.email})' if given.email else ''}"
    fields = [partner._fields[name] for name in values if name in WRITTEN or name == "country_id"]
    changed = ", ".join(
        f"{field.get_description(partner.env, ['string'])['string']}" for field in fields
    )
    told = f"Update partner: {partner.display_name} (number {partner.id}): {changed or 'its note'}"
    if "name" in values:
        told += f"; it would be called {values['name']}"
    return told[:SUMMARY]


def _differs(partner, name, value, spelling=False):
    """Whether writing the value would change what it means.

    :param spelling: whether case and accents count: of a contact that the caller named by its number. Of one that
        was found by a sign, they are no news.
    """
    now = partner[name]
    if name == "vat":
        return sameness.vat_key(now) != sameness.vat_key(value)
    if name in SPELLED and not spelling:
        return keys.fold(now) != keys.fold(value)
    if name == "phone":
        return keys.phone_key(now) != keys.phone_key(value)
    if name == "website":
        return keys.website_key(now) != keys.website_key(value)
    if name == "email":
        return (now or "").lower() != value.lower()
    return (now.id if name == "country_id" else now) != value
