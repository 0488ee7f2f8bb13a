# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib

from odoo.sql_db import Cursor

READ_COMMITTED = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED"
NOT_DURABLE = "SET LOCAL synchronous_commit TO off"


@contextlib.contextmanager
def short(registry, durable=True):
    """A cursor of its own for a statement or two, committed at the end whatever becomes of the request.

    READ COMMITTED: writers of one row wait for each other and go on, where Odoo's REPEATABLE READ
    would fail. Not durable: the commit does not wait for the disk.
    """
    with registry.cursor() as cr:
        if isinstance(cr, Cursor):  # a test's cursor is inside a transaction already
            cr.execute(READ_COMMITTED if durable else f"{READ_COMMITTED}; {NOT_DURABLE}")
        yield cr


def see_commits(cr):
    """Let each later statement of the request see what others have committed by then.

    For a call that takes the next free one of something: once it has the lock that it waited for, it must
    see what the one before it took. What was read until now is read again; nothing was written yet.
    """
    if isinstance(cr, Cursor):  # a test's cursor is inside a transaction already
        cr.rollback()
        cr.execute(READ_COMMITTED)
