# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Tables whose rows are evidence: the database itself refuses to change, delete or truncate them, whoever asks."""

from odoo.tools import SQL


def protect(cr, table, sentence, unless=None):
    """Let a table refuse everything but new rows; called from ``init`` of its model, again at each upgrade.

    Its function is ``<table>_protect``, its triggers are that with ``_rows`` and ``_table``.

    :param sentence: what the database says when it refuses; its error is "insufficient privilege".
    :param unless: SQL over TG_OP, OLD and NEW: the changes that pass.
    """
    function = f"{table}_protect"
    cr.execute(
        SQL(
            """
            CREATE OR REPLACE FUNCTION %(function)s() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF %(unless)s THEN
                    RETURN coalesce(NEW, OLD);
                END IF;
                RAISE EXCEPTION USING MESSAGE = %(sentence)s, ERRCODE = 'insufficient_privilege';
            END $$;

            DROP TRIGGER IF EXISTS %(rows)s ON %(table)s;
            CREATE TRIGGER %(rows)s BEFORE UPDATE OR DELETE ON %(table)s
                FOR EACH ROW EXECUTE FUNCTION %(function)s();
            DROP TRIGGER IF EXISTS %(whole)s ON %(table)s;
            CREATE TRIGGER %(whole)s BEFORE TRUNCATE ON %(table)s
                FOR EACH STATEMENT EXECUTE FUNCTION %(function)s();
            """,
            function=SQL.identifier(function),
            rows=SQL.identifier(f"{function}_rows"),
            whole=SQL.identifier(f"{function}_table"),
            table=SQL.identifier(table),
            sentence=sentence,
            unless=unless or SQL("false"),
        )
    )


def unprotect(cr, table):
    """Take the function and the triggers away, for the ``uninstall_hook`` of the addon."""
    cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(f"{table}_protect")))
