# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import nullcontext
from datetime import timedelta

from odoo import Command

from odoo.addons.ipai_asset.attempts import attempt, grouped, log_changes
from odoo.addons.ipai_base.traces import told_elsewhere

from ...observing import observing
from ..parts.keys import INTERFACE, is_part, part_key
from ..parts.registry import Parts
from ..planning import plan
from ..planning.linking import ANY_CUSTOMER, Linking, identities_of
from ..planning.references import key
from ..planning.values import current_values
from .named import Named, identity_of
from .records import copies, differences, is_of_records

NOT_OWNED = ("active", "status", "source", "name")
"""Fields that a run also writes of itself; a source owns them only when it reports them."""
OVERLAP = timedelta(minutes=15)
"""How much longer than the preview a transaction may have been open that it did not see."""


class Application:
    """Carries out the planned lines of a run, with the rights of the user."""

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env
        self.assets = run._assets()
        self.parts = Parts(run)
        self._changes = {}

    def apply(self, lines, fresh=False, changes=None):
        """Carry out each of the lines, or note on it what stands against it.

        :param fresh: they were planned in this very transaction, so nothing has happened since
        :param changes: {id: what the line holds}, of whom has it at hand: each reading of a Json field copies all of it
        """
        # What a source reports is told by `log_changes`, in one message for each asset.
        told = told_elsewhere() if self.run.source_id else nullcontext()
        with observing(), told:
            self._changes = changes or {line.id: line.changes for line in lines.sudo()}
            self._apply(lines.sudo(), fresh)

    def _apply(self, lines, fresh):
        refused = {} if fresh else self._moved(lines) | self._appeared(lines)
        refused |= self._without_host(lines)
        for line, reason in refused.items():
            line._refuse(reason)
        lines = lines.filtered(lambda line: line.state == "planned")
        created, why_not = Named(self.run).make(
            [change for line in lines for change in self._changes[line.id]]
        )
        wanted = {}
        for line in lines:
            try:
                wanted[line] = self._values(line, created)
            except KeyError as missing:
                line._refuse(why_not[missing.args[0]])
        new = [(line, values) for line, values in wanted.items() if line.action == plan.CREATE]
        known = [(line, values) for line, values in wanted.items() if line.action != plan.CREATE]
        # What is known first: it gives up the addresses and names that others take.
        self._update(known)
        self._create(new)
        applied = lines.filtered(lambda line: line.state == "applied")
        self._stamp(applied)
        self._own(applied)

    # -- what has happened since the preview ------------------------------------------------

    def _moved(self, lines):
        """Return {line: reason} of lines whose asset is not as the preview saw it."""
        lines = lines.filtered(lambda line: line.action != plan.CREATE)
        there = self.assets.browse(lines.asset_id.ids).exists()
        by_id = {asset.id: asset for asset in there}
        fields = {change["field"] for line in lines for change in self._changes[line.id]}
        parts = self.parts.current(there.ids, fields)
        moved = {}
        for line in lines:
            asset = by_id.get(line.asset_id.id)
            if not asset:
                moved[line] = self.env._("The asset was deleted since the preview.")
                continue
            current = current_values(asset) | {"active": asset.active} | parts.get(asset.id, {})
            changed = [
                change
                for change in self._changes[line.id]
                if not plan.holds(change["field"], current.get(change["field"]), change["old"])
            ]
            if changed:
                moved[line] = self._changed_since(asset, changed)
        return moved

    def _changed_since(self, asset, changes):
        origins = self.env["ipai.field.origin"]
        labels = [origins._label(change["field"]) for change in changes]
        return self.env._(
            "%(asset)s was changed since the preview, by %(user)s: %(fields)s. Preview the file again.",
            asset=asset.display_name,
            user=asset.write_uid.name,
            fields=", ".join(labels),
        )

    def _appeared(self, lines):
        """Return {line: reason} of lines that would create what came into being since the preview."""
        lines = lines.filtered(lambda line: line.action == plan.CREATE)
        if not lines:
            return {}
        own = self.run._lines().search_fetch(
            [("run_id", "=", self.run.id), ("asset_id", "!=", False)], ["asset_id"]
        )
        reports = [self._report_of(line) for line in lines]
        matches = Linking(self.run).matches(
            reports, since=self.run.previewed_on - OVERLAP, without=own.asset_id.ids
        )
        return {
            line: self.env._(
                "Since the preview there is an asset that this row matches: %s. Preview the file again.",
                match.conflict or self.assets.browse(match.asset).display_name,
            )
            for line, match in zip(lines, matches, strict=True)
            if match.conflict or match.asset
        }

    def _report_of(self, line):
        """Return the Identities of what a line would create."""
        values = {change["field"]: change["new"] for change in self._changes[line.id]}
        customer = values.get("customer_id", ANY_CUSTOMER)
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        return identities_of(
            texts,
            key(customer["missing"]) if isinstance(customer, dict) else customer,
            self.run.source_id.id,
            self.run._key_kinds(),
        )

    def _without_host(self, lines):
        """Return {line: reason} of lines that run on a row which did not become an asset."""
        return {
            line: self.env._("%s, on which it runs, was not applied.", line.host_line_id.label)
            for line in lines
            if self._pending_host(line) and not line.host_line_id.asset_id
        }

    def _pending_host(self, line):
        return any(
            change["field"] == "host_id" and isinstance(change["new"], dict)
            for change in self._changes[line.id]
        )

    # -- the assets -------------------------------------------------------------------------

    def _values(self, line, created):
        """Return what to write; raise KeyError with the identity of a record that could not be created."""
        values = {}
        for change in self._changes[line.id]:
            name, new = change["field"], change["new"]
            if name == "host_id" and isinstance(new, dict):
                new = line.host_line_id.asset_id.id
            elif is_part(name):
                pass
            elif isinstance(new, dict):
                new = created[identity_of(name, new)]
            elif isinstance(new, list):
                new = [
                    created[identity_of(name, entry)] if isinstance(entry, dict) else entry
                    for entry in new
                ]
            values[name] = new
        return values

    def _create(self, pairs):
        """Create the assets of the lines, each with its parts."""

        def create(items):
            created = self.assets.create(
                [
                    self._written(plain(values)) | {"company_id": self.run.company_id.id}
                    for _line, values in items
                ]
            )
            made = [
                (asset, parts_of(values))
                for (_line, values), asset in zip(items, created, strict=True)
            ]
            self.parts.put(made)
            self.env.flush_all()
            created._track_discard()
            self._note(
                [
                    (line, values, asset)
                    for (line, values), asset in zip(items, created, strict=True)
                ]
            )

        attempt(self.env, create, pairs, lambda item, reason: item[0]._refuse(reason))

    def _update(self, pairs):
        """Write the values of the lines, those that want the same in one write."""

        def update(items):
            together = [line.asset_id.id for line, _values in items]
            moving = self.assets.browse(
                [line.asset_id.id for line, values in items if any(map(is_of_records, values))]
            )
            before = copies(moving)
            proposed = {}
            for same in grouped(items, lambda item: plain(item[1])):
                assets = self.assets.browse([line.asset_id.id for line, _values in same])
                values = self._written(plain(same[0][1]))
                if "status" in values:
                    values["status_reason"] = self._status_reason(values["status"])
                if values:
                    proposed |= assets.with_prefetch(together)._write_or_propose(values)
            parts = [
                (self.assets.browse(line.asset_id.id).with_prefetch(together), parts_of(values))
                for line, values in items
            ]
            self.parts.put(parts)
            after = copies(moving)
            for line, _values in items:
                asset_id = line.asset_id.id
                if asset_id in before:
                    line.records = differences(before[asset_id], after[asset_id])
                self._leave_out(line, *proposed.get(line.asset_id.id, ((), "")))
            self._note([(line, values, line.asset_id) for line, values in items])
            if self.run.source_id:
                texts = {line.asset_id.id: line.changes_text for line, _values in items}
                log_changes(self.assets, self.run._title(), texts)

        attempt(self.env, update, pairs, lambda item, reason: item[0]._refuse(reason))

    def _status_reason(self, status):
        if status == "missing":
            return self.env._(
                "Not seen by %(name)s for %(runs)s runs",
                name=self.run.source_id.name,
                runs=self.run.source_id.missed_runs,
            )
        return self.env._("Import of %s", self.run._title())

    def _written(self, values):
        return {
            name: [Command.set(value)]
            if isinstance(value, list)
            else (False if value is None else value)
            for name, value in values.items()
        }

    def _leave_out(self, line, names, proposal):
        """Take out of a line what was proposed in place of being written, and say so on it."""
        waiting = [change for change in self._changes[line.id] if change["field"] in names]
        if waiting:
            left = [change for change in self._changes[line.id] if change not in waiting]
            self._changes[line.id] = left
            labels = [self.env["ipai.field.origin"]._label(change["field"]) for change in waiting]
            reason = self.env._(
                "Proposed, not written (%(proposal)s): %(fields)s",
                proposal=proposal,
                fields=", ".join(labels),
            )
            line.write({"changes": left, "reason": reason})

    def _note(self, written):
        """Note on the lines what was written, for the undo.

        :param written: (line, values, asset) each
        """
        for line, values, _asset in written:
            held = self._changes[line.id]
            changes = [change | {"new": values[change["field"]]} for change in held]
            if changes != held:
                line.changes = self._changes[line.id] = changes
        self.run._lines()._became({line: asset for line, _values, asset in written})

    def _stamp(self, lines):
        """Note on the lines when their assets changed last: by now."""
        assets = self.assets.browse(lines.asset_id.ids)
        assets.invalidate_recordset(["write_date"])
        changed_on = {asset.id: asset.write_date for asset in assets}
        for moment, same in lines.grouped(lambda line: changed_on[line.asset_id.id]).items():
            same.applied_on = moment

    def _own(self, lines):
        """Note whose the written fields are now: the source's, or the person's who chose the file."""
        origins = self.env["ipai.field.origin"].sudo()
        accepted = self.run.kind == "drift"
        written = [
            (line.asset_id.id, change["field"], is_part(change["field"]) and not change["new"])
            for line in lines
            for change in self._changes[line.id]
            if accepted or change["field"] not in NOT_OWNED
        ]
        kept = [(asset_id, name) for asset_id, name, gone in written if not gone]
        if self.run.source_id:
            origins._record(self.run.source_id, self.run, kept, self.run.company_id)
            origins._forget([(asset_id, name) for asset_id, name, gone in written if gone])
        else:
            origins._lock_pairs(kept + self._interfaces_of(kept))

    def _interfaces_of(self, kept):
        """Return the (asset id, interface) of which a person has written the addresses or MACs as a list."""
        ids = {asset_id for asset_id, name in kept if name in ("ip_addresses", "mac_addresses")}
        interfaces = self.env["ipai.interface"].search([("asset_id", "in", list(ids))])
        return [(i.asset_id.id, part_key(INTERFACE, i.name)) for i in interfaces]


def plain(values):
    """Return the fields of the model among the values of a line."""
    return {name: value for name, value in values.items() if not is_part(name)}


def parts_of(values):
    """Return the interfaces and extra fields among the values of a line."""
    return {name: value for name, value in values.items() if is_part(name)}
