# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import email_normalize, escape_psql

from odoo.addons.ipai_base.compat import domain_and, domain_or
from odoo.addons.ipai_base.http.problems import Problem

from ..reading import keys, listing
from ..reading.keyset import CursorError
from ..reading.listing import plain
from ..refusals import bad_field
from ..schemas import filters as shapes

WON = [("stage_id.is_won", "=", True)]
# Where the activities of a partner are: model, and its field of the partner.
OF_PARTNER = (
    ("res.partner", "id"),
    ("crm.lead", "partner_id"),
    ("project.project", "partner_id"),
    ("project.task", "partner_id"),
)


class IpaiLoomReader(models.AbstractModel):
    _name = "ipai.loom.reader"
    _description = "Reads of the Loom API"

    def _partners(self, given):
        """A page of the contacts that a PartnerSearch asks for."""
        return self._page(listing.PARTNERS, self._partner_domain(given), given)

    def _leads(self, given):
        domains = [self._of_partner(given), self._visible_leads()]
        if given.email:
            domains.append(_email_domain(given.email, "email_from"))
        if given.name:
            domains.append(_fragment("name", given.name))
        if given.stage:
            stage = [("name", "=ilike", escape_psql(given.stage))]
            domains.append([("stage_id", "any", stage)])
        return self._page(listing.LEADS, domain_and(*domains), given)

    def _projects(self, given):
        domains = [self._of_partner(given)]
        if given.name:
            domains.append(_fragment("name", given.name))
        return self._page(listing.PROJECTS, domain_and(*domains), given)

    def _tasks(self, given):
        domains = [self._of_partner(given)]
        if given.project_id:
            domains.append([("project_id", "=", given.project_id)])
        if given.name:
            domains.append(_fragment("name", given.name))
        return self._page(listing.TASKS, domain_and(*domains), given)

    def _activities(self, given):
        """A page of what is planned, or of what was done as the records' messages tell it."""
        return self._activities_on(self._records_of(given), given)

    def _activities_on(self, records, given):
        """As ``_activities``, of records that are found already: model → ids or query, None for all."""
        if not given.done:
            domain = self._record_domain(records, given, "res_model")
            return self._page(listing.ACTIVITIES, domain, given)
        domain = domain_and(
            self._record_domain(records, given, "model"), [("mail_activity_type_id", "!=", False)]
        )
        page = self._page(listing.ACTIVITIES_DONE, domain, given)
        page["activities"] = [_done(row) for row in page.pop("activities_done")]
        return page

    def _calendar(self, given):
        """Without private events of others: not even a search tells that there are some."""
        domains = [self._visible_events()]
        if given.partner_ids:
            operator = "child_of" if given.include_children else "in"
            domains.append([("partner_ids", operator, given.partner_ids)])
        if given.name:
            domains.append(_fragment("name", given.name))
        return self._page(listing.CALENDAR_EVENTS, domain_and(*domains), given)

    def _history(self, partner_id, given):
        """All lists of a partner at once, as a HistoryQuery asks for them."""
        partners = self.env["res.partner"].with_context(active_test=False)
        visible = domain_and([("id", "=", partner_id)], self._visible_partners())
        partner = partners.search_fetch(visible, listing.PARTNER_DETAILS, limit=1)
        if not partner:
            raise Problem("not-found", f"There is no partner {partner_id} that this key may see.")
        asked = {**given.model_dump(), "partner_id": partner_id}
        calendar = {**given.model_dump(), "partner_ids": [partner_id]}
        on_records = shapes.ActivitySearch(**asked)
        records = self._records_of(on_records)
        done = on_records.model_copy(update={"done": True})
        pages = {
            "leads": self._leads(shapes.LeadSearch(**asked)),
            "projects": self._projects(shapes.ProjectSearch(**asked)),
            "tasks": self._tasks(shapes.TaskSearch(**asked)),
            "activities": self._activities_on(records, on_records),
            "activities_done": self._activities_on(records, done),
            "calendar_events": self._calendar(shapes.CalendarSearch(**calendar)),
        }
        return {
            "partner": plain(partner, listing.PARTNER_DETAILS)[0],
            **{name: page[name.removesuffix("_done")] for name, page in pages.items()},
            "next_cursors": {name: page["next_cursor"] for name, page in pages.items()},
        }

    def _page(self, listed, domain, given):
        """One page: a dictionary as the answers have it."""
        keyset = listed.keyset
        if given.cursor is not None:
            try:
                domain = domain_and(domain, keyset.after(given.cursor))
            except CursorError as error:
                raise bad_field("cursor", error) from error
        records = self.env[listed.model].with_context(active_test=not given.include_archived)
        if listed.filtered:
            # The rights of the bot come after the page is cut, or a page would end too early.
            records = records.sudo()
        found = records.search_fetch(
            domain, listed.fields, limit=given.limit + 1, order=keyset.order
        )
        page = found[: given.limit]
        last = page[-1:]
        cursor = keyset.cursor(last[keyset.field], last.id) if len(found) > len(page) else None
        if listed.filtered:
            page = page.sudo(False)._filtered_access("read")
        rows = plain(page, listed.fields)
        return {"count": len(rows), listed.name: rows, "next_cursor": cursor}

    def _partner_domain(self, given):
        domains = [self._visible_partners()]
        if given.query:
            domains.append(self._query_domain(given.query))
        if given.email:
            text = keys.fold(_address(given.email) or given.email)
            domains.append(_fragment("ipai_search_text", text))  # has an index
            domains.append(_email_domain(given.email, "email"))
        if given.phone:
            try:
                domains.append(keys.phone_domain("ipai_phone_key", given.phone))
            except ValueError as error:
                raise bad_field("phone", error) from error
        if given.website:
            domains.append(_website_domain(given.website))
        if given.is_company is not None:
            domains.append([("is_company", "=", given.is_company)])
        return domain_and(*domains)

    def _query_domain(self, query):
        """Free text, in the fields that the settings name."""
        chosen = self.env["res.company"]._ipai_loom_reads()._ipai_loom_search_fields()
        texts = [name for name in ("name", "email", "website") if name in chosen]
        domains = []
        if texts:
            domain = _fragment("ipai_search_text", keys.fold(query))
            if len(texts) < 3:
                domain = domain_and(domain, domain_or(*(_fragment(name, query) for name in texts)))
            domains.append(domain)
        if "phone" in chosen and keys.is_phone(query):
            domains.append(keys.phone_domain("ipai_phone_key", query))
        return domain_or(*domains) if domains else [("id", "in", [])]

    def _visible_partners(self):
        """All, or those that are no customers; that is what the setting says."""
        if self.env["res.company"]._ipai_loom_reads().ipai_loom_include_customers:
            return []
        lead_of = [
            ("opportunity_ids", "not any", WON),
            ("commercial_partner_id.opportunity_ids", "not any", WON),
        ]
        if "customer_rank" in self.env["res.partner"]._fields:
            lead_of.append(("commercial_partner_id.customer_rank", "=", 0))
        return lead_of

    def _visible_leads(self):
        if self.env["res.company"]._ipai_loom_reads().ipai_loom_include_opportunities:
            return []
        return [("type", "=", "lead")]

    def _visible_events(self):
        """Those that are not private, by themselves or by their owner's default; and the bot's own."""
        settings = self.env["res.users.settings"].sudo()
        private = [("calendar_default_privacy", "=", "private")]
        owners = settings.search_fetch(private, ["user_id"]).user_id.ids
        return domain_or(
            [("privacy", "in", ["public", "confidential"])],
            [("privacy", "=", False), ("user_id", "not in", owners)],
            [("partner_ids", "in", self.env.user.partner_id.ids)],
        )

    def _of_partner(self, given, field="partner_id"):
        if given.partner_id is None:
            return []
        return [(field, "child_of" if given.include_children else "=", given.partner_id)]

    def _records_of(self, given):
        """The records of the partner of an ActivitySearch: model → query; None without a partner."""
        if given.partner_id is None:
            return None
        return {
            name: self.env[name]
            .with_context(active_test=False)
            ._search(self._of_partner(given, field))
            for name, field in OF_PARTNER
        }

    def _record_domain(self, records, given, model_field):
        """The records that an ActivitySearch is about, by the fields that point to them."""
        names = [given.res_model] if given.res_model else [name for name, _field in OF_PARTNER]
        domain = [(model_field, "in", names)]
        if given.res_id:
            domain = domain_and(domain, [("res_id", "=", given.res_id)])
        if records is None:
            return domain
        parts = [
            domain_and([(model_field, "=", name), ("res_id", "in", records[name])])
            for name in names
        ]
        return domain_and(domain, domain_or(*parts))


def _fragment(field, text):
    return [(field, "ilike", escape_psql(text))]


def _email_domain(email, field):
    """A whole address is that one; anything else is a part."""
    address = _address(email)
    return [("email_normalized", "=", address)] if address else _fragment(field, email.strip())


def _address(text):
    """The whole address that a text is, or None."""
    address = email_normalize(text)
    return address if address and "@" in address[1:] else None


def _website_domain(website):
    key = keys.website_key(website)
    if key.count(".") > 1:
        return [("ipai_website_key", "=like", f"{escape_psql(key)}%")]
    word = keys.host(website) or website.strip()
    return domain_and(_fragment("ipai_search_text", keys.fold(word)), _fragment("website", word))


def _done(row):
    """A message that tells of an activity, as an activity."""
    return {
        "id": row["id"],
        "res_model": row["model"],
        "res_id": row["res_id"],
        "res_name": row["record_name"],
        "activity_type_id": row["mail_activity_type_id"],
        "summary": None,
        "date_deadline": None,
        "state": "done",
        "user_id": None,
        "date_done": row["date"],
        "done_by": row["author_id"],
        "create_date": row["date"],
    }
