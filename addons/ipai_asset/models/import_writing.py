# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Writing for many, and finding the one that stands against it."""

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import mute_logger

REFUSALS = (UserError, AccessError, MissingError, IntegrityError)


def attempt(env, work, items, refused):
    """Call `work(items)`; when it is refused, call it for each item alone.

    Each refused item goes to `refused(item, reason)`; what it had written is rolled back.
    """
    if not items:
        return
    error = _try(env, work, items)
    if error is None:
        return
    if len(items) == 1:
        refused(items[0], reason_of(error))
        return
    for item in items:
        error = _try(env, work, [item])
        if error is not None:
            refused(item, reason_of(error))


def _try(env, work, items):
    try:
        with mute_logger("odoo.sql_db"), env.cr.savepoint():
            work(items)
            env.flush_all()
    except REFUSALS as error:
        env.invalidate_all(flush=False)
        return error
    return None


def reason_of(error):
    """Return why the write was refused, for a person."""
    if isinstance(error, IntegrityError):
        return (error.diag.message_detail or error.diag.message_primary or str(error)).strip()
    return str(error.args[0] if error.args else error)
