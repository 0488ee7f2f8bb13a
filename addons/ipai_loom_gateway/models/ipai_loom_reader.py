# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import SQL, email_normalize, escape_psql

from odoo.addons.ipai_base.compat import domain_and, domain_or
from odoo.addons.ipai_base.http import rows as rows_of
from odoo.addons.ipai_base.http.keyset import CursorError
from odoo.addons.ipai_base.http.problems import Problem
from odoo.addons.ipai_proposal.refusals import bad_field

from ..reading import keys, listing
from ..reading.messages import done_summary
from ..schemas import filters as shapes

STAGES = 1000
WON = [("stage_id.is_won", "=", True)]
# Where the activities of a partner are: model, and its field of the partner.
OF_PARTNER = (
    ("res.partner", "id"),
    ("crm.lead", "partner_id"),
    ("project.project", "partner_id"),
    ("project.task", "partner_id"),
)
# What its rules and its name are made of: read with the rest, it is not asked for again.
RULED_BY = ("company_id", "partner_share", "display_name", "company_name")


class IpaiLoomReader(models.AbstractModel):
    _name = "ipai.loom.reader"
    _description = "Reads of the Loom API"

    def _partners(self, given):
        """A page of the contacts that a PartnerSearch asks for."""
        return self._page(listing.PARTNERS, self._partner_domain(given), given)

    def _leads(self, given):
        return self._page(listing.LEADS, self._lead_domain(given), given)

    def _projects(self, given):
        return self._page(listing.PROJECTS, self._project_domain(given), given)

    def _tasks(self, given):
        return self._page(listing.TASKS, self._task_domain(given), given)

    def _activities(self, given):
        """A page of what is planned, or of what was done as the records' messages tell it."""
        records = self._records_of(given)
        if not given.done:
            return self._page(listing.ACTIVITIES, self._activity_domain(records, given), given)
        page = self._page(listing.ACTIVITIES_DONE, self._message_domain(records, given), given)
        page["activities"] = [_done(row) for row in page.pop("activities_done")]
        return page

    def _calendar(self, given):
        page = self._page(listing.CALENDAR_EVENTS, self._event_domain(given), given)
        _tell_days(page["calendar_events"])
        return page

    def _history(self, partner_id, given):
        """All lists of a partner at once, as a HistoryQuery asks for them."""
        partner = self._one_partner(partner_id)
        asked = shapes.ActivitySearch(**given.model_dump(), partner_id=partner_id)
        calendar = shapes.CalendarSearch(**given.model_dump(), partner_ids=[partner_id])
        records = self._records_of(asked, seen=True)
        domains = {
            listing.LEADS: domain_and(_among(records["crm.lead"]), self._visible_leads()),
            listing.PROJECTS: _among(records["project.project"]),
            listing.TASKS: _among(records["project.task"]),
            listing.ACTIVITIES: self._activity_domain(records, asked),
            listing.ACTIVITIES_DONE: self._message_domain(records, asked),
            listing.CALENDAR_EVENTS: self._event_domain(calendar),
        }
        found = {
            listed: self._rows(listed, domain, asked, settled=listed is not listing.CALENDAR_EVENTS)
            for listed, domain in domains.items()
        }
        told = [(listed.model, rows) for listed, (rows, _cursor) in found.items()]
        rows_of.tell_names(self.env, [("res.partner", [partner]), *told])
        answer = {listed.name: rows for listed, (rows, _cursor) in found.items()}
        _tell_days(answer["calendar_events"])
        answer["activities_done"] = [_done(row) for row in answer["activities_done"]]
        cursors = {listed.name: cursor for listed, (_rows, cursor) in found.items()}
        return {"partner": partner, **answer, "next_cursors": cursors}

    def _one_partner(self, partner_id):
        """The details of a partner, even of an archived one; raise Problem."""
        partners = self.env["res.partner"].with_context(active_test=False)
        visible = domain_and([("id", "=", partner_id)], self._visible_partners())
        partner = partners.search_fetch(visible, [*listing.PARTNER_DETAILS, *RULED_BY])
        if not partner:
            raise Problem("not-found", f"There is no partner {partner_id} that this key may see.")
        return rows_of.read_records(partner, listing.PARTNER_DETAILS)[0]

    def _page(self, listed, domain, given):
        """One page: a dictionary as the answers have it."""
        rows, cursor = self._rows(listed, domain, given)
        rows_of.tell_names(self.env, [(listed.model, rows)])
        return {"count": len(rows), listed.name: rows, "next_cursor": cursor}

    def _rows(self, listed, domain, given, settled=False):
        """The rows of a page, without names; and the cursor of the next one, or None.

        :param settled: the domain finds only what the bot may see.
        """
        keyset = listed.keyset
        if given.cursor is not None:
            try:
                domain = domain_and(domain, keyset.after(given.cursor))
            except CursorError as error:
                raise bad_field("cursor", error) from error
        model = self.env[listed.model].with_context(active_test=not given.include_archived)
        if listed.filtered:
            return self._filtered_rows(listed, model, domain, given.limit)
        query = model.sudo(settled)._search(domain, limit=given.limit + 1, order=keyset.order)
        return _cut(keyset, rows_of.read(model, query, listed.fields), given.limit)

    def _filtered_rows(self, listed, model, domain, limit):
        """As ``_rows``, where the model looks at each record: after the page is cut, or it would end too early."""
        # Narrow: each row of the page is asked for by the key's own rights below.
        found = model.sudo().search_fetch(
            domain, listed.fields, limit=limit + 1, order=listed.keyset.order
        )
        page, cursor = _cut(listed.keyset, found, limit)
        seen = page.sudo(False)._filtered_access("read")
        return rows_of.read_records(seen, listed.fields), cursor

    def _lead_domain(self, given):
        domains = [self._of_partner(given), self._visible_leads()]
        if given.email:
            domains.append(_email_domain(given.email, "email_from"))
        if given.name:
            domains.append(_named(given.name))
        if given.stage:
            called = keys.fold(given.stage)
            stages = self.env["crm.stage"].search([], limit=STAGES)
            same = stages.filtered(lambda stage: keys.fold(stage.name) == called)
            domains.append([("stage_id", "in", same.ids)])
        return domain_and(*domains)

    def _project_domain(self, given):
        domains = [self._of_partner(given)]
        if given.name:
            domains.append(_named(given.name))
        return domain_and(*domains)

    def _task_domain(self, given):
        domains = [self._of_partner(given)]
        if given.project_id:
            domains.append([("project_id", "=", given.project_id)])
        if given.name:
            domains.append(_named(given.name))
        return domain_and(*domains)

    def _activity_domain(self, records, given):
        """What is planned on records: model → query, or None for all."""
        return self._record_domain(records, given, "mail.activity", "res_model")

    def _message_domain(self, records, given):
        """What tells of activities done on such records."""
        told = [("mail_activity_type_id", "!=", False)]
        return domain_and(self._record_domain(records, given, "mail.message", "model"), told)

    def _event_domain(self, given):
        """Without private events of others: not even a search tells that there are some."""
        domains = [self._visible_events()]
        if given.partner_ids:
            operator = "child_of" if given.include_children else "in"
            domains.append([("partner_ids", operator, given.partner_ids)])
        if given.name:
            domains.append(_named(given.name))
        return domain_and(*domains)

    def _partner_domain(self, given):
        domains = [self._visible_partners()]
        if given.query:
            domains.append(self._query_domain(given.query))
        if given.email:
            domains.append(_partner_email_domain(given.email))
        if given.phone:
            try:
                domains.append(keys.phone_domain("ipai_phone_key", given.phone, "ipai_phone_more"))
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
        text = keys.without_quotes(keys.fold(query))
        wanted = [name for name in ("name", "email", "website") if name in chosen]
        domains = []
        if len(wanted) == 3:
            domains.append(_fragment("ipai_search_text", text))
        elif wanted:
            parts = [
                _named(query) if name == "name" else _fragment(name, query.strip())
                for name in wanted
            ]
            domains.append(domain_and(_fragment("ipai_search_text", text), domain_or(*parts)))
        if "email" in chosen and (address := _address(query)):
            domains.append(_partner_email_domain(address))
        if "website" in chosen and keys.is_website(query):
            domains.append(_website_domain(query))
        if "phone" in chosen and keys.is_phone(query):
            domains.append(keys.phone_domain("ipai_phone_key", query, "ipai_phone_more"))
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
        private = settings._search([("calendar_default_privacy", "=", "private")])
        owners = private.subselect(SQL.identifier(private.table, "user_id"))
        self.env.user.fetch(["partner_id"])  # and not all of the user
        return domain_or(
            [("privacy", "in", ["public", "confidential"])],
            [("privacy", "=", False), ("user_id", "=", False)],
            [("privacy", "=", False), ("user_id", "not in", owners)],
            [("partner_ids", "in", self.env.user.partner_id.ids)],
        )

    def _of_partner(self, given, field="partner_id"):
        if given.partner_id is None:
            return []
        return [(field, "child_of" if given.include_children else "=", given.partner_id)]

    def _records_of(self, given, seen=False):
        """The records of the partner of an ActivitySearch: model → query; None without a partner.

        :param seen: that the bot may see the partner is known.
        """
        if given.partner_id is None:
            return None
        records = {}
        for name, field in OF_PARTNER:
            if seen and field == "id" and not given.include_children:
                records[name] = self.env[name].browse(given.partner_id)._as_query()
            else:
                model = self.env[name].with_context(active_test=False)
                records[name] = model._search(self._of_partner(given, field))
        return records

    def _record_domain(self, records, given, model, field):
        """What of a model is about the records of an ActivitySearch; the field has the name of their model.

        A union that is joined, and no "or" of four models: that would read all there is of each.
        """
        names = [given.res_model] if given.res_model else [name for name, _field in OF_PARTNER]
        number = [("res_id", "=", given.res_id)] if given.res_id else []
        if records is None:
            return domain_and([(field, "in", names)], number)
        parts = [
            records[name].subselect(
                SQL("%s AS model", name), SQL.identifier(records[name].table, "id")
            )
            for name in names
        ]
        # Narrow: the name of a column.
        about = SQL(
            "(SELECT about.id FROM %s about JOIN (%s) record ON record.model = %s AND record.id = %s)",
            SQL.identifier(self.env[model]._table),
            SQL(" UNION ALL ").join(parts),
            self.env[model].sudo()._field_to_sql("about", field),
            self.env[model].sudo()._field_to_sql("about", "res_id"),
        )
        return domain_and(_among(about), number)


