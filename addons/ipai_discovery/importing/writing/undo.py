# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command

from ...observing import observing
from ..parts.keys import is_part, same_part
from ..parts.registry import Parts
from ..planning import plan
from ..planning.values import current_values
from .application import parts_of, plain
from .attempts import attempt, grouped, log_changes


class Undo:
    """Takes back what a run has applied, where nobody has changed it since."""

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env
        self.assets = run._assets()
        self.parts = Parts(run)
        self._held_parts = {}

    def undo(self, lines):
        """Take back each of the lines, or note on it why it stays."""
        with observing():
            self._undo(lines.sudo())

    def _undo(self, lines):
        fields = {change["field"] for line in lines for change in line.changes}
        self._held_parts = self.parts.current(lines.asset_id.exists().ids, fields)
        by_id = {asset.id: asset for asset in self.assets.browse(lines.asset_id.ids).exists()}
        for line in lines.filtered(lambda line: line.asset_id.id not in by_id):
            line._settle("undone", self.env._("The asset does not exist any more."))
        lines = lines.filtered(lambda line: line.state == "applied")
        created = lines.filtered(lambda line: line.action == plan.CREATE)
        self._remove([(line, by_id[line.asset_id.id]) for line in created])
        self._restore([(line, by_id[line.asset_id.id]) for line in lines - created])
        there = lines.asset_id.exists()
        self._disown(lines.filtered(lambda line: line.state == "undone" and line.asset_id in there))

    def _disown(self, lines):
        """What was taken back belongs to no source any more, until one reports it again."""
        if self.run.source_id and lines:
            pairs = [
                (line.asset_id.id, change["field"]) for line in lines for change in line.changes
            ]
            self.env["ipai.field.origin"].sudo()._forget(pairs)
            self.env["ipai.sighting"].sudo()._set(
                self.run.source_id, lines.asset_id.ids, reported=False, missed=0
            )

    # -- what was created -------------------------------------------------------------------

    def _remove(self, pairs):
        untouched = []
        for line, asset in pairs:
            changed = self._changed(line, asset)
            if changed or asset.write_date.replace(microsecond=0) != line.applied_on.replace(
                microsecond=0
            ):
                reason = self.env._(
                    "Left in place: %(user)s has worked on it since.", user=asset.write_uid.name
                )
                line._settle("kept", reason)
            else:
                untouched.append((line, asset))
        # What has a history must stay for bills and audits: it is archived instead.
        planned = [pair for pair in untouched if pair[1].status == "planned"]
        self._archive([pair for pair in untouched if pair[1].status != "planned"])
        self._delete(planned)

    def _delete(self, pairs):
        def delete(items):
            for line, _asset in items:
                line._settle("undone", self.env._("Deleted again."))
            self.assets.browse([asset.id for _line, asset in items]).unlink()

        attempt(self.env, delete, pairs, lambda item, _reason: self._archive([item]))

    def _archive(self, pairs):
        def archive(items):
            for line, _asset in items:
                line._settle(
                    "undone", self.env._("Archived: it was in service and its history stays.")
                )
            self.assets.browse([asset.id for _line, asset in items]).action_archive()

        attempt(self.env, archive, pairs, self._keep)

    # -- what was changed -------------------------------------------------------------------

    def _restore(self, pairs):
        """Write the old values back; those of lines with the same ones in one write."""
        items = []
        for line, asset in pairs:
            kept = self._changed(line, asset)
            values = {
                change["field"]: change["old"]
                for change in line.changes
                if change["field"] not in kept
            }
            if "active" in values:
                values.pop("status", None)  # archiving decommissions by itself
            items.append((line, asset, values, kept))

        def restore(items):
            for line, _asset, _values, kept in items:
                line._settle("kept" if kept else "undone", self._told(kept))
            together = [item[1].id for item in items]
            for same in grouped(items, lambda item: plain(item[2])):
                assets = self.assets.browse([item[1].id for item in same])
                values = self._written(plain(same[0][2]))
                if values:
                    assets.with_prefetch(together).write(values)
            self.parts.put([(asset, parts_of(values)) for _line, asset, values, _kept in items])
            if self.run.source_id:
                title = self.env._("Undo of %s", self.run._title())
                log_changes(self.assets, title, {i[1].id: i[0].changes_text for i in items})

        attempt(self.env, restore, items, self._keep)

    def _written(self, values):
        written = {name: False if value is None else value for name, value in values.items()}
        if "tag_ids" in written:
            written["tag_ids"] = [Command.set(written["tag_ids"] or [])]
        if "status" in written:
            written["status_reason"] = self.env._("Undo of the import of %s", self.run._title())
        return written

    def _changed(self, line, asset):
        """Return the fields that do not hold any more what the run wrote."""
        current = (
            current_values(asset) | {"active": asset.active} | self._held_parts.get(asset.id, {})
        )
        return [
            change["field"]
            for change in line.changes
            if not _holds(change["field"], current.get(change["field"]), change["new"])
        ]

    def _told(self, kept):
        if not kept:
            return self.env._("The old values are back.")
        labels = [self.env["ipai.field.origin"]._label(name) for name in kept]
        return self.env._("Changed since, and left as it is now: %s.", ", ".join(labels))

    def _keep(self, item, reason):
        item[0]._settle("kept", reason)


def _holds(field, current, written):
    if is_part(field):
        return same_part(field, current, written)
    return (current or None) == (sorted(written) if isinstance(written, list) else written or None)
