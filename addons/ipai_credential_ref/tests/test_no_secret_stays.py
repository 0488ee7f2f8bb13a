# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from odoo.tools import SQL

from .common import BaoCase


class TestNoSecretStays(BaoCase):
    """After checks of all kinds: no secret of the vault, and no token for it, in any row of any table or line of a log."""

    def test_neither_rows_nor_log_lines_hold_a_secret_or_a_token(self):
        reference = self.new_place("secret/lab/scanned")
        self.put("secret/lab/scanned")
        with self.assertLogs(level=logging.DEBUG) as logs:
            self.check()
            self.write_secret("bao", self.bao.root)
            self.check()
            self.write_secret("bao", "s.wrongwrongwrongwrong")
            self.check()
            self.write_secret("bao", self.token)
            self.bao.seal()
            self.check()
            self.bao.unseal()
            self.check()
        self.assertEqual(reference.state, "ok")
        self.env.flush_all()
        never = [self.secret_value, self.token, self.bao.root, "s.wrongwrongwrongwrong"]
        text = "\n".join(record.getMessage() for record in logs.records)
        self.assertIn("secret/metadata/lab/scanned", text, "the log was listened to")
        for value in never:
            self.assertNotIn(value, text)
        self.env.cr.execute(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_schema = current_schema AND table_type = 'BASE TABLE'"
        )
        tables = [name for (name,) in self.env.cr.fetchall()]
        self.assertGreater(len(tables), 100)
        found = []
        for table in tables:
            self.env.cr.execute(
                SQL(
                    "SELECT 1 FROM %s t WHERE t::text LIKE ANY(%s) LIMIT 1",
                    SQL.identifier(table),
                    [f"%{value}%" for value in never],
                )
            )
            found += [table] if self.env.cr.fetchone() else []
        self.assertFalse(found)
        # It would be found: the same query for what does stand there.
        self.env.cr.execute(
            "SELECT count(*) FROM ipai_credential_ref t WHERE t::text LIKE '%%lab/scanned%%'"
        )
        self.assertEqual(self.env.cr.fetchone(), (1,))
