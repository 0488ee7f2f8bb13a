# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .ipai_change import STATES

KINDS = [("change", "Change"), ("freeze", "Freeze"), ("window", "Maintenance Window")]


class IpaiChangeCalendar(models.Model):
    """Changes, freezes and openings of maintenance windows in one calendar: a view over them."""

    _name = "ipai.change.calendar"
    _description = "Change Calendar"
    _inherit = ["ipai.bounded.calendar"]
    _auto = False
    _calendar_start = "starts_at"
    _calendar_groups = ["kind", "state"]
    _depends = {
        "ipai.change": [
            "name",
            "reference",
            "planned_start",
            "planned_end",
            "state",
            "responsible_id",
            "company_id",
        ],
        "ipai.change.freeze": ["name", "starts_at", "ends_at", "company_id", "active"],
        "ipai.maintenance.window": ["name"],
        "ipai.maintenance.opening": ["window_id", "starts_at", "ends_at", "company_id"],
    }
    _order = "starts_at, id"

    name = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    color = fields.Integer(readonly=True, aggregator=None)
    starts_at = fields.Datetime("From", readonly=True)
    ends_at = fields.Datetime("Until", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    change_id = fields.Many2one("ipai.change", readonly=True)
    freeze_id = fields.Many2one("ipai.change.freeze", readonly=True)
    window_id = fields.Many2one("ipai.maintenance.window", readonly=True)
    responsible_id = fields.Many2one("res.users", readonly=True)
    sequence = fields.Integer(
        readonly=True,
        aggregator=None,
        help="Grows with each change of the entry (RFC 5545, 3.8.7.4): seconds since it was made.",
    )
    changed_at = fields.Datetime("Last Changed", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(self._sources())

    @api.model
    def _sources(self):
        """The SELECTs that make the calendar. Each numbers its rows apart: id × 4 and a number of its own."""
        return [
            SQL(
                """
                SELECT id::bigint * 4 AS id, concat(reference, ' ', name) AS name,
                       'change' AS kind, 4 AS color, planned_start AS starts_at, planned_end AS ends_at, state,
                       id AS change_id, NULL::integer AS freeze_id, NULL::integer AS window_id,
                       responsible_id, extract(epoch FROM write_date - create_date)::integer AS sequence,
                       write_date AS changed_at, company_id
                  FROM ipai_change
                 WHERE planned_start IS NOT NULL AND planned_end IS NOT NULL
                   AND state NOT IN ('cancelled', 'rejected')
                """
            ),
            SQL(
                """
                SELECT id::bigint * 4 + 1, name, 'freeze', 1, starts_at, ends_at, NULL,
                       NULL, id, NULL, NULL, extract(epoch FROM write_date - create_date)::integer,
                       write_date, company_id
                  FROM ipai_change_freeze WHERE active
                """
            ),
            SQL(
                """
                SELECT o.id::bigint * 4 + 2, w.name, 'window', 10, o.starts_at, o.ends_at, NULL,
                       NULL, NULL, w.id, NULL, extract(epoch FROM w.write_date - w.create_date)::integer,
                       w.write_date, o.company_id
                  FROM ipai_maintenance_opening o
                  JOIN ipai_maintenance_window w ON w.id = o.window_id
                """
            ),
        ]

    def action_open(self):
        self.ensure_one()
        return (self.change_id or self.freeze_id or self.window_id).get_formview_action()
