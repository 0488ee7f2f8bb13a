# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL


class IpaiNetworkDuplicate(models.Model):
    """Each holder of an address or MAC that has several: a view over addresses and interfaces.

    An address with a unique key has no second holder: the partial index over the others finds what is
    held twice. Interfaces are marked when their MAC gets a second holder.
    """

    _name = "ipai.network.duplicate"
    _description = "Duplicate in the Network"
    _auto = False
    _order = "kind, name, id"
    _depends = {"ipai.interface": ["mac_twice", "mac_address", "company_id"], "ipai.asset": ["status"]}

    name = fields.Char("Held Twice", readonly=True)
    kind = fields.Selection([("ip", "IP Address"), ("mac", "MAC Address")], readonly=True)
    holders = fields.Integer(readonly=True, aggregator="max")
    is_by_design = fields.Boolean(
        "By Design", readonly=True, help="Each holder has a role in which addresses are shared."
    )
    address_id = fields.Many2one("ipai.ip.address", "IP Address", readonly=True)
    interface_id = fields.Many2one("ipai.interface", readonly=True)
    asset_id = fields.Many2one("ipai.asset", readonly=True)
    scope_id = fields.Many2one("ipai.ip.scope", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT id::bigint * 2 AS id, host AS name, 'ip' AS kind, holders, is_by_design,
                   id AS address_id, interface_id, asset_id, scope_id, company_id
              FROM (SELECT *,
                           count(*) OVER same AS holders,
                           bool_and(is_shared) OVER same AS is_by_design
                      FROM ipai_ip_address
                     WHERE is_held AND unique_key IS NULL
                    WINDOW same AS (
                        PARTITION BY scope_id, company_id, host_key COLLATE "C")) address
             WHERE holders > 1
             UNION ALL
            SELECT id::bigint * 2 + 1, mac_address, 'mac', holders, FALSE,
                   NULL::integer, id, asset_id, NULL::integer, company_id
              FROM (SELECT interface.*,
                           count(*) OVER (PARTITION BY interface.company_id, mac_address) AS holders
                      FROM ipai_interface interface
                      JOIN ipai_asset asset ON asset.id = interface.asset_id
                     WHERE interface.mac_twice
                       AND asset.status <> 'decommissioned') interface
             WHERE holders > 1
            """
        )

    def action_open(self):
        """The record of this holder."""
        self.ensure_one()
        return (self.address_id or self.interface_id).get_formview_action()
