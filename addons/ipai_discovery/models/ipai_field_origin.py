# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.compat import UniqueIndex

from ..importing.parts.keys import INTERFACE, RECORDS, SERVICE, is_part, part_name


class IpaiFieldOrigin(models.Model):
    """Which source reports a field of an asset, and whether a person has taken it over.

    Written by SQL, in a statement for all assets of a run: there is a row for each field.
    """

    _name = "ipai.field.origin"
    _description = "Origin of a Field"
    _log_access = False
    _order = "asset_id, field"
    _rec_name = "field"

    asset_id = fields.Many2one("ipai.asset", required=True, readonly=True, ondelete="cascade")
    field = fields.Char("Technical Name", required=True, readonly=True)
    label = fields.Char("Field", compute="_compute_label")
    source_id = fields.Many2one(
        "ipai.source", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    run_id = fields.Many2one(
        "ipai.import.run", "Written By", readonly=True, ondelete="set null", index="btree_not_null"
    )
    set_on = fields.Datetime("Since", readonly=True)
    locked = fields.Boolean(
        readonly=True, help="A person changed it: what sources report becomes a line of drift."
    )
    user_id = fields.Many2one("res.users", "Changed By", readonly=True, ondelete="set null")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _field_uniq = UniqueIndex("(asset_id, field)", "This field has an origin already.")

    @api.depends("field")
    def _compute_label(self):
        for origin in self:
            origin.label = self._label(origin.field)

    @api.model
    def _label(self, name):
        """Return what a person calls a field of an asset or a part of it."""
        if name.startswith(INTERFACE):
            return self.env._("Interface %s", part_name(name))
        if name.startswith(SERVICE):
            return self.env._("Service %s", part_name(name))
        if is_part(name):
            return part_name(name)
        return self.env["ipai.asset"]._fields[name]._description_string(self.env)

    def action_unlock(self):
        """Let the source write the field again, from its next run on."""
        self.asset_id.check_access("write")
        self.sudo().write({"locked": False, "user_id": False})
        return True

    # -- for all assets of a write or a run ----------------------------------------------------

    @api.model
    def _lock(self, asset_ids, names):
        """A person has written these fields of these assets: what a source reports stays out."""
        self._lock_pairs([(asset_id, name) for asset_id in asset_ids for name in names])

    @api.model
    def _lock_pairs(self, pairs):
        """Lock (asset id, field) pairs that some source reports."""
        pairs = [pair for pair in pairs if pair[0]]
        if not pairs:
            return
        self.flush_model(["locked"])
        self.env.cr.execute(
            """
            UPDATE ipai_field_origin origin
               SET locked = TRUE, user_id = %s, set_on = now() AT TIME ZONE 'UTC'
              FROM unnest(%s::int[], %s::text[]) AS written(asset_id, field)
             WHERE origin.asset_id = written.asset_id AND origin.field = written.field
               AND NOT COALESCE(origin.locked, FALSE)
            """,
            [self.env.uid, [pair[0] for pair in pairs], [pair[1] for pair in pairs]],
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["locked", "user_id", "set_on"])

    @api.model
    def _held(self, asset_ids, source):
        """Return {asset id: fields} that a source may not write: a person's, or another source's."""
        self.flush_model(["locked"])
        self.env.cr.execute(
            """
            SELECT origin.asset_id, array_agg(origin.field)
              FROM ipai_field_origin origin
              LEFT JOIN ipai_source source ON source.id = origin.source_id
             WHERE origin.asset_id = ANY(%s)
               AND (origin.locked OR (origin.source_id <> %s AND source.active))
             GROUP BY origin.asset_id
            """,
            [list(asset_ids), source.id],
        )
        return {asset_id: frozenset(names) for asset_id, names in self.env.cr.fetchall()}

    @api.model
    def _brought(self, asset_ids, source):
        """Return {asset id: interfaces, services and relations, as a plan names them} that a source brought."""
        self.env.cr.execute(
            """
            SELECT asset_id, array_agg(field) FROM ipai_field_origin
             WHERE asset_id = ANY(%s) AND source_id = %s AND field LIKE ANY(%s)
             GROUP BY asset_id
            """,
            [list(asset_ids), source.id, [f"{kind}%" for kind in RECORDS]],
        )
        return dict(self.env.cr.fetchall())

    @api.model
    def _record(self, source, run, pairs, company):
        """The run of a source has written these (asset id, field) pairs, and owns them now."""
        self._upsert(
            source,
            run,
            pairs,
            company,
            """DO UPDATE SET source_id = excluded.source_id, run_id = excluded.run_id,
                             set_on = excluded.set_on, locked = FALSE, user_id = NULL""",
        )

    @api.model
    def _confirm(self, source, run, pairs, company):
        """A source reports these (asset id, field) pairs too: those of others stay theirs."""
        self._upsert(source, run, pairs, company, "DO NOTHING")

    def _upsert(self, source, run, pairs, company, otherwise):
        if not pairs:
            return
        pairs = sorted(set(pairs))
        self.env.cr.execute(
            f"""
            INSERT INTO ipai_field_origin (asset_id, field, source_id, run_id, set_on, locked, company_id)
            SELECT asset_id, field, %s, %s, now() AT TIME ZONE 'UTC', FALSE, %s
              FROM unnest(%s::int[], %s::text[]) AS written(asset_id, field)
            ON CONFLICT (asset_id, field) {otherwise}
            """,
            [
                source.id,
                run.id,
                company.id,
                [pair[0] for pair in pairs],
                [pair[1] for pair in pairs],
            ],
        )
        self.invalidate_model()

    @api.model
    def _forget(self, pairs):
        """Nobody owns these (asset id, field) pairs any more: what a run wrote was taken back."""
        self.env.cr.execute(
            """
            DELETE FROM ipai_field_origin origin
             USING unnest(%s::int[], %s::text[]) AS gone(asset_id, field)
             WHERE origin.asset_id = gone.asset_id AND origin.field = gone.field
            """,
            [[pair[0] for pair in pairs], [pair[1] for pair in pairs]],
        )
        self.invalidate_model()
