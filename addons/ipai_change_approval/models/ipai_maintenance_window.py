# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

from odoo.addons.ipai_base.batches import Clock, in_batches
from odoo.addons.ipai_base.compat import Constraint

from ..periods import Rule

HORIZON = 400
"""For so many days ahead the calendar shows when a window is open."""
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
RULE_FIELDS = (
    "frequency",
    "date_from",
    "date_until",
    "weekday",
    "nth",
    "hour",
    "duration",
    "tz",
    "active",
)


class IpaiMaintenanceWindow(models.Model):
    """When work on something disturbs least: changes of it are expected to lie within."""

    _name = "ipai.maintenance.window"
    _description = "Maintenance Window"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, help="As in: Sunday Night.")
    frequency = fields.Selection(
        [
            ("once", "Once"),
            ("daily", "Each Day"),
            ("weekly", "Each Week"),
            ("monthly", "Each Month"),
        ],
        "Opens",
        required=True,
        default="weekly",
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_until = fields.Date("Until", help="The last day on which it opens; empty: for good.")
    weekday = fields.Selection(WEEKDAYS, default="6")
    nth = fields.Selection(
        [("1", "First"), ("2", "Second"), ("3", "Third"), ("4", "Fourth"), ("-1", "Last")],
        "Of the Month",
        default="1",
    )
    hour = fields.Float("At", required=True, default=2.0, aggregator=None)
    duration = fields.Float("Hours Open", required=True, default=4.0, aggregator=None)
    tz = fields.Selection(
        selection="_selection_tz",
        string="Time Zone",
        required=True,
        default=lambda self: self.env.user.tz or "UTC",
    )
    asset_ids = fields.Many2many("ipai.asset", string="Assets", check_company=True)
    service_ids = fields.Many2many("ipai.service", string="Services", check_company=True)
    site_ids = fields.Many2many("ipai.site", string="Sites", check_company=True)
    next_opening = fields.Datetime(compute="_compute_next_opening")
    opening_ids = fields.One2many("ipai.maintenance.opening", "window_id", "Openings")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    notes = fields.Text()
    active = fields.Boolean(default=True)

    _hour_of_day = Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "A window opens between 00:00 and 23:59."
    )
    _some_hours = Constraint(
        "CHECK (duration > 0 AND duration <= 168)", "A window stays open for up to 168 hours."
    )

    @api.model
    def _selection_tz(self):
        return [(name, name) for name in pytz.common_timezones]

    @api.constrains("date_from", "date_until")
    def _check_dates(self):
        for window in self:
            if window.date_until and window.date_until < window.date_from:
                raise ValidationError(
                    self.env._(
                        "%(name)s ends before it begins: correct its dates.", name=window.name
                    )
                )

    @api.depends(*RULE_FIELDS)
    def _compute_next_opening(self):
        now = fields.Datetime.now()
        for window in self:
            rule = window._rule()
            periods = rule.periods(now, now + timedelta(days=HORIZON)) if rule else iter(())
            window.next_opening = next((p.start for p in periods if p.start >= now), False)

    @api.model_create_multi
    def create(self, vals_list):
        windows = super().create(vals_list)
        windows._plan_openings()
        return windows

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(RULE_FIELDS):
            self._plan_openings()
        return result

    def _rule(self):
        """When it opens, as a ``Rule``; None as long as the form lacks something."""
        self.ensure_one()
        if not (self.date_from and self.frequency and self.tz and self.duration > 0):
            return None
        return Rule(
            self.frequency,
            self.date_from,
            self.hour,
            self.duration,
            self.tz,
            self.date_until or None,
            int(self.weekday or 0),
            int(self.nth or 1),
        )

    def _holds(self, period):
        """Whether one of its openings holds the whole period."""
        self.ensure_one()
        return any(opening.holds(period) for opening in self._rule().periods(*period))

    @api.model
    def _outside(self, records, period):
        """The assets or services that have windows, of which none holds the period: record → windows.

        What stands nearer decides: windows of the record itself, else those of an asset's site,
        else those of the whole company, which name nothing.
        """
        # Narrow: windows of the companies of records that the caller has; moments alone.
        windows = self.sudo().search([("company_id", "in", records.company_id.ids)])
        name = "asset_ids" if records._name == "ipai.asset" else "service_ids"
        outside = {}
        for record in records:
            own = windows.filtered(lambda window, record=record: record in window[name])
            if not own and name == "asset_ids" and record.site_id:
                site = record.site_id
                own = windows.filtered(lambda window, site=site: site in window.site_ids)
            own = own or windows.filtered(
                lambda window, company=record.company_id: (
                    window.company_id == company
                    and not (window.asset_ids or window.service_ids or window.site_ids)
                )
            )
            if own and not any(window._holds(period) for window in own):
                outside[record] = own
        return outside

    def _describe(self):
        """The windows in words, each with its next opening."""
        return "; ".join(
            self.env._(
                "%(name)s, next on %(start)s",
                name=window.name,
                start=format_datetime(self.env, window.next_opening, dt_format="short"),
            )
            if window.next_opening
            else window.name
            for window in self
        )

    def _plan_openings(self):
        """Write down anew for the calendar when the windows open from today on."""
        today = datetime.combine(fields.Date.today(), time())
        Opening = self.env["ipai.maintenance.opening"].sudo()
        Opening.search([("window_id", "in", self.ids), ("ends_at", ">", today)]).unlink()
        self._add_openings(dict.fromkeys(self.ids, today))

    def _add_openings(self, since):
        """Add the openings that end after ``since[window.id]``, up to the horizon."""
        horizon = fields.Datetime.now() + timedelta(days=HORIZON)
        # Narrow: openings that follow from these very windows.
        self.env["ipai.maintenance.opening"].sudo().create(
            [
                {"window_id": window.id, "starts_at": period.start, "ends_at": period.end}
                for window in self.filtered("active")
                for period in window._rule().periods(since[window.id], horizon)
            ]
        )

    @api.model
    def _cron_plan_openings(self):
        """Look another day ahead, and forget what is long past."""
        now = fields.Datetime.now()
        Opening = self.env["ipai.maintenance.opening"]
        clock = Clock()
        long_past = [("ends_at", "<", now - timedelta(days=HORIZON))]
        if in_batches(Opening, long_past, lambda past: past.unlink(), light=True, clock=clock):
            in_batches(
                self,
                [("active", "=", True)],
                lambda windows: windows._plan_further(now),
                mark="ipai.maintenance.window.openings",
                clock=clock,
            )

    def _plan_further(self, now):
        """Add the openings that end after the last one known."""
        since = dict.fromkeys(self.ids, now)
        for window, last in self.env["ipai.maintenance.opening"]._read_group(
            [("window_id", "in", self.ids)], ["window_id"], ["ends_at:max"]
        ):
            since[window.id] = max(now, last)
        self._add_openings(since)


class IpaiMaintenanceOpening(models.Model):
    """One time that a maintenance window opens."""

    _name = "ipai.maintenance.opening"
    _description = "Opening of a Maintenance Window"
    _order = "starts_at, id"

    window_id = fields.Many2one(
        "ipai.maintenance.window", required=True, index=True, ondelete="cascade"
    )
    starts_at = fields.Datetime(required=True)
    ends_at = fields.Datetime(required=True, index=True)
    company_id = fields.Many2one(related="window_id.company_id", store=True, index=True)
