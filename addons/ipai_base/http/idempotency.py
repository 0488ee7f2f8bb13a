# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Idempotency-Key (draft-ietf-httpapi-idempotency-key-header-07): a call that is sent twice is done once.

The stored answer commits with what the call wrote, so one is never there without the other. A call that
fails stores nothing and may be sent again with the same key.
"""

import re

from werkzeug.wrappers import Response

from ..canonical import canonical, digest
from . import strict_json
from .problems import Problem

HEADER = "Idempotency-Key"
FORM = re.compile(r'"?([\x21\x23-\x7e]{8,128})"?')
REPLAYED = ("Location", "ETag")


class Claim:
    """The right to carry out a call with a key, or the answer that it had."""

    def __init__(self, cr, row_id, stored=None):
        self._cr = cr
        self._row_id = row_id
        self.stored = stored

    def store(self, response):
        kept = {name: response.headers[name] for name in REPLAYED if name in response.headers}
        self._cr.execute(
            "UPDATE ipai_idempotency SET status = %s, answer = %s, headers = %s WHERE id = %s",
            [
                response.status_code,
                response.get_data(as_text=True),
                canonical(kept),
                self._row_id,
            ],
        )


def claim(request, call, operation, endpoint, arguments):
    """Return the Claim of a request that carries the header, None for one that does not."""
    given = request.httprequest.headers.get(HEADER)
    if given is None or not operation.idempotent:
        return None
    form = FORM.fullmatch(given)
    if not form:
        raise Problem(
            "idempotency-key-invalid",
            f"{HEADER} is 8 to 128 visible ASCII characters.",
            "Use a UUID.",
        )
    cr = request.env.cr
    # Of the addresses of one call the first stands for all; its arguments belong to what must be the same.
    action = f"{operation.method} {endpoint.routing['routes'][0]}"
    identity = {"caller": call.caller.key_id, "action": action, "token": form[1]}
    query = request.httprequest.query_string.decode(errors="replace")
    fingerprint = digest([arguments, query, call.payload_hash])
    _lock(cr, identity)
    # One that committed after our transaction began makes this a serialization error: Odoo tries again.
    cr.execute(
        """
        INSERT INTO ipai_idempotency (key_id, action, token, fingerprint, create_date)
        VALUES (%(caller)s, %(action)s, %(token)s, %(fingerprint)s, now() AT TIME ZONE 'UTC')
        ON CONFLICT (key_id, action, token) DO NOTHING RETURNING id
        """,
        {**identity, "fingerprint": fingerprint},
    )
    made = cr.fetchone()
    return Claim(cr, made[0]) if made else _stored(cr, identity, fingerprint)


def _lock(cr, identity):
    """Hold the key until the transaction ends, however it ends."""
    number = int.from_bytes(bytes.fromhex(digest(identity))[:8], "big", signed=True)
    cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
    if not cr.fetchone()[0]:
        raise Problem(
            "idempotency-key-running",
            f"The first call with this {HEADER} has not ended.",
            "Send the same request again in a few seconds.",
            headers={"Retry-After": "2"},
        )


def _stored(cr, identity, fingerprint):
    cr.execute(
        """
        SELECT id, fingerprint, status, answer, headers FROM ipai_idempotency
         WHERE key_id = %(caller)s AND action = %(action)s AND token = %(token)s
        """,
        identity,
    )
    row_id, known, status, answer, headers = cr.fetchone()
    if known != fingerprint:
        raise Problem(
            "idempotency-key-reused",
            f"This {HEADER} came with another body before.",
            "Use a new one for a new request.",
        )
    response = Response(answer, status=status, content_type="application/json")
    response.headers.update(strict_json.loads(headers.encode()))
    response.headers["Idempotency-Replayed"] = "true"
    return Claim(cr, row_id, response)
