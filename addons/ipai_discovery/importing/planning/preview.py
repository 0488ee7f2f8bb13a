# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo import Command

from ..parts.keys import is_part
from ..parts.registry import Parts
from ..reading import formats
from ..reading.rows import ImportRow
from . import plan
from .claims import Claims
from .joining import joined
from .linking import ANY_CUSTOMER, Linking
from .planner import Planner, Subject
from .references import Ambiguous, References, Unknown, host_spellings, key
from .values import columns, read_names, shown

PROGRAMS = (formats.NMAP, formats.NETBOX)
"""Formats of files that report what a program knows: they do not overrule what a person changed."""


class Preview:
    """Reads the file of a run into lines, and says of each line what it would do."""

    def __init__(self, run):
        self.run = run
        self.env = run.env

    # -- reading and matching ---------------------------------------------------------------

    def read_file(self, data):
        """Store one line for each row, each with the asset that it speaks of."""
        encoding = self.run.encoding or None
        file_format = self.run.file_format
        if file_format == "auto":
            file_format = formats.detect(data, encoding)
        zone = self.env.user.tz or "UTC"
        known = tuple(columns(self.env).values())
        chosen = self.run._chosen_columns(data, file_format, known)
        parsed = formats.read(data, file_format, known, encoding, zone, chosen)
        matched = joined(self.match(parsed.rows))
        values = [
            self._matched(position, row, match) for position, (row, match) in enumerate(matched)
        ]
        hosts = self._hosts_among([row for row, _match in matched], values)
        lines = self.run._lines().create(values)
        for position, (host, depth) in hosts.items():
            lines[position].write({"host_line_id": lines[host].id, "depth": depth})
        self.run.sudo().write(
            {
                "found_format": file_format,
                "file_warnings": "\n".join(parsed.warnings),
                "source_id": self._source(file_format),
            }
        )

    def _source(self, file_format):
        """Return the id of the source for a file that a program wrote; what a person wrote has none."""
        if file_format not in PROGRAMS:
            return False
        sources = self.env["ipai.source"].with_context(allowed_company_ids=self.run.company_id.ids)
        return sources._named(file_format).id

    def match(self, rows, complete=False):
        """Return (row, match) for each row; its match says in `conflict` what is unclear.

        :param complete: what the source does not report is not there any more
        """
        linking = Linking(self.run)
        customers = self._customers(rows)
        reports = linking.reports(rows, [customer for customer, _why in customers])
        matches = linking.matches(reports, complete)
        for match, (_customer, why) in zip(matches, customers, strict=True):
            match.conflict = why or match.conflict
        return list(zip(rows, matches, strict=True))

    def _customers(self, rows):
        """Return (customer for matching, reason why it is unclear) for each row."""
        references = References(self.run, [row.values for row in rows])
        found = []
        for row in rows:
            text, customer, reason = row.values.get("customer_id"), ANY_CUSTOMER, ""
            if row.decided.get("customer_id"):
                customer = row.decided["customer_id"]
            elif text:
                try:
                    customer = references.find("customer_id", text)
                except Ambiguous as error:
                    reason = str(error)
                except Unknown:
                    customer = {"missing": text}  # planning the row says so
            elif self.run.default_customer_id:
                customer = self.run.default_customer_id.id
            found.append(
                (key(customer["missing"]) if isinstance(customer, dict) else customer, reason)
            )
        return found

    def _matched(self, position, row, match):
        """Return the values of the line of a row."""
        reason, action, state = "", False, "matched"
        if row.problems:
            reason, action, state = "\n".join(row.problems), plan.ERROR, "planned"
        elif match.conflict:
            reason, action, state = match.conflict, plan.CONFLICT, "planned"
        elif match.by:
            reason = self.env._("Found by %s.", match.by)
        row.warnings.extend(match.notes)
        return {
            "run_id": self.run.id,
            "position": position,
            "label": row.label,
            "title": row.title[:200],
            "observed": {
                "label": row.label,
                "values": row.values,
                "initial": sorted(row.initial),
                "hints": sorted(row.hints),
                "additive": sorted(row.additive),
                "match": row.match,
                "problems": row.problems,
            },
            "warnings": "\n".join(row.warnings),
            "report": row.report,
            "asset_id": match.asset if not match.conflict else False,
            "subject": match.subject,
            "candidate_ids": [Command.set(match.candidates)],
            "reason": reason,
            "action": action,
            "state": state,
        }

    def _hosts_among(self, rows, values):
        """Return {position: (position of the host, depth)} of rows that run on another row of the file.

        Rows that run in a circle are marked as errors in `values`.
        """
        hosts, circling = hosts_within(rows)
        for position in circling:
            if values[position]["state"] == "matched":
                reason = self.env._(
                    "The hosts of this file run in a circle: an asset cannot run on itself."
                )
                values[position] |= {"action": plan.ERROR, "state": "planned", "reason": reason}
        depths = plan.depths(hosts)
        return {position: (host, depths[position]) for position, host in hosts.items()}

    # -- planning ---------------------------------------------------------------------------

    def plan(self, lines):
        """Say of each of the lines what it would do."""
        lines = lines.sudo()
        subjects = [self._subject(line) for line in lines]
        outcomes = Planner(self.run).outcomes(subjects, self._coming())
        self._enter_given_up(Claims(self.run).settle(outcomes))
        read_names(self.env, [change for outcome in outcomes for change in outcome.changes])
        parts = Parts(self.run)
        for line, outcome in zip(lines, outcomes, strict=True):
            line.write(
                {
                    **planned_values(parts, outcome),
                    "reason": "\n".join(filter(None, [line.reason, outcome.reason])),
                    "warnings": "\n".join(
                        filter(None, [line.warnings, *outcome.warnings, *self._held_back(outcome)])
                    ),
                }
            )

    def _enter_given_up(self, outcomes):
        """Add a line for each asset that gives an address up to a row, to be carried out before the rows."""
        parts = Parts(self.run)
        self.run._lines().create(
            [
                {
                    **planned_values(parts, outcome),
                    "run_id": self.run.id,
                    "position": -1,
                    "label": outcome.subject.row.label,
                    "title": outcome.subject.row.title[:200],
                    "reason": outcome.reason,
                    "asset_id": outcome.subject.asset_id,
                }
                for outcome in outcomes
            ]
        )

    def _held_back(self, outcome):
        """Return what a person reads of the fields that stay as they are."""
        for change in outcome.drift:
            label = self.env["ipai.field.origin"]._label(change.field)
            yield self.env._("%s stays as it is, and becomes a line of drift.", label)

    def _coming(self):
        """Return the names in lower case of all rows of the file that are no assets yet."""
        lines = self.env["ipai.import.line"].sudo()
        domain = [("run_id", "=", self.run.id), ("asset_id", "=", False)]
        return {
            name
            for line in lines.search_fetch(domain, ["title", "observed"])
            for name in (key(line.title), *names_of(self._row(line)))
        }

    def _row(self, line):
        observed = line.observed or {"label": line.label, "values": {}}
        decided = observed.get("decided") or {}
        parts = ("initial", "hints", "additive")
        return ImportRow(
            observed["label"],
            observed["values"],
            *(frozenset(observed.get(part, ())) - decided.keys() for part in parts),
            match=observed.get("match") or {},
            decided=decided,
        )

    def _subject(self, line):
        row = self._row(line)
        host = line.host_line_id
        pending = host and (host.asset_id.id or {"line": host.id, "name": host.title})
        return Subject(row, line.asset_id.id or None, pending)


