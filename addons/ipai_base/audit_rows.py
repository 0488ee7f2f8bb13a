# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Writing to the audit: a row commits with what it tells of, its place in the chain is given right after."""

import logging

import psycopg2

from odoo.tools import SQL

from .audit_chain import FIELDS
from .http.cursors import short

_logger = logging.getLogger(__name__)

SEAL = "SELECT ipai_audit_seal()"
PATIENT_SEAL = f"SET LOCAL lock_timeout = '2s'; {SEAL}"
"""Who seals apart waits so long for a transaction that holds the end of the chain: it may be the caller's own."""


def append(registry, cr, outcome, action, **values):
    """Add a row in the transaction of ``cr``; seal it once that commits.

    So no writer waits for the transaction of another. A sealing that fails loses nothing: the next one
    takes the row with it.
    """
    row = {**dict.fromkeys(FIELDS[2:]), **values, "outcome": outcome, "action": action}
    cr.execute(
        SQL(
            "INSERT INTO ipai_audit (date, %s) VALUES (clock_timestamp() AT TIME ZONE 'UTC', %s)",
            SQL(", ").join(SQL.identifier(name) for name in row),
            SQL(", ").join(SQL("%s", _stored(value)) for value in row.values()),
        )
    )
    if seal not in cr.postcommit.data:
        cr.postcommit.data[seal] = True
        cr.postcommit.add(lambda: seal(registry))


def _stored(value):
    """A value without what the database cannot hold, so that a row is there whatever a caller sends.

    >>> _stored("a\\0b"), _stored(7)
    ('ab', 7)
    """
    if not isinstance(value, str):
        return value
    return value.replace("\0", "").encode(errors="replace").decode()


def seal(registry):
    """Give all committed rows their place in the chain."""
    try:
        with short(registry, durable=False) as cr:
            cr.execute(PATIENT_SEAL, log_exceptions=False)
    except psycopg2.errors.UndefinedFunction:
        # The addon has just been uninstalled, its table with it.
        _logger.debug("No audit any more")
    except psycopg2.Error as error:
        _logger.warning("Audit rows wait for the next sealing: %s", error)