def _cut(keyset, found, limit):
    """The page of what was found, rows or records, one more than its limit; and the cursor of the next one, or None."""
    page = found[:limit]
    if len(page) == len(found):
        return page, None
    return page, keyset.cursor(page[-1][keyset.field], page[-1]["id"])


def _tell_days(events):
    """Of events of whole days the days: the hours in which Odoo stores them mean nothing."""
    for event in events:
        if event["allday"]:
            event |= {name: event[name].date() for name in ("start", "stop")}


def _among(query):
    return [("id", "in", query)]


def _fragment(field, text):
    return [(field, "ilike", escape_psql(text))]


def _named(text):
    """The names that have the text, whatever case and accents."""
    return _fragment("ipai_search_name", keys.without_quotes(keys.fold(text)))


def _email_domain(email, field):
    """A whole address is that one; anything else is a part."""
    address = _address(email)
    return [("email_normalized", "=", address)] if address else _fragment(field, email.strip())


def _partner_email_domain(email):
    """As ``_email_domain``, of contacts: any of their addresses."""
    address = _address(email)
    if not address:
        inside = _fragment("ipai_search_text", keys.fold(email))  # has an index
        return domain_and(inside, _fragment("email", email.strip()))
    return keys.email_domain(address)


def _address(text):
    """The whole address that a text is, or holds as in ``Name <mail>``; or None."""
    address = email_normalize(text)
    return address if address and "@" in address[1:] else None


def _website_domain(website):
    key = keys.website_key(website)
    if key.count(".") > 1:
        return [("ipai_website_key", "=like", f"{escape_psql(key)}%")]
    word = keys.host(website) or website.strip()
    return domain_and(
        _fragment("ipai_search_text", keys.fold(word)), _fragment("ipai_website_key", word)
    )


def _done(row):
    """A message that tells of an activity, as an activity."""
    return {
        "id": row["id"],
        "res_model": row["model"],
        "res_id": row["res_id"],
        "res_name": row["record_name"],
        "activity_type_id": row["mail_activity_type_id"],
        "summary": done_summary(row["body"]),
        "date_deadline": None,
        "state": "done",
        "user_id": None,
        "date_done": row["date"],
        "done_by": row["author_id"],
        "create_date": row["date"],
    }
