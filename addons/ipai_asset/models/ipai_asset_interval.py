# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_base.compat import Constraint, Index

from .ipai_asset import STATUSES


class IpaiAssetInterval(models.Model):
    """From when to when an asset was which customer's, of which type, in which status.

    Kept by the asset itself: nobody may write here. The intervals of an asset follow each other
    without a gap, and the last one is open. Times are UTC, to the second; of several changes in
    one second the last one counts.
    """

    _name = "ipai.asset.interval"
    _description = "Asset History"
    _order = "date_from desc, id desc"
    _rec_name = "asset_id"

    asset_id = fields.Many2one("ipai.asset", required=True, readonly=True, ondelete="cascade")
    customer_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    type_id = fields.Many2one(
        "ipai.asset.type", required=True, readonly=True, ondelete="restrict", index="btree_not_null"
    )
    status = fields.Selection(STATUSES, required=True, readonly=True)
    date_from = fields.Datetime("From", required=True, readonly=True)
    date_to = fields.Datetime("To", readonly=True, help="Empty: still so.")
    company_id = fields.Many2one(
        related="asset_id.company_id", store=True, index=True, precompute=True
    )
    user_id = fields.Many2one("res.users", "Changed By", readonly=True)

    _no_overlap = Constraint(
        "EXCLUDE USING gist"
        " (int4range(asset_id, asset_id, '[]') WITH &&, tsrange(date_from, date_to) WITH &&)",
        "The history of an asset cannot have two states at one moment.",
    )
    _ends_after_start = Constraint(
        "CHECK (date_to > date_from)", "A stretch of an asset's history must end after it began."
    )
    _asset_idx = Index("(asset_id, date_from)")

    @api.model
    def _follow(self, assets):
        """Close and open intervals so that the open one of each asset says what the asset is now."""
        now = fields.Datetime.now()
        opened = {
            interval.asset_id.id: interval
            for interval in self.search([("asset_id", "in", assets.ids), ("date_to", "=", False)])
        }
        ended, begun = self.browse(), assets.browse()
        for asset in assets:
            interval = opened.get(asset.id)
            state = {
                "customer_id": asset.customer_id.id,
                "type_id": asset.type_id.id,
                "status": asset.status,
            }
            if interval and interval._state() == state:
                continue
            if interval and interval.date_from >= now:
                interval.write({**state, "user_id": self.env.uid})
                continue
            ended |= interval or self.browse()
            begun |= asset
        ended.write({"date_to": now})
        self.env.flush_all()
        self._begin(begun, now)

    @api.model
    def _begin(self, assets, now):
        """Open intervals that say what the assets are now, in one statement for all."""
        if not assets:
            return
        self.env.cr.execute(
            """
            INSERT INTO ipai_asset_interval
                   (asset_id, customer_id, type_id, status, company_id, date_from, user_id,
                    create_uid, create_date, write_uid, write_date)
            SELECT id, customer_id, type_id, status, company_id, %(now)s, %(user)s,
                   %(user)s, %(moment)s, %(user)s, %(moment)s
              FROM ipai_asset WHERE id = ANY(%(assets)s) ORDER BY id
            """,
            {
                "now": now,
                "moment": self.env.cr.now(),
                "user": self.env.uid,
                "assets": assets.ids,
            },
        )
        assets.invalidate_recordset(["interval_ids", "status_since"])

    @api.model
    def _forget(self, assets):
        """Take the history of assets away that an undo takes away whole, as if they had never been there.

        Only where it is one stretch: what changed its state since has a history of its own.
        """
        for asset, intervals in (
            self.search([("asset_id", "in", assets.ids)]).grouped("asset_id").items()
        ):
            if asset and len(intervals) == 1:
                intervals.unlink()

    def _state(self):
        self.ensure_one()
        return {
            "customer_id": self.customer_id.id,
            "type_id": self.type_id.id,
            "status": self.status,
        }

    @api.model
    def _move_start(self, assets, moment):
        """Let the present state of ``assets`` have begun at ``moment`` (UTC) already.

        :raises UserError: when it lies before the state that came before it began.
        """
        for asset in assets:
            present, *before = self.search([("asset_id", "=", asset.id)], limit=2)
            if moment > present.date_from:
                raise UserError(self.env._("A change of status cannot lie in the future."))
            if moment == present.date_from:
                continue
            if before and moment < before[0].date_from:
                raise UserError(
                    self.env._(
                        "%(asset)s is %(status)s only since %(since)s; choose a later date.",
                        asset=asset.display_name,
                        status=dict(STATUSES)[before[0].status],
                        since=fields.Datetime.to_string(before[0].date_from),
                    )
                )
            if before and moment == before[0].date_from:
                # Of several changes in one second the last counts.
                before[0].unlink()
            elif before:
                before[0].date_to = moment
                before[0].flush_recordset()
            present.date_from = moment
            present.flush_recordset()