def names_of(row):
    """Return by which names others may speak of what a row creates.

    >>> sorted(names_of(ImportRow("Row 2", {"name": "NAS", "hostname": "nas.example.lan"})))
    ['nas', 'nas.example.lan']
    """
    told = (row.values.get(name) for name in ("name", "hostname", "asset_tag"))
    return {key(text) for text in (row.title, *told) if text}


def hosts_within(rows):
    """Return ({position: position of the host}, positions in circles) of rows that run on one another.

    >>> hosts_within([ImportRow("Row 2", {"hostname": "pve01"}), ImportRow("Row 3", {"host_id": "PVE01"})])
    ({1: 0}, set())
    """
    positions = defaultdict(set)
    for position, row in enumerate(rows):
        for name in ("name", "hostname", "asset_tag"):
            if row.values.get(name):
                positions[key(row.values[name])].add(position)
    hosts = {}
    for position, row in enumerate(rows):
        text = row.values.get("host_id")
        spelled = host_spellings(text) if text else ()
        meant = set().union(*(positions.get(key(name), set()) for name in spelled))
        if len(meant) == 1:
            hosts[position] = next(iter(meant))
    circling = plan.circles(hosts)
    return {p: host for p, host in hosts.items() if p not in circling}, circling


def planned_values(parts, outcome):
    """Return the values of the line of an outcome: what it does, and how a person reads it."""
    changes = [described(parts, change) for change in outcome.changes]
    texts = [change["text"] for change in changes]
    if outcome.makes:
        texts.append(parts.env._("New besides: %s", ", ".join(outcome.makes)))
    return {
        "state": "planned",
        "action": outcome.action,
        "changes": changes,
        "changes_text": "\n".join(texts),
        "deferred": outcome.subject.deferred or False,
        "drift": [described(parts, change) for change in outcome.drift] or False,
    }


def described(parts, change):
    """Return a change with a text that a person reads."""
    label = parts.label(change.field)
    new = text_of(parts, change.field, change.new)
    old = text_of(parts, change.field, change.old)
    text = f"{label}: {new}" if change.old is None else f"{label}: {old} → {new}"
    return {"field": change.field, "old": change.old, "new": change.new, "text": text}


def text_of(parts, name, value):
    """Return what a field or part holds as a person reads it."""
    return parts.described(name, value) if is_part(name) else shown(parts.env, name, value)
