# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class IpaiPulsewayReimaged(models.Model):
    """What is perhaps one machine: two assets of one customer, or a device about which discovery asks.

    It was installed anew, or two providers know it. Nothing is merged by itself.
    """

    _name = "ipai.pulseway.reimaged"
    _description = "Perhaps One Machine"
    _auto = False
    _order = "customer_id, hostname, id"
    _rec_name = "kept_id"

    kept_id = fields.Many2one("ipai.asset", "Asset", readonly=True, help="It is kept.")
    asset_id = fields.Many2one("ipai.asset", "Newer Asset", readonly=True)
    device_id = fields.Many2one(
        "ipai.pulseway.device",
        "Reported As",
        readonly=True,
        help="It has no asset yet: discovery asks.",
    )
    customer_id = fields.Many2one("res.partner", readonly=True)
    why = fields.Selection(
        [
            ("asked", "Discovery Asks"),
            ("serial", "Same Serial Number"),
            ("hostname", "Same Host Name"),
        ],
        readonly=True,
    )
    hostname = fields.Char("Host Name", readonly=True)
    accounts = fields.Char(readonly=True, help="Who tells of the two.")
    last_audit = fields.Datetime("Asset Last Seen", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        """What one is told of with is compared with what the other one has: no two assets of a customer have the same.

        Both are compared as assets compare them. A host name says something only where two accounts tell of them, or one
        is not told of any more.
        """
        return SQL(
            """
            WITH told AS (
                SELECT a.id, a.company_id, a.customer_id, a.hostname, array_agg(DISTINCT d.account_id) AS accounts,
                       string_agg(DISTINCT p.name, ', ') AS account_names,
                       bool_or(d.state = 'linked') AS is_there, max(d.last_audit) AS last_audit
                  FROM ipai_asset a
                  JOIN ipai_pulseway_device d ON d.asset_id = a.id
                  JOIN ipai_pulseway_account p ON p.id = d.account_id
                 WHERE a.active AND a.merged_into_id IS NULL
                   AND a.status <> 'decommissioned'
                 GROUP BY a.id
            ), keys AS (
                SELECT a.id, 'serial' AS why, a.serial_key AS key, TRUE AS own FROM ipai_asset a JOIN told USING (id)
                 UNION ALL
                SELECT a.id, 'hostname', a.hostname_key, TRUE FROM ipai_asset a JOIN told USING (id)
                 UNION ALL
                SELECT asset_id, 'serial', upper(btrim(serial)), FALSE
                  FROM ipai_pulseway_device WHERE asset_id IS NOT NULL
                 UNION ALL
                SELECT asset_id, 'hostname', lower(rtrim(btrim(coalesce(facts->>'hostname', name)), '.')), FALSE
                  FROM ipai_pulseway_device WHERE asset_id IS NOT NULL
            ), pairs AS (
                SELECT DISTINCT newer.id, older.id AS kept_id, newer.why
                  FROM keys newer
                  JOIN keys older ON older.why = newer.why AND older.key = newer.key AND older.id < newer.id
                                 AND (older.own OR newer.own)
            )
            (SELECT DISTINCT ON (newer.id, older.id)
                    ((newer.id::bigint << 25) + older.id) * 2 AS id, older.id AS kept_id, newer.id AS asset_id,
                    NULL::integer AS device_id, newer.customer_id, pairs.why,
                    coalesce(newer.hostname, older.hostname) AS hostname,
                    concat_ws(' / ', older.account_names, nullif(newer.account_names, older.account_names)) AS accounts,
                    older.last_audit, newer.company_id
               FROM pairs JOIN told newer ON newer.id = pairs.id JOIN told older ON older.id = pairs.kept_id
              WHERE older.customer_id = newer.customer_id AND older.company_id = newer.company_id
                AND (pairs.why = 'serial' OR NOT older.accounts && newer.accounts
                     OR NOT older.is_there OR NOT newer.is_there)
              ORDER BY newer.id, older.id, pairs.why DESC)
             UNION ALL
            SELECT ((d.id::bigint << 25) + a.id) * 2 + 1, a.id, NULL, d.id, a.customer_id, 'asked',
                   coalesce(a.hostname, d.name), p.name,
                   (SELECT max(o.last_audit) FROM ipai_pulseway_device o WHERE o.asset_id = a.id), d.company_id
              FROM ipai_pulseway_device d
              JOIN ipai_pulseway_account p ON p.id = d.account_id
              JOIN %(candidates)s c ON c.ipai_import_line_id = d.question_id
              JOIN ipai_asset a ON a.id = c.ipai_asset_id
             WHERE d.state = 'question' AND d.asset_id IS NULL
            """,
            candidates=SQL.identifier(
                self.env["ipai.import.line"]._fields["candidate_ids"].relation
            ),
        )

    def action_merge(self):
        """Two assets: prepare discovery's merge, which keeps the older one. One that is asked about: it is this asset."""
        self.ensure_one()
        self._check_may_merge()
        if self.device_id:
            return self.device_id._answer(self.kept_id)
        return self.kept_id._prepared_merge("merge", self.asset_id, self.kept_id)

    def action_other(self):
        """What is asked about is another machine: it becomes an asset of its own."""
        self.ensure_one()
        self._check_may_merge()
        return self.device_id._answer(self.env["ipai.asset"])

    def _check_may_merge(self):
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("Technicians of IT Operations merge assets: ask one."))


class IpaiAssetMerge(models.Model):
    """What Pulseway says of a machine goes along with it, and comes back by an undo."""

    _inherit = "ipai.asset.merge"

    pulseway_carried = fields.Json(
        readonly=True, copy=False, help="Devices and alerts that went along."
    )

    def action_do(self):
        result = super().action_do()
        if self.kind == "merge":
            self.sudo()._carry_pulseway()
        return result

    def action_undo(self):
        result = super().action_undo()
        if self.pulseway_carried:
            self.sudo()._carry_pulseway_back()
        return result

    def _carry_pulseway(self):
        """Narrow: bookkeeping that nobody writes follows the asset that a person has merged."""
        devices = self.source_id.pulseway_device_ids
        alerts = self.env["ipai.alert"].search(
            [("asset_id", "=", self.source_id.id), ("source_id", "in", devices.account_id.source_id.ids)]
        )  # fmt: skip
        self.pulseway_carried = {"devices": devices.ids, "alerts": alerts.ids}
        devices.write({"asset_id": self.target_id.id})
        alerts.write({"asset_id": self.target_id.id})

    def _carry_pulseway_back(self):
        for model, key in (("ipai.pulseway.device", "devices"), ("ipai.alert", "alerts")):
            records = self.env[model].browse(self.pulseway_carried.get(key) or []).exists()
            records.filtered(lambda one: one.asset_id == self.target_id).write(
                {"asset_id": self.source_id.id}
            )
        self.pulseway_carried = False
