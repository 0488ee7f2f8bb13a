# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import namedtuple

from odoo import api, fields, models

from odoo.addons.ipai_base.compat import Index, UniqueIndex

Known = namedtuple("Known", "external_id was_marked reported missed")
"""What a source knows of an asset."""


class IpaiSighting(models.Model):
    """When a source met an asset last, and how often it has missed it since.

    It lives beside the asset, so that to be seen again changes no asset.
    """

    _name = "ipai.sighting"
    _description = "Sighting"
    _log_access = False
    _order = "last_seen desc, id"
    _rec_name = "asset_id"

    asset_id = fields.Many2one("ipai.asset", required=True, readonly=True, ondelete="cascade")
    source_id = fields.Many2one(
        "ipai.source", required=True, readonly=True, index=True, ondelete="cascade"
    )
    external_id = fields.Char("ID in the Source", readonly=True)
    first_seen = fields.Datetime(required=True, readonly=True)
    last_seen = fields.Datetime(required=True, readonly=True)
    missed = fields.Integer("Runs Missed", required=True, default=0, readonly=True, aggregator=None)
    was_marked = fields.Boolean("Marked Missing", readonly=True)
    reported = fields.Char(readonly=True, help="Stands for the set of fields of the last report.")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _asset_source_uniq = UniqueIndex(
        "(asset_id, source_id)", "This source has met the asset already."
    )
    _external_idx = Index("(source_id, external_id)")
    _last_seen_idx = Index("(asset_id, last_seen)")

    @api.model
    def _of(self, source, asset_ids):
        """Return {asset id: Known} of those of the assets that a source has met."""
        self.env.cr.execute(
            """
            SELECT asset_id, external_id, was_marked, reported, missed FROM ipai_sighting
             WHERE source_id = %s AND asset_id = ANY(%s)
            """,
            [source.id or None, list(asset_ids)],
        )
        return {asset_id: Known(*rest) for asset_id, *rest in self.env.cr.fetchall()}

    @api.model
    def _meet(self, source, seen, now):
        """Note what a run has met, in one statement.

        :param seen: (asset id, external id or None, what stands for its report) each
        """
        self.env.cr.execute(
            """
            INSERT INTO ipai_sighting AS known
                   (asset_id, source_id, external_id, first_seen, last_seen, missed, was_marked,
                    reported, company_id)
            SELECT asset_id, %s, external_id, %s, %s, 0, FALSE, reported, %s
              FROM unnest(%s::int[], %s::text[], %s::text[]) AS met(asset_id, external_id, reported)
            ON CONFLICT (asset_id, source_id) DO UPDATE
               SET last_seen = excluded.last_seen, missed = 0, was_marked = FALSE,
                   reported = COALESCE(excluded.reported, known.reported),
                   external_id = COALESCE(excluded.external_id, known.external_id)
            """,
            [source.id, now, now, source.company_id.id, *_columns(seen, 3)],
        )
        self.invalidate_model()

    @api.model
    def _miss(self, source, seen_ids):
        """Count one more missed run for all that a complete run has not met."""
        self.env.cr.execute(
            """
            UPDATE ipai_sighting SET missed = missed + 1
             WHERE source_id = %s AND NOT asset_id = ANY(%s)
            """,
            [source.id, list(seen_ids)],
        )
        self.invalidate_model()

    @api.model
    def _vanished(self, source):
        """Return the ids of assets in service that a source has missed often enough.

        What another source still meets is there.
        """
        self.env["ipai.asset"].flush_model(["status", "active"])
        self.env.cr.execute(
            """
            SELECT gone.asset_id
              FROM ipai_sighting gone
              JOIN ipai_asset asset ON asset.id = gone.asset_id
             WHERE gone.source_id = %s AND gone.missed >= %s
               AND asset.active AND asset.status IN ('active', 'maintenance')
               AND NOT EXISTS (
                   SELECT FROM ipai_sighting other
                     JOIN ipai_source source ON source.id = other.source_id AND source.active
                    WHERE other.asset_id = gone.asset_id AND other.source_id <> gone.source_id
                      AND other.missed < source.missed_runs AND other.last_seen >= gone.last_seen)
             ORDER BY gone.asset_id
            """,
            [source.id, source.missed_runs],
        )
        return [asset_id for (asset_id,) in self.env.cr.fetchall()]

    @api.model
    def _count_in_service(self, source):
        """Return how many assets in service a source has ever met."""
        return self.search_count(
            [
                ("source_id", "=", source.id),
                ("asset_id.active", "=", True),
                ("asset_id.status", "in", ["active", "maintenance"]),
            ]
        )

    @api.model
    def _set(self, source, asset_ids, **values):
        """Write the same values to the sightings of these assets by a source."""
        sightings = self.search(
            [("source_id", "=", source.id), ("asset_id", "in", list(asset_ids))]
        )
        sightings.write(values)


def _columns(rows, width):
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _column in range(width)]
