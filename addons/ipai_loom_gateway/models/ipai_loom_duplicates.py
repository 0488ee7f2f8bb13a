# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Records that look like a new one, archived ones too; what is the same is said in ``reading/sameness.py``."""

from datetime import timedelta

from odoo import fields, models
from odoo.tools import email_normalize, email_split

from odoo.addons.ipai_base.compat import domain_and

from ..reading import keys, sameness

SHOWN = 20


def _found(model, ways):
    """Pairs of record and why: the first way in which it is the same."""
    found = {}
    for why, domain in ways:
        for record in model.with_context(active_test=False).search(domain, limit=SHOWN):
            found.setdefault(record, why)
    return list(found.items())[:SHOWN]


def _named(values):
    return [("ipai_search_name", "=", keys.fold_text(values.get("name")))]


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _ipai_loom_same(self, values):
        """Domains of the contacts that have the VAT, e-mail, phone or website of the values.

        :return: triples of sign, what is the same and domain, the strongest first.
        """
        ways = []
        if vat := sameness.vat_key(values.get("vat")):
            # The contacts of a company share its number.
            main = ["|", ("parent_id", "=", False), ("is_company", "=", True)]
            domain = domain_and([("ipai_vat_key", "=", vat)], main)
            ways.append(("vat", self.env._("same tax number"), domain))
        for email in map(email_normalize, email_split(values.get("email") or "")):
            ways.append(("email", self.env._("same e-mail address"), keys.email_domain(email)))
        for number in keys.phone_parts(values.get("phone")):
            if len(keys.phone_key(number)) >= keys.SAME_NUMBER_DIGITS:
                domain = keys.phone_domain("ipai_phone_key", number, "ipai_phone_more")
                ways.append(("phone", self.env._("same phone number"), domain))
        site = keys.website_key(values.get("website"))
        if site and not sameness.is_shared_host(keys.host(values["website"])):
            domain = [("ipai_website_key", "=", site)]
            ways.append(("website", self.env._("same website"), domain))
        return ways

    def _proposal_duplicates(self, values):
        """Contacts that may be the same, whatever way phone and website are written."""
        ways = [(why, domain) for _sign, why, domain in self._ipai_loom_same(values)]
        if site := values.get("website"):
            ways.append((self.env._("same page"), [("website", "=", self._clean_website(site))]))
        if values.get("name"):
            ways.append((self.env._("same name"), _named(values)))
        return _found(self, ways)


class CrmLead(models.Model):
    _inherit = "crm.lead"

    def _proposal_duplicates(self, values):
        """Leads of the same title for the same contact, and those with the same e-mail address or number."""
        partner = values.get("partner_id") or False
        ways = [
            (
                self.env._("same title and contact"),
                domain_and(_named(values), [("partner_id", "=", partner)]),
            )
        ]
        if email := email_normalize(values.get("email_from") or ""):
            ways.append((self.env._("same e-mail address"), [("email_normalized", "=", email)]))
        if not partner:
            ways.append((self.env._("same title"), _named(values)))
        return _found(self, ways)


class ProjectProject(models.Model):
    _inherit = "project.project"

    def _proposal_duplicates(self, values):
        return _found(self, [(self.env._("same name"), _named(values))])


class ProjectTask(models.Model):
    _inherit = "project.task"

    def _proposal_duplicates(self, values):
        there = [("project_id", "=", values.get("project_id") or False)]
        why = self.env._("same title in the project")
        return _found(self, [(why, domain_and(_named(values), there))])


class MailActivity(models.Model):
    _inherit = "mail.activity"

    def _proposal_duplicates(self, values):
        """What is planned on the record with the same summary, done or not where the series keeps it."""
        there = [
            ("res_model_id", "=", values.get("res_model_id")),
            ("res_id", "=", values.get("res_id")),
        ]
        summary = keys.fold(values.get("summary"))
        found = []
        for activity in self.with_context(active_test=False).search(there, limit=10 * SHOWN):
            if keys.fold(activity.summary) == summary:
                found.append((activity, self.env._("same summary on the record")))
        return found[:SHOWN]


class CalendarEvent(models.Model):
    _inherit = "calendar.event"

    def _proposal_duplicates(self, values):
        """Events of the same title that begin then, or on that day."""
        begin = fields.Datetime.to_datetime(values.get("start"))
        if not begin:
            return []
        day = begin.replace(hour=0, minute=0, second=0)
        that_day = [("start", ">=", day), ("start", "<", day + timedelta(days=1))]
        ways = [
            (
                self.env._("same title at the same time"),
                domain_and(_named(values), [("start", "=", begin)]),
            ),
            (self.env._("same title on the same day"), domain_and(_named(values), that_day)),
        ]
        return _found(self, ways)
