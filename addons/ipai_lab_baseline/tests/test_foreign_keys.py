# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import TransactionCase, tagged

SELDOM_DELETED = {
    "res_company": "is archived",
    "res_currency": "is archived",
    "res_groups": "comes and goes with addons",
    "res_users": "is archived: evidence names who",
    "ir_cron": "comes and goes with addons",
    "product_product": "is archived once it was sold",
    "resource_calendar": "there are a few",
    "helpdesk_ticket_team": "there are a few",
}
"""Tables of which a row is deleted once a year, if ever: reading ours then is cheaper than an index on each write."""
LEFT_OUT = {
    ("ipai_seat_snapshot", "type_id"): "inserted by the ten thousand; types stay",
    ("ipai_seat_snapshot", "site_id"): "inserted by the ten thousand; sites stay",
    ("ipai_seat_snapshot", "operating_system_id"): "inserted by the ten thousand; systems stay",
}
WITHOUT_INDEX = """
    SELECT c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      JOIN ir_model_fields f ON f.name = a.attname AND f.store
      JOIN ir_model m ON m.id = f.model_id AND NOT m.transient
       AND replace(m.model, '.', '_') = c.conrelid::regclass::text
     WHERE c.contype = 'f'
       AND (c.conrelid::regclass::text LIKE 'ipai%' OR c.confrelid::regclass::text LIKE 'ipai%')
       AND NOT EXISTS (
           SELECT FROM pg_index i
            WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1]
              AND (i.indpred IS NULL
                   OR pg_get_expr(i.indpred, i.indrelid) = '(' || a.attname || ' IS NOT NULL)'))
     ORDER BY 1, 2
"""


@tagged("post_install", "-at_install")
class TestForeignKeys(TransactionCase):
    """Who deletes a record makes PostgreSQL look for what names it: without an index, in all of a table."""

    def test_each_foreign_key_of_ours_and_to_ours_has_an_index(self):
        self.env.flush_all()
        self.cr.execute(WITHOUT_INDEX)
        found = self.cr.fetchall()
        self.assertTrue(found, "the query still sees foreign keys")
        missing = [
            f"{table}.{column} to {target}"
            for table, column, target in found
            if target not in SELDOM_DELETED and (table, column) not in LEFT_OUT
        ]
        self.assertEqual(missing, [])
