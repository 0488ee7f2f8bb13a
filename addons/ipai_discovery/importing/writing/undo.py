# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command

from odoo.addons.ipai_asset.attempts import attempt, grouped, log_changes
from odoo.addons.ipai_asset.taken import give_back_tags
from odoo.addons.ipai_base.usage import used_elsewhere

from ...observing import observing
from ..parts.registry import Parts
from ..planning import plan
from ..planning.values import current_values
from .application import parts_of, plain
from .records import OWN_TABLES, GiveBack, is_of_records


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
            # Narrow: of the lines of this run, by its own source.
            self.env["ipai.field.origin"].sudo()._forget(pairs)
            self.env["ipai.sighting"].sudo()._set(
                self.run.source_id, lines.asset_id.ids, reported=False, missed=0
            )

    # -- what was created -------------------------------------------------------------------

    def _remove(self, pairs):
        """Delete what the run created and nobody has touched; what something else has come to use is archived."""
        touched = self._touched(pairs)
        untouched = []
        for line, asset in pairs:
            if self._changed(line, asset) or line in touched:
                reason = self.env._(
                    "Left in place: %(user)s has worked on it since.", user=asset.write_uid.name
                )
                line._settle("kept", reason)
            else:
                untouched.append((line, asset))
        assets = self.assets.browse([asset.id for _line, asset in untouched])
        lists = {f.relation for f in assets._fields.values() if f.type == "many2many" and f.store}
        used = used_elsewhere(assets, OWN_TABLES | lists)
        self._archive([pair for pair in untouched if pair[1] in used])
        self._delete([pair for pair in untouched if pair[1] not in used])

    def _touched(self, pairs):
        """Return the lines whose asset, or a part of it, somebody has written since the run ended."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT line.id FROM ipai_import_line line
             WHERE line.id = ANY(%s) AND date_trunc('second', line.applied_on) <
                   date_trunc('second', GREATEST(
                   (SELECT write_date FROM ipai_asset WHERE id = line.asset_id),
                   (SELECT max(write_date) FROM ipai_interface WHERE asset_id = line.asset_id),
                   (SELECT max(write_date) FROM ipai_ip_address WHERE asset_id = line.asset_id),
                   (SELECT max(write_date) FROM ipai_relation WHERE source_asset_id = line.asset_id),
                   (SELECT max(write_date) FROM ipai_relation WHERE target_asset_id = line.asset_id)))
            """,
            [[line.id for line, _asset in pairs]],
        )
        return self.run._lines().browse([line_id for (line_id,) in self.env.cr.fetchall()])

    def _delete(self, pairs):
        def delete(items):
            for line, _asset in items:
                line._settle("undone", self.env._("Deleted again."))
            assets = self.assets.browse([asset.id for _line, asset in items])
            tags = assets.mapped("asset_tag")
            company = assets.company_id
            # Narrow: of assets that the caller deletes in the next line.
            self.env["ipai.asset.interval"].sudo()._forget(assets)
            assets.unlink()
            give_back_tags(self.assets, company, tags)

        attempt(self.env, delete, pairs, lambda item, _reason: self._archive([item]))

    def _archive(self, pairs):
        def archive(items):
            for line, _asset in items:
                line._settle("undone", self.env._("Archived: something else has come to use it."))
            self.assets.browse([asset.id for _line, asset in items]).action_archive()

        attempt(self.env, archive, pairs, self._keep)

    # -- what was changed -------------------------------------------------------------------

    def _restore(self, pairs):
        """Write the old values back; those of lines with the same ones in one write."""
        giving = GiveBack(self.assets)
        untouched, moved = giving.split([(a, line.records) for line, a in pairs if line.records])
        records = {asset.id: found for asset, found in untouched}
        items = []
        for line, asset in pairs:
            changes = [c for c in line.changes if not (line.records and is_of_records(c["field"]))]
            kept = self._changed(line, asset, changes)
            values = {c["field"]: c["old"] for c in changes if c["field"] not in kept}
            if "active" in values:
                values.pop("status", None)  # archiving decommissions by itself
            labels = [self.env["ipai.field.origin"]._label(name) for name in kept]
            items.append((line, asset, values, labels + moved.get(asset.id, [])))

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
            giving.give_back([(item[1], records[item[1].id]) for item in items if item[0].records])
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

    def _changed(self, line, asset, changes=None):
        """Return the fields that do not hold any more what the run wrote."""
        current = (
            current_values(asset) | {"active": asset.active} | self._held_parts.get(asset.id, {})
        )
        return [
            change["field"]
            for change in (line.changes if changes is None else changes)
            if not plan.holds(change["field"], current.get(change["field"]), change["new"])
        ]

    def _told(self, kept):
        if not kept:
            return self.env._("The old values are back.")
        return self.env._("Changed since, and left as it is now: %s.", ", ".join(kept))

    def _keep(self, item, reason):
        item[0]._settle("kept", reason)
