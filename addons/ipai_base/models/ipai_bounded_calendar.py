# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

import pytz

from odoo import api, fields, models

from ..compat import domain_and

EACH = 300
"""A calendar that has so many entries in what is shown draws each; one with more draws groups."""
ROWS_A_DAY = 8
"""So many groups of a day are drawn, the largest first; then comes "and N more"."""


class IpaiBoundedCalendar(models.AbstractModel):
    """What a calendar shows of very many entries: rows with a count, never thousands on a day."""

    _name = "ipai.bounded.calendar"
    _description = "Calendar of Many Entries"

    _calendar_start = "date"
    _calendar_groups = ["kind"]

    @api.model
    def calendar_read(self, domain, names):
        """As ``search_read``, but bounded: what stands for several has a ``calendar_domain`` that lists them.

        :param domain: what is shown: the days of the view, and what was searched for.
        :param names: fields.
        """
        if self.search_count(domain, limit=EACH + 1) <= EACH:
            return self.search_read(domain, names)
        by_day = {}
        for day, *values, count, first in self._read_group(
            domain, [f"{self._calendar_start}:day", *self._calendar_groups], ["__count", "id:min"]
        ):
            by_day.setdefault(day, []).append((count, first, values))
        rows = {}
        for day, groups in by_day.items():
            groups.sort(key=lambda group: (-group[0], group[1]))
            shown, rest = groups[:ROWS_A_DAY], groups[ROWS_A_DAY:]
            span = domain_and(domain, self._calendar_day(day))
            for count, first, values in shown:
                rows[first] = self._calendar_group(span, count, values) if count > 1 else {}
            if rest:
                label = self.env._("and %s more", sum(count for count, _first, _values in rest))
                rows[rest[0][1]] = {"display_name": label, "calendar_domain": span}
        read = self.browse(rows).read([*{*names, "display_name"}])
        return [{**row, **rows[row["id"]], **self._named(rows[row["id"]])} for row in read]

    @api.model
    def _named(self, row):
        return {"name": row["display_name"]} if row else {}

    @api.model
    def _calendar_group(self, span, count, values):
        labels, domain = [], list(span)
        for name, value in zip(self._calendar_groups, values, strict=True):
            field = self._fields[name]
            plain = value.id if isinstance(value, models.BaseModel) else value
            domain = domain_and(domain, [(name, "=", plain)])
            if plain:
                labels.append(
                    value.display_name
                    if isinstance(value, models.BaseModel)
                    else dict(field._description_selection(self.env)).get(value, value)
                )
        label = f"{', '.join(labels)}: {count}"
        return {"display_name": label, "calendar_domain": domain}

    @api.model
    def _calendar_day(self, day):
        """The domain of a day as the groups have it: a date, or midnight where the user is."""
        name = self._calendar_start
        if not isinstance(day, datetime):
            return [(name, "=", fields.Date.to_string(day))]
        zone = pytz.timezone(self.env.context.get("tz") or self.env.user.tz or "UTC")
        ends = [
            zone.localize(one.replace(tzinfo=None)).astimezone(pytz.utc).replace(tzinfo=None)
            for one in (day, day + timedelta(days=1))
        ]
        start, end = map(fields.Datetime.to_string, ends)
        return [(name, ">=", start), (name, "<", end)]
