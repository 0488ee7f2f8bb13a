# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib

from odoo import Command, fields

from .parts.registry import Parts
from .planning import plan
from .planning.claims import Claims
from .planning.linking import Match
from .planning.planner import Outcome, Planner, Subject
from .planning.preview import Preview, hosts_within, names_of, planned_values
from .planning.values import columns, read_names
from .reading.objects import row_of
from .writing.application import Application
from .writing.follow_up import follow_up

RESULTS = {
    plan.CREATE: "created",
    plan.UPDATE: "updated",
    plan.SEEN: "unchanged",
    plan.UNCHANGED: "unchanged",
    plan.CONFLICT: "conflict",
    plan.ERROR: "rejected",
}
"""What is done with a row to what the source is told."""


class Snapshot:
    """Takes what a source reports at one moment: plans it, carries it out, notes what differs.

    All in one transaction, and in as many queries for many objects as for few.
    """

    def __init__(self, source, complete=True):
        self.source = source
        self.env = source.env(su=False)
        self.complete = complete
        self.now = fields.Datetime.now()
        self.run = source._new_run(f"{source.name} {fields.Datetime.to_string(self.now)}")
        self.planner = Planner(self.run)
        self.opened_drift = 0
        self._asked = {}

    def take(self, objects):
        """Carry out a snapshot; return [{result, asset, reason, warnings, changes, drift}], one an object.

        :param objects: dicts of only what was reported, as the schema of the call names it
        """
        self.env["ipai.asset"].check_access("create")
        self.env["ipai.asset"].check_access("write")
        outcomes, known = self._planned(objects)
        lines = self._carry_out([*outcomes, *Claims(self.run).settle(outcomes)])
        results = [
            self._result(outcome, lines.get(position)) for position, outcome in enumerate(outcomes)
        ]
        self._follow_up(outcomes, results)
        self._note(outcomes, results, known)
        self._close(outcomes, lines)
        return results

    # -- planning ------------------------------------------------------------------------------

    def _planned(self, objects):
        """Return the Outcome of each object, and what the source is known to have met of their assets."""
        by_name = columns(self.env)
        rows = [row_of(position, reported, by_name) for position, reported in enumerate(objects)]
        matched = Preview(self.run).match(rows, self.complete)
        # Narrow: what the source itself has met.
        met = [match.asset for _row, match in matched if match.asset]
        known = self.env["ipai.sighting"].sudo()._of(self.source, met)
        hosts, circling = hosts_within(rows)
        subjects, refused = {}, {}
        for position, (row, match) in enumerate(matched):
            marked = match.asset in known and known[match.asset].was_marked
            subject = Subject(row, match.asset, returns=marked)
            row.warnings.extend(match.notes)
            self._asked[position] = match
            if row.problems:
                refused[position] = Outcome(subject, plan.ERROR, "\n".join(row.problems))
            elif match.conflict:
                subject.asset_id = None
                refused[position] = Outcome(subject, plan.CONFLICT, match.conflict)
            elif position in circling:
                reason = self.env._("The hosts run in a circle: an asset cannot run on itself.")
                refused[position] = Outcome(subject, plan.ERROR, reason)
            else:
                subjects[position] = subject
        for position, host in hosts.items():
            if position in subjects and host in subjects:
                # One that is on record already has an id; one that is not gets it before its guests.
                subjects[position].host = subjects[host].asset_id or {
                    "row": host,
                    "name": subjects[host].row.title,
                }
        coming = {
            name
            for subject in subjects.values()
            if not subject.asset_id
            for name in names_of(subject.row)
        }
        found = self.planner.outcomes(list(subjects.values()), coming)
        planned = dict(zip(subjects, found, strict=True))
        self._depths = plan.depths(
            {p: h for p, h in hosts.items() if p in subjects and isinstance(subjects[p].host, dict)}
        )
        self._hosts = hosts
        return [planned.get(position) or refused[position] for position in range(len(rows))], known

    # -- carrying out --------------------------------------------------------------------------

    def _carry_out(self, outcomes):
        """Make and apply a line for each outcome that does something or failed; return {position: line}."""
        read_names(self.env, [change for outcome in outcomes for change in outcome.changes])
        parts = Parts(self.run)
        told = {
            position: outcome
            for position, outcome in enumerate(outcomes)
            if outcome.changes or outcome.reason
        }
        lines = {}
        for depth in sorted({self._depths.get(position, 0) for position in told}):
            positions = [p for p in told if self._depths.get(p, 0) == depth]
            values = [self._line_values(p, told[p], parts, lines, depth) for p in positions]
            made = self.run._lines().create(values)
            lines.update(zip(positions, made, strict=True))
            doing = made.filtered(lambda line: line.action in (plan.CREATE, plan.UPDATE))
            if doing:
                changes = {line.id: one["changes"] for line, one in zip(made, values, strict=True)}
                Application(self.run).apply(doing, fresh=True, changes=changes)
        return lines

    def _line_values(self, position, outcome, parts, lines, depth):
        host = lines.get(self._hosts.get(position))
        match = self._asked.get(position, Match())
        asked = {"candidate_ids": [Command.set(match.candidates)]} if match.candidates else {}
        return {
            **planned_values(parts, outcome),
            "run_id": self.run.id,
            "position": position,
            "label": outcome.subject.row.label,
            "title": outcome.subject.row.title[:200],
            "reason": outcome.reason,
            "warnings": "\n".join(outcome.warnings),
            "asset_id": outcome.subject.asset_id,
            "host_line_id": host.id if host else False,
            "depth": depth,
            "subject": match.subject,
            **asked,
        }

    def _result(self, outcome, line):
        """Return what the source is told about an object."""
        action = line.action if line else outcome.action
        asset = line.asset_id.id if line else outcome.subject.asset_id
        result = RESULTS[action]
        done = result in ("created", "updated")
        return {
            "result": result,
            "asset": asset or None,
            "reason": (line.reason if line else outcome.reason) or None,
            "warnings": outcome.warnings,
            "changes": [change.field for change in outcome.changes] if done else [],
            "drift": [change.field for change in outcome.drift],
        }

    def _follow_up(self, outcomes, results):
        """Enter the relations to what this snapshot has created."""
        deferred = [
            (result["asset"], outcome.subject.row.label, outcome.subject.deferred)
            for outcome, result in zip(outcomes, results, strict=True)
            if outcome.subject.deferred and result["result"] not in ("conflict", "rejected")
        ]
        if deferred:
            follow_up(self.run, deferred, max(self._depths.values(), default=0) + 1)

    # -- noting --------------------------------------------------------------------------------

    def _note(self, outcomes, results, known):
        """Note what was met, who reports which field, and what differs from what is documented."""
        met, confirmed, observed, reported = {}, [], {}, {}
        for position, (outcome, result) in enumerate(zip(outcomes, results, strict=True)):
            asset_id = result["asset"]
            if not asset_id:
                # What is asked about was met, whichever of them it is.
                for asked in self._asked[position].candidates:
                    met.setdefault(asked, (asked, None, None))
                continue
            source_id = outcome.subject.row.match.get("source_id")
            if result["result"] in ("conflict", "rejected"):
                met[asset_id] = (asset_id, source_id, None)
                continue
            names = self.planner.reported(outcome.subject)
            digest = hashlib.md5("\n".join(sorted(names)).encode(), usedforsecurity=False)
            met[asset_id] = (asset_id, source_id, digest.hexdigest())
            if asset_id not in known or known[asset_id].reported != digest.hexdigest():
                confirmed += [(asset_id, name) for name in names]
            # Who is met is not missing: a line that says so is over.
            reported[asset_id] = {*names, *outcome.subject.row.whole, "status"}
            for change in outcome.drift:
                observed[asset_id, change.field] = change
        origins = self.env["ipai.field.origin"].sudo()
        origins._confirm(self.source, self.run, confirmed, self.source.company_id)
        sightings = self.env["ipai.sighting"].sudo()
        sightings._meet(self.source, list(met.values()), self.now)
        if self.complete:
            sightings._miss(self.source, met)
        drift = self.env["ipai.drift"].sudo()
        self.opened_drift = drift._observe(self.run, observed, reported, self.now)

    def _close(self, outcomes, lines):
        """Look for what has vanished, and end the run."""
        unchanged = len(outcomes) - len(lines)
        told = {"complete": self.complete, "opened_drift": self.opened_drift}
        self.run.sudo().write({"state": "applied", "unchanged_rows": unchanged, **told})
        if self.complete:
            self.run._look_for_vanished()
        self.run._announce("import.applied")
        self.source.sudo()._heard(self.run, self.now)
