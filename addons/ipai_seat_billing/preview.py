# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A run's lines, from the rows of its snapshot: who is billed for what, what is held, and why."""

from collections import defaultdict
from datetime import timedelta
from functools import lru_cache

from odoo import fields

from .contracts import Contracts, gone
from .counting import Exclusion, Period, Tally, cut_off, days_of, total
from .counting.alike import Part, gathered
from .counting.calendar import end_of
from .counting.evidence import read_rows, sealed, write_rows
from .pricing import Prices

NAMED = 10  # devices that a difference names
MANUAL = "manual"


class Preview:
    """The lines of one run. Everything it needs is read at once; nothing is written here."""

    def __init__(self, run, rows, apart=False):  # apart: as of Prices
        self.run, self.env, self.rows = run, run.env, rows
        self.period = Period(run.date_from, run.date_to)
        self.plans = run._plans()
        self.now = fields.Datetime.now()
        self.contracts = Contracts(run, self.plans)
        self.sources = run._last_heard({row.source for row in rows})
        self.prices = Prices(self.env, self.period, apart)
        self.types = self._names("ipai.asset.type", {row.type_id for row in rows})
        people = {row.user_partner_id for row in rows if row.user_partner_id}
        self.people = self._names("res.partner", people)
        self.before = self._last_applied()
        contract_lines = self.env["contract.line"].browse(self.contracts.told)
        self.overrides = self.env["ipai.seat.override"]._touching(contract_lines, self.period)
        self.covered, self.twice, self.known = set(), set(), {}
        self.shared = {
            "run_id": run.id,
            "company_id": run.company_id.id,
            "date_from": run.date_from,
            "date_to": run.date_to,
        }

    def lines(self):
        """Values of the lines, plan by plan, customer by customer."""
        found = []
        for plan in self.plans:
            found += self._lines_of_plan(plan)
        return found + self._uncovered()

    def notes(self):
        """What whoever approves has to know of the run as a whole."""
        if self.now < end_of(self.run.date_to, "Etc/GMT+12"):
            yield self.env._(
                "The period is not over: what is there now is taken to stay until its last day."
            )
        if self.twice:
            names = {
                key: name
                for row in self.rows
                for key, name in zip(row.asset_ids, row.names, strict=True)
                if key in self.twice
            }
            yield self.env._(
                "%(number)s devices are counted by several plans: %(names)s. Narrow the plans, "
                "unless that is meant.",
                number=len(names),
                names=_listed(self.env, sorted(names.values())),
            )
        unknown = [name for name, heard in self.sources.items() if heard is None]
        if unknown:
            yield self.env._(
                "Nobody knows when these sources were last heard, so they are not taken for stale: %s.",
                ", ".join(sorted(unknown)),
            )

    def billed(self, plan, total):
        """What a plan makes of a count: of many customers it is the same."""
        if (plan.id, total) not in self.known:
            self.known[plan.id, total] = plan._terms().bill(total)
        return self.known[plan.id, total]

    # -- what is read at once -------------------------------------------------------------------

    def _names(self, model, ids):
        records = self.env[model].with_context(active_test=False, lang="en_US").browse(sorted(ids))
        return {record.id: record.display_name for record in records}

    def _last_applied(self):
        """Contract line → its seat line that was applied last, of a period before or this one."""
        lines = self.env["ipai.seat.line"].search(
            [
                ("state", "=", "applied"),
                ("plan_id", "in", self.plans.ids),
                ("company_id", "=", self.run.company_id.id),
                ("date_to", "<=", self.run.date_to),
            ],
            order="date_to, applied_on, id",
        )
        return {line.contract_line_id.id: line for line in lines}

    # -- plan by plan ---------------------------------------------------------------------------

    def _lines_of_plan(self, plan):
        matches, keys_of, zone = plan._matcher(), plan._counter(), plan.tz
        rows = [row for row in self.rows if matches(row)]
        self._cover(rows)
        parts = defaultdict(list)
        for row in rows:
            keys = keys_of(row)
            days = keys and days_of(row.date_from, row.date_to, zone)
            if days:
                parts[row.payer_id].append(Part(keys, *self._named(plan, row, keys), days, row))
        exclusions = self._exclusions(plan)
        payers = self.env["res.partner"].browse(parts.keys() | self.contracts.tied_to(plan))
        vendors = self._vendor_counts(plan, payers)
        found = []
        for payer in payers.sorted(lambda payer: (payer.name or "", payer.id)):
            stretches, members = gathered(parts[payer.id], exclusions)
            out = [one for key in exclusions.keys() & members.keys() for one in exclusions[key]]
            for vals in Count(self, plan, payer, stretches, out, members).lines():
                if payer in vendors:
                    vals.update(vendor_quantity=vendors[payer], has_vendor_quantity=True)
                found.append(vals)
        return found

    def _named(self, plan, row, keys):
        """Names and serial numbers of what counts."""
        if plan.source == "users":
            return [self.people[key] for key in keys], [""] * len(keys)
        return row.names, row.serials

    def _cover(self, rows):
        """Note that one more plan counts the devices of these rows."""
        assets = {key for row in rows for key in row.asset_ids}
        self.twice |= self.covered & assets
        self.covered |= assets

    def _exclusions(self, plan):
        """Device → its exclusions in the period."""
        found = defaultdict(list)
        if plan.source != "assets":
            return found
        for one in self.env["ipai.seat.exclusion"].search(
            [
                ("company_id", "=", plan.company_id.id),
                ("plan_id", "in", [False, plan.id]),
                ("date_from", "<=", self.run.date_to),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", self.run.date_from),
            ]
        ):
            key = one.asset_id.id
            found[key].append(Exclusion(key, one.date_from, one.date_to or None, one.reason))
        return found

    def _vendor_counts(self, plan, payers):
        """Payer → what the vendor said last in the period."""
        counts = self.env["ipai.seat.vendor.count"].search(
            [
                ("plan_id", "=", plan.id),
                ("customer_id", "child_of", payers.ids),
                ("date", ">=", self.run.date_from),
                ("date", "<=", self.run.date_to),
            ],
            order="date, id",
        )
        return {self.contracts.payer(count.customer_id): count.quantity for count in counts}

    def _uncovered(self):
        """A line for each customer with devices that no plan of the company counts."""
        others = self.env["ipai.seat.plan"].search(
            [("company_id", "=", self.run.company_id.id), ("id", "not in", self.plans.ids)]
        )
        for plan in others:
            matches = plan._matcher()
            self._cover([row for row in self.rows if matches(row)])
        left = defaultdict(dict)
        for row in self.rows:
            if self.covered.issuperset(row.asset_ids):
                continue
            days = days_of(row.date_from, row.date_to, "UTC")
            if days and self.period.clip(*days):
                for key, name in zip(row.asset_ids, row.names, strict=True):
                    if key not in self.covered:
                        left[row.payer_id][key] = name
        return [
            {
                **self._frame(self.env["res.partner"].browse(payer)),
                "state": "uncovered",
                "counted": len(devices),
                "device_count": len(devices),
                "difference": _listed(self.env, sorted(devices.values())),
                "hold_reason": self.env._("No plan counts these devices."),
            }
            for payer, devices in left.items()
        ]

    def _frame(self, payer):
        return {**self.shared, "customer_id": payer.id}

    # -- sources --------------------------------------------------------------------------------

    def stale(self, plan, day, rows):
        """A sentence on the sources of these devices that were not heard in time; empty: all were."""
        if not plan.stale_hours or not any(self.sources.values()):
            return ""
        moment = min(end_of(day, plan.tz), self.now)
        limit = moment - timedelta(hours=plan.stale_hours)
        late = {name for name, heard in self.sources.items() if heard and heard < limit}
        silent = sorted(late & {row.source for row in rows})
        if not silent:
            return ""
        return self.env._(
            "%(names)s is stale: last heard %(heard)s (UTC), more than %(hours)s hours before the count.",
            names=", ".join(silent),
            heard=", ".join(fields.Datetime.to_string(self.sources[name]) for name in silent),
            hours=plan.stale_hours,
        )


