# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

KINDS = [
    ("warranty", "Warranty"),
    ("end_of_life", "End of Life"),
    ("os_support", "Operating System Support"),
    ("review", "Article Review"),
]


class IpaiExpiry(models.Model):
    """Everything that ends on a day, in one list: a view over assets and articles."""

    _name = "ipai.expiry"
    _description = "Expiration"
    _inherit = ["ipai.bounded.calendar"]
    _auto = False
    _calendar_groups = ["kind", "operating_system_id", "customer_id"]
    _depends = {
        "ipai.asset": [
            "name",
            "warranty_date",
            "end_of_life_date",
            "operating_system_id",
            "owner_id",
            "customer_id",
            "company_id",
            "active",
            "status",
        ],
        "ipai.operating.system": ["end_of_support_date"],
        "ipai.kb.link": ["name", "next_review_date", "owner_id", "company_id", "active"],
    }
    _order = "date, id"

    name = fields.Char(readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    date = fields.Date("Ends On", readonly=True)
    asset_id = fields.Many2one("ipai.asset", readonly=True)
    kb_link_id = fields.Many2one("ipai.kb.link", "Article", readonly=True)
    owner_id = fields.Many2one("res.users", readonly=True)
    maker_id = fields.Many2one("res.users", "Made By", readonly=True)
    operating_system_id = fields.Many2one(
        "ipai.operating.system", readonly=True, help="The one whose support ends."
    )
    customer_id = fields.Many2one("res.partner", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    days_left = fields.Integer(compute="_compute_days_left")

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(self._sources())

    @api.model
    def _sources(self):
        """The SELECTs that make the list; an addon with more that ends adds its own.

        Each source numbers its rows apart: id × 8 plus a number of its own from 0 to 7.
        """
        asset = SQL(
            "a.id AS asset_id, NULL::integer AS kb_link_id, a.owner_id, a.customer_id, a.company_id,"
            " a.create_uid AS maker_id"
        )
        # Only the first SELECT names the columns of them all.
        none = SQL("NULL::integer AS operating_system_id")
        alive = SQL("a.active AND a.status <> 'decommissioned'")
        return [
            SQL(
                "SELECT a.id::bigint * 8 AS id, a.name, 'warranty' AS kind,"
                " a.warranty_date AS date, %s, %s FROM ipai_asset a"
                " WHERE %s AND a.warranty_date IS NOT NULL",
                asset,
                none,
                alive,
            ),
            SQL(
                "SELECT a.id::bigint * 8 + 1, a.name, 'end_of_life',"
                " a.end_of_life_date, %s, %s FROM ipai_asset a"
                " WHERE %s AND a.end_of_life_date IS NOT NULL",
                asset,
                none,
                alive,
            ),
            SQL(
                "SELECT a.id::bigint * 8 + 2, a.name, 'os_support',"
                " o.end_of_support_date, %s, o.id FROM ipai_asset a"
                " JOIN ipai_operating_system o ON o.id = a.operating_system_id"
                " WHERE %s AND o.end_of_support_date IS NOT NULL",
                asset,
                alive,
            ),
            SQL(
                "SELECT k.id::bigint * 8 + 3, k.name, 'review', k.next_review_date,"
                " NULL::integer, k.id, k.owner_id, NULL::integer, k.company_id, k.create_uid, %s"
                " FROM ipai_kb_link k WHERE k.active AND k.next_review_date IS NOT NULL",
                none,
            ),
        ]

    @api.depends("date")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for expiry in self:
            expiry.days_left = (expiry.date - today).days if expiry.date else 0

    def _subject(self):
        """The record that ends: an asset or an article."""
        self.ensure_one()
        return self.asset_id or self.kb_link_id

    def action_open(self):
        return self._subject().get_formview_action()
