# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import namedtuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.ipai_asset.models.ipai_asset import STATUSES
from odoo.addons.ipai_base.compat import Index

from .ipai_seat_plan import COUNTED

PROTECT = "ipai_seat_snapshot_protect"
KEPT = (
    "asset_id asset_name serial_number source operating_system_id site_id user_partner_id tag_ids"
    " customer_id payer_id type_id status date_from date_to"
).split()
SHARED = (
    "payer_id customer_id type_id status source operating_system_id site_id user_partner_id tag_ids"
    " date_from date_to"
).split()
Alike = namedtuple("Alike", [*SHARED, "asset_ids", "names", "serials"])
"""Devices of which a snapshot says the same for the period of its run, in the order of their ids."""


class Kept(fields.Many2one):
    """A link without a foreign key, which the database would check for each of 100,000 rows.

    What a row names cannot go all the same: see `_refuse_loss`.
    """

    def update_db_foreign_key(self, model, column):
        """None: what an earlier version made is taken away when the model is set up."""


class IpaiSeatSnapshot(models.Model):
    """A stretch of an asset's history as it stood when a run began: what all its lines are counted from.

    Written by one statement and never again; the database itself refuses a change.
    """

    _name = "ipai.seat.snapshot"
    _description = "Seat Snapshot"
    _order = "run_id desc, payer_id, asset_name, date_from, id"
    _rec_name = "asset_name"
    _log_access = False  # the run knows who, and when

    run_id = Kept("ipai.seat.run", required=True, readonly=True)
    company_id = Kept("res.company", required=True, readonly=True)
    asset_id = Kept("ipai.asset", required=True, readonly=True)
    asset_name = fields.Char("Name Then", readonly=True)
    serial_number = fields.Char(readonly=True)
    source = fields.Char(readonly=True)
    operating_system_id = Kept("ipai.operating.system", readonly=True)
    site_id = Kept("ipai.site", readonly=True)
    user_partner_id = Kept("res.partner", "Assigned User", readonly=True, index="btree_not_null")
    tag_ids = fields.Json(readonly=True)
    customer_id = Kept("res.partner", readonly=True)
    payer_id = Kept(
        "res.partner",
        "Billed To",
        readonly=True,
        help="The company at the top of the customer's, or the first above it that is billed apart.",
    )
    type_id = Kept("ipai.asset.type", readonly=True)
    status = fields.Selection(STATUSES, readonly=True)
    date_from = fields.Datetime("From", readonly=True)
    date_to = fields.Datetime("To", readonly=True)

    # A run's rows lie together, in the order of their numbers and assets: as good to find, and made at a
    # third of the cost. Numbers come of a sequence and are never written, so that no key has to guard them.
    _ranges_idx = Index("USING brin (id, run_id, asset_id)")

    def init(self):
        result = super().init()
        for name, field in self._fields.items():
            if isinstance(field, Kept):
                key = SQL.identifier(f"{self._table}_{name}_fkey")
                self.env.cr.execute(
                    SQL(
                        "ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s",
                        SQL.identifier(self._table),
                        key,
                    )
                )
        for name in ("_asset_id_index", "run_idx", "rows_idx", "assets_idx"):
            old = SQL.identifier(f"{self._table}_{name}")
            self.env.cr.execute(SQL("DROP INDEX IF EXISTS %s", old))
        self.env.cr.execute(
            SQL(
                "ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s; ALTER SEQUENCE %s CACHE 1000",
                SQL.identifier(self._table),
                SQL.identifier(f"{self._table}_pkey"),
                SQL.identifier(f"{self._table}_id_seq"),
            )
        )
        self.env.cr.execute(
            SQL(
                """
                CREATE OR REPLACE FUNCTION %(protect)s() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF TG_OP = 'UPDATE' AND current_setting('ipai_seat.merging', true) = 'on'
                        AND to_jsonb(NEW) - ARRAY['customer_id', 'payer_id', 'user_partner_id']
                          = to_jsonb(OLD) - ARRAY['customer_id', 'payer_id', 'user_partner_id'] THEN
                        RETURN NEW;
                    END IF;
                    IF TG_OP = 'DELETE' AND NOT EXISTS (
                        SELECT FROM ipai_seat_run
                         WHERE id = OLD.run_id AND state IN ('approved', 'applied')
                    ) THEN
                        RETURN OLD;
                    END IF;
                    RAISE EXCEPTION USING ERRCODE = 'insufficient_privilege',
                        MESSAGE = 'A snapshot of seats is evidence: it is neither changed nor deleted.';
                END $$;

                DROP TRIGGER IF EXISTS %(protect)s ON ipai_seat_snapshot;
                CREATE TRIGGER %(protect)s BEFORE UPDATE OR DELETE ON ipai_seat_snapshot
                    FOR EACH ROW EXECUTE FUNCTION %(protect)s();
                """,
                protect=SQL.identifier(PROTECT),
            )
        )
        return result

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self.env._("A snapshot of seats is evidence and is never changed."))

    @api.model
    def _refuse_loss(self, name, records):
        """Refuse to delete what a snapshot names in a field.

        Customers and types are kept by the history itself, who pays by the lines.
        """
        # Narrow: whether one is named; the caller is about to delete it.
        if row := self.sudo().search([(name, "in", records.ids)], limit=1):
            raise UserError(
                self.env._(
                    "%(name)s stands in the evidence of %(run)s and is not deleted. Archive it, or "
                    "decommission it.",
                    name=row[name].display_name,
                    run=row.run_id.display_name,
                )
            )

    def _take(self, run, start, end):
        """Keep the stretches of a run's company that touch start … end (naive UTC), in one statement.

        Customers roll up to the company at the top of theirs, unless one on the way is billed apart.
        """
        self.env.flush_all()
        columns = SQL(", ").join(map(SQL.identifier, KEPT))
        self.env.cr.execute(
            SQL(
                """
                WITH RECURSIVE climb(partner_id, payer_id, parent_id) AS (
                    SELECT id, id, CASE WHEN seat_billed_apart THEN NULL ELSE parent_id END
                      FROM res_partner
                     WHERE id IN (SELECT DISTINCT customer_id FROM ipai_asset_interval
                                   WHERE company_id = %(company)s AND customer_id IS NOT NULL)
                 UNION ALL
                    SELECT climb.partner_id, up.id,
                           CASE WHEN up.seat_billed_apart THEN NULL ELSE up.parent_id END
                      FROM climb JOIN res_partner up ON up.id = climb.parent_id
                )
                INSERT INTO ipai_seat_snapshot
                    (run_id, company_id, %(columns)s)
                SELECT %(run)s, %(company)s,
                       asset.id, asset.name, asset.serial_number, asset.source,
                       asset.operating_system_id, asset.site_id, asset.assigned_partner_id,
                       tagged.tag_ids,
                       past.customer_id, climb.payer_id, past.type_id, past.status,
                       past.date_from, past.date_to
                  FROM ipai_asset_interval past
                  JOIN ipai_asset asset ON asset.id = past.asset_id
                  JOIN climb ON climb.partner_id = past.customer_id AND climb.parent_id IS NULL
             LEFT JOIN (SELECT ipai_asset_id, jsonb_agg(ipai_asset_tag_id) AS tag_ids
                          FROM %(tags)s GROUP BY ipai_asset_id) tagged
                    ON tagged.ipai_asset_id = asset.id
                 WHERE past.company_id = %(company)s
                   AND past.status IN %(statuses)s
                   AND past.date_from < %(end)s
                   AND (past.date_to IS NULL OR past.date_to > %(start)s)
              ORDER BY past.asset_id
                """,
                columns=columns,
                tags=SQL.identifier(self.env["ipai.asset"]._fields["tag_ids"].relation),
                run=run.id,
                company=run.company_id.id,
                statuses=COUNTED,
                start=start,
                end=end,
            )
        )

    def _rows(self, run, start, end):
        """What was kept, as Alikes: one for all devices that had the same from ``start`` to ``end``."""
        self.env.cr.execute(
            SQL(
                """
                SELECT %(shared)s, array_agg(asset_id), array_agg(asset_name), array_agg(serial)
                  FROM (SELECT payer_id, customer_id, type_id, status, source, operating_system_id,
                               site_id, user_partner_id, tag_ids,
                               GREATEST(date_from, %(start)s) AS date_from,
                               CASE WHEN date_to < %(end)s THEN date_to END AS date_to,
                               asset_id, asset_name, COALESCE(serial_number, '') AS serial
                          FROM ipai_seat_snapshot WHERE run_id = %(run)s) kept
              GROUP BY %(shared)s
                """,
                shared=SQL(", ").join(map(SQL.identifier, SHARED)),
                start=start,
                end=end,
                run=run.id,
            )
        )
        rows = [_in_order(Alike._make(row)) for row in self.env.cr.fetchall()]
        return sorted(rows, key=lambda row: (row.date_from, row.payer_id, row.asset_ids))


def _in_order(row):
    """The same devices in the order of their ids, which PostgreSQL promises for none of its plans."""
    if row.asset_ids == sorted(row.asset_ids):
        return row
    devices = sorted(zip(row.asset_ids, row.names, row.serials, strict=True))
    ids, names, serials = (list(column) for column in zip(*devices, strict=True))
    return row._replace(asset_ids=ids, names=names, serials=serials)
