# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""While the database is away, our paths say so: 503, in a problem document, with Retry-After.

Odoo by itself goes on without a database then: 404 in HTML, or 303 to its selector of databases, which a
program that follows it takes for done. For that to hold from the first request on, ``server_wide_modules``
names ``ipai_base``; else it holds once a database with it was served.
"""

import psycopg2
from psycopg2.pool import PoolError

from odoo import http, sql_db

from .http import call as calls
from .http.problems import Problem, define

RETRY_AFTER = 5
PREFIXES = ("ipai", "odoo")

define({"database-away": (503, "The database is away")})


def is_ours(path):
    """Whether a path is one of those that programs and people of the suite call.

    >>> is_ours("/ipai/status"), is_ours("/odoo"), is_ours("/odoo/leads"), is_ours("/web/login")
    (True, True, True, False)
    """
    return path.partition("/")[2].partition("/")[0] in PREFIXES


def is_lost(error):
    """Whether an exception comes of a database that cannot be reached, not of what was asked of it.

    >>> is_lost(psycopg2.OperationalError("connection refused")), is_lost(ValueError())
    (True, False)

    Odoo's authentication hides it behind a refusal:

    >>> try:
    ...     try:
    ...         raise psycopg2.InterfaceError("connection already closed")
    ...     except Exception:
    ...         raise PermissionError
    ... except PermissionError as error:
    ...     is_lost(error)
    True
    """
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, psycopg2.InterfaceError | PoolError):
            return True
        if isinstance(error, psycopg2.OperationalError):
            # Classes 08 and 57P: it was reached, and goes away. A conflict of two writers has another.
            code = error.pgcode or ""
            if not code or code.startswith(("08", "57P", "53300")):
                return True
        error = error.__cause__ or error.__context__
    return False


def problem():
    return Problem(
        "database-away",
        "The server is there, its database is not, or not yet.",
        f"Send the same request again in {RETRY_AFTER} seconds; nothing is known of whether it was done.",
        headers={"Retry-After": str(RETRY_AFTER)},
    )


def _answer(request):
    response = problem().to_response(calls.of(request).request_id)
    response.headers["Cache-Control"] = "no-store"
    return response


def _is_reachable():
    try:
        connection = sql_db.db_connect("postgres")
        connection.cursor().close()
    except (psycopg2.Error, PoolError) as error:
        return not is_lost(error)
    return True


def install():
    """Have each request of this process answered so from now on."""
    serve_db, serve_nodb = http.Request._serve_db, http.Request._serve_nodb
    if getattr(serve_db, "ipai_away", False):
        return

    def _serve_db(self):
        try:
            return serve_db(self)
        except Exception as error:
            if is_ours(self.httprequest.path) and is_lost(error):
                return _answer(self)
            raise

    def _serve_nodb(self):
        if is_ours(self.httprequest.path) and not _is_reachable():
            return _answer(self)
        return serve_nodb(self)

    _serve_db.ipai_away = True
    http.Request._serve_db, http.Request._serve_nodb = _serve_db, _serve_nodb