class Count:
    """One customer in one plan."""

    def __init__(self, preview, plan, payer, stretches, exclusions, members):
        self.preview, self.plan, self.payer = preview, plan, payer
        self.env, self.members = preview.env, members
        self.stretches, self.exclusions = stretches, exclusions

    def lines(self):
        """Values of the line for the seats, and of the one for the overage where there is one."""
        role_lines = {
            role: self.preview.contracts.tied(self.plan, role, self.payer)
            for role in ("base", "overage")
        }
        found = []
        for role, tied in role_lines.items():
            if role == "overage" and not (self.plan.included or tied):
                continue
            found += self._lines_of_role(role, tied)
        return found

    def _lines_of_role(self, role, tied):
        live, contract_of = tied, self.preview.contracts.contract
        if any(self._gone(line, role) for line in tied):
            live = tied.filtered(lambda line: not self._gone(line, role))
        if len(live) == 1:
            return [self._vals(role, live, contract_of(live))]
        if live:
            hold = (
                "two_lines",
                self.env._("Several contract lines are tied to this plan: untie all but one."),
            )
            return [self._vals(role, line, contract_of(line), hold) for line in live]
        if tied:
            line = tied[-1]
            vals = self._vals(role, line, contract_of(line), self._gone(line, role))
            return [vals] if vals["counted"] else []
        vals = self._vals(role, tied, *self._target())
        return [vals] if vals["counted"] else []

    def _gone(self, line, role):
        """Code and reason of what keeps a contract line from being billed for the period; None: nothing."""
        run, told = self.preview.run, self.preview.contracts.told[line.id]
        return gone(self.env, told, self.plan.id, role, run.date_from, run.date_to)

    def _target(self):
        """The contract for a customer without a line of this plan, and what holds it."""
        contracts = self.preview.contracts.of(self.payer)
        if not contracts:
            return contracts, ("no_contract", self.env._("The customer has no contract."))
        if len(contracts) > 1:
            return contracts.browse(), (
                "two_contracts",
                self.env._("The customer has several contracts: tie a line of one to the plan."),
            )
        if not self.plan.propose:
            return contracts, (
                "no_line",
                self.env._("The contract has no line of this plan, and the plan proposes none."),
            )
        return contracts, None

    def _vals(self, role, line, contract, hold=None):
        """Values of one seat line.

        :param line: the contract line; none: one is proposed, or missing.
        :param hold: code and reason of what holds it besides a stale source.
        """
        preview, plan = self.preview, self.plan
        told = preview.contracts.told.get(line.id, {})
        period = self._period(told)
        day = self._day(period)
        before = preview.before.get(line.id)
        tally = Tally(period, self.stretches, self.exclusions)
        counted = tally.rows(plan.basis, day, plan.late == "prorata", divisor=len(preview.period))
        number = total(counted)
        billed = preview.billed(plan, number)
        quantity = billed.overage if role == "overage" else billed.base
        counted_on = day if plan.basis == "cut_off" else period.last
        override = self._override(line, counted_on)
        if override:
            quantity = override.quantity
        evidence = write_rows(self._evidence(counted, tally))
        stale = preview.stale(plan, day, [self.members[row.device].row for row in counted])
        if not hold and stale:
            hold = ("stale", stale)
        code, reason = hold or (False, False)
        warnings = [] if not override else [self._told(override)]
        if stale and code != "stale":
            warnings.append(stale)
        warnings += self._misfit(line, period)
        return {
            **preview._frame(self.payer),
            "date_from": period.first,
            "date_to": period.last,
            "plan_id": plan.id,
            "role": role,
            "contract_id": contract.id,
            "contract_line_id": line.id,
            "counted_on": counted_on,
            "counted": float(number),
            "old_quantity": told.get("quantity", 0.0),
            "quantity": quantity,
            "state": "held" if hold else "ready",
            "hold_code": code,
            "hold_reason": reason,
            "warning": "\n".join(warnings) or False,
            "difference": self._difference(before, counted),
            "evidence": evidence,
            "evidence_hash": sealed(evidence),
            "device_count": sum(row.number for row in counted),
            **preview.prices.vals(plan, role, told, contract, quantity, before),
        }

    def _period(self, told):
        """The part of the run's period in which the contract line is in force."""
        period = self.preview.period
        begins, ends = told.get("date_start") or period.first, told.get("date_end")
        if begins <= period.first and (not ends or ends >= period.last):
            return period
        days = period.clip(begins, ends or None)
        return Period(*days) if days else period

    def _day(self, period):
        """The day of the cut-off, or the last one before it that the contract line has."""
        day = cut_off(self.preview.period, self.plan.cut_off_day)
        return max(period.first, min(day, period.last))

    def _override(self, line, day):
        """What a person set for the day that is counted; of several the one that began last."""
        for override in self.preview.overrides.get(line, ()):
            if override.date_from <= day and (not override.date_to or override.date_to >= day):
                return override
        return None

    def _evidence(self, counted, tally):
        """Groups of devices with what they share, as the rows of the file are written from."""
        told = {
            "cut_off": "there at the cut-off",
            "peak": "there on the day with the most",
            "daily": "counted by the day",
            "late": "came after the cut-off: counted by the day",
            "next": "came after the cut-off: counts next time",
            "not_there": "not there when it was counted",
            "excluded": "excluded",
        }
        for device, begin, end, days, share, code, _number in counted:
            part = self.members[device]
            why = told[code]
            for first, last, reason in tally.excluded.get(device, ()):
                within = "" if first <= begin and last >= end else f" {first} to {last}"
                why = f"{why}; not billed{within}: {reason}"
            kind = self.preview.types[part.row.type_id]
            shared = (kind, begin, end, days, _adds(share), why)
            yield part.keys, part.names, part.serials, shared

    def _difference(self, before, counted):
        """Which devices count now and did not in the seat line before, and the other way round."""
        parts = [self.members[row.device] for row in counted if row.share]
        came, went = [name for part in parts for name in part.names], []
        old = {
            row["id"]: row["device"]
            for row in (read_rows(before.evidence) if before else ())
            if row["adds"] != "0"
        }
        if old:
            now = {str(key): name for part in parts for key, name in zip(*part[:2], strict=True)}
            came = [name for key, name in now.items() if key not in old]
            went = [name for key, name in old.items() if key not in now]
        parts = [
            text % {"number": len(names), "names": _listed(self.env, sorted(names))}
            for text, names in (("+%(number)s: %(names)s", came), ("−%(number)s: %(names)s", went))
            if names
        ]
        return "\n".join(parts) or False

    def _told(self, override):
        return self.env._(
            "Set to %(quantity)g by an override%(until)s: %(reason)s",
            quantity=override.quantity,
            until=f" ({override.date_to})" if override.date_to else "",
            reason=override.reason,
        )

    def _misfit(self, line, period):
        """A warning when the contract line will be invoiced for other days than these."""
        contracts = self.preview.contracts
        if not line or contracts.told[line.id]["recurring_invoicing_type"] == "pre-paid":
            return []
        first, last = contracts.next_period(line)
        if not first or not last or first > period.last or last < period.first:
            return []
        if (first, last) == (period.first, period.last):
            return []
        return [
            self.env._(
                "The contract line is invoiced from %(first)s to %(last)s: count that period, or it "
                "is held.",
                first=first,
                last=last,
            )
        ]


@lru_cache(maxsize=1024)
def _adds(share):
    """As in 1 or 0.535714."""
    return f"{float(share):.6f}".rstrip("0").rstrip(".")


def _listed(env, names):
    """The first of the names, and how many more there are."""
    text = ", ".join(names[:NAMED])
    if len(names) > NAMED:
        text += " " + env._("and %s more", len(names) - NAMED)
    return text
