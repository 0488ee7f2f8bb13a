# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import psycopg2

from odoo.tools import mute_logger


class AppendOnlyMixin:
    """For tests of tables that the database itself keeps."""

    def assertAppendOnly(self, record, *changes):
        """The database refuses each change, the deletion and the truncation of a record's row.

        :param changes: what follows ``SET`` in an update.
        """
        table = record._table
        for statement in (
            *(f"UPDATE {table} SET {change} WHERE id = %s" for change in changes),
            f"DELETE FROM {table} WHERE id = %s",
            f"TRUNCATE {table} /* %s */",
        ):
            with (
                self.subTest(statement),
                self.assertRaisesRegex(psycopg2.errors.InsufficientPrivilege, "append-only"),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.cr.execute(statement, [record.id])
