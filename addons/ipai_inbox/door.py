# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The way in: what is checked of a delivery, and the one transaction that keeps it.

It asks no handler, so it works while those are broken or being upgraded. What is accepted is on the disk before
the sender hears of it.
"""

import contextlib
import dataclasses
import hashlib
import logging
import time

import psycopg2
import psycopg2.extras

from odoo import sql_db
from odoo.tools import SQL, config

from odoo.addons.ipai_base import audit_rows
from odoo.addons.ipai_base.http import limiter
from odoo.addons.ipai_base.http.cursors import short

from . import awake, connection, networks, redaction, sealing
from .signing import SCHEMES, SecretError

_logger = logging.getLogger(__name__)

KILOBYTE = 1024
MOST = 1024 * KILOBYTE
"""No source takes more than that, whatever its own limit."""
WAKE_EVERY = 0.2
"""Seconds between two looks, of one process, whether lanes must be called; a lane waits longer than that before it ends."""
REFUSAL_WINDOW = 3600
BODY_WITHOUT_TIME = 600
"""Seconds in which a body of Pulseway without a time is known again."""
NOBODY = b"nobody has this key"

BEGIN = """
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    SET LOCAL synchronous_commit TO on
"""
"""Writers of one key wait for each other and go on, where Odoo's REPEATABLE READ would fail; and all is on the disk."""
FIND = """
    SELECT s.id, s.company_id, s.kind, s.scheme, coalesce(s.header_name, ''), s.active,
           s.size_limit * 1024, s.rate_limit, s.time_window, s.duplicate_window * 60,
           coalesce(s.networks, ''),
           s.record_left > 0 AND s.record_until > now() AT TIME ZONE 'UTC',
           c.secret, CASE WHEN s.previous_until > now() AT TIME ZONE 'UTC' THEN c.previous END
      FROM ipai_inbox_credential c JOIN ipai_inbox_source s ON s.id = c.source_id
     WHERE c.source_id = %(source)s
        OR c.token_hash = %(hash)s
        OR (c.previous_token_hash = %(hash)s AND s.previous_until > now() AT TIME ZONE 'UTC')
"""

# statement_timestamp, not clock_timestamp: by what changes while a statement runs no index can be searched.
KEEP = """
    WITH recent AS (
        SELECT count(*) AS n FROM (
            SELECT FROM ipai_inbox_event
             WHERE source_id = %(source)s
               AND received_on > (statement_timestamp() AT TIME ZONE 'UTC') - interval '1 minute'
             LIMIT %(rate)s
        ) AS one
    ), taken AS (
        {taken}
    ), added AS (
        INSERT INTO ipai_inbox_event (
            id, source_id, company_id, kind, received_on, delivery_key, state, attempts, replays,
            crashes, next_try, address, content_type, size, headers, raw
        )
        SELECT event_id, %(source)s, %(company)s, %(kind)s, moment, %(key)s, 'received', 0, 0,
               0, moment, %(address)s, %(content_type)s, %(size)s, %(headers)s, %(raw)s
          FROM taken, (SELECT clock_timestamp() AT TIME ZONE 'UTC' AS moment) AS now
        RETURNING id
    )
    SELECT (SELECT n FROM recent), (SELECT id FROM added)
"""
FREE = "(%(rate)s = 0 OR n < %(rate)s)"
TAKE_ALL = f"SELECT nextval('ipai_inbox_event_id_seq') AS event_id FROM recent WHERE {FREE}"
TAKE_ONCE = f"""
    INSERT INTO ipai_inbox_key AS known (source_id, key, digest, event_id, since)
    SELECT %(source)s, %(key)s, %(digest)s, nextval('ipai_inbox_event_id_seq'), clock_timestamp()
      FROM recent WHERE {FREE}
    ON CONFLICT (source_id, key) DO UPDATE
       SET digest = excluded.digest, event_id = excluded.event_id, since = excluded.since
     WHERE %(window)s IS NOT NULL
       AND known.since < excluded.since - %(window)s * interval '1 second'
    RETURNING event_id
"""
KNOWN = """
    SELECT k.event_id, k.digest, coalesce(e.state, 'done'), coalesce(e.reason, '')
      FROM ipai_inbox_key k LEFT JOIN ipai_inbox_event e ON e.id = k.event_id
     WHERE k.source_id = %(source)s AND k.key = %(key)s
"""


@dataclasses.dataclass(frozen=True)
class Delivery:
    """What came in."""

    token: str
    body: bytes
    headers: object
    address: str
    test_of: int | None = None
    """The id of a source, of a delivery that was made here to try it."""


@dataclasses.dataclass(frozen=True)
class Source:
    """What the door must know of a source, of one query."""

    id: int
    company_id: int
    kind: str
    scheme: str
    header_name: str
    active: bool
    size_limit: int
    rate_limit: int
    time_window: int
    duplicate_window: int
    networks: str
    records: bool
    secret: str | None
    previous: str | None

    @property
    def signing(self):
        return SCHEMES[self.scheme]

    def keys(self):
        """The keys that a signature may be made with; raise SealError when a secret cannot be opened."""
        ring = sealing.ring(config)
        texts = [
            ring.open(sealed, place(self.id)) for sealed in (self.secret, self.previous) if sealed
        ]
        return [key for text in texts for key in self.signing.keys(text)]


class Refusal(Exception):
    """The delivery is not kept.

    :param status: what the sender gets; 404 for all that somebody without the secret could learn from.
    :param code: what it is counted under.
    :param detail: for a person here, never for the sender unless ``told``.
    """

    def __init__(self, status, code, detail, told=False, headers=None):
        super().__init__(detail)
        self.status, self.code, self.detail, self.told = status, code, detail, told
        self.headers = headers or {}


def place(source_id):
    """What the secrets of a source are sealed for."""
    return f"ipai.inbox.source,{source_id}"


def token_hash(token):
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def take(registry, delivery, cr=None):
    """Keep a delivery.

    :param cr: the cursor of a request that has nothing else to do: what is kept commits with it, before the answer.
    :return: (status, value, headers) of the answer.
    """
    source = None
    try:
        with connection.cursor(registry) if cr is None else _of_request(cr) as cr:
            source = _find(cr, delivery)
            proof = _checked(source, delivery)
            answer = _keep(registry, cr, source, delivery, proof)
        if source.records:
            _record_apart(registry, source, delivery, "kept" if answer[0] == 202 else "duplicate")
        return answer
    except Refusal as refusal:
        _note(registry, source, delivery, refusal)
        value = {"code": refusal.code, "detail": refusal.detail}
        if not refusal.told:
            value = {"code": "not-found", "detail": "Nothing is taken here."}
        return refusal.status, value, refusal.headers


@contextlib.contextmanager
def _of_request(cr):
    """The cursor of a request, with nothing done in it yet; the request commits it."""
    if isinstance(cr, sql_db.Cursor):  # a test's cursor is inside a transaction already
        cr.rollback()
        cr.execute(BEGIN)
    yield cr


def _find(cr, delivery):
    """Return the Source of a delivery, or None."""
    # A test names the source instead: no token is stored that it could come with.
    token = None if delivery.test_of else token_hash(delivery.token)
    cr.execute(FIND, {"hash": token, "source": delivery.test_of})
    row = cr.fetchone()
    return Source(*row) if row else None


def _checked(source, delivery):
    """Return the Proof of a delivery; raise Refusal."""
    if source is None:
        # As much work as for a source that there is.
        SCHEMES["github"].verify([NOBODY], {"X-Hub-Signature-256": "x"}, delivery.body)
        raise Refusal(404, "unknown-token", "No source has this address.")
    if not source.active:
        raise Refusal(404, "switched-off", "The source is switched off.")
    if not delivery.test_of and not networks.allows(source.networks, delivery.address):
        raise Refusal(404, "address-refused", "It came from outside of the networks of the source.")
    if not source.secret:
        raise Refusal(404, "no-secret", "The source has no secret, and so is closed.")
    try:
        keys = source.keys()
    except (sealing.SealError, SecretError, OSError) as error:
        raise Refusal(404, "secret-lost", f"The secret cannot be used: {error}.") from error
    proof = source.signing.verify(keys, delivery.headers, delivery.body, source.header_name)
    if proof is None:
        raise Refusal(404, "bad-signature", "The signature was not made with the secret.")
    if len(delivery.body) > source.size_limit:
        raise Refusal(
            413, "too-large", f"A body may have {source.size_limit} bytes here.", told=True
        )
    _check_time(source, proof)
    return proof


def _check_time(source, proof):
    """A signed time lies in the window; that of Pulseway's body in the one in which it is known again."""
    if proof.time is None:
        return
    window = source.duplicate_window if source.scheme == "pulseway" else source.time_window
    away = time.time() - proof.time
    if abs(away) > window:
        late = "ago" if away > 0 else "from now"
        raise Refusal(
            400,
            "outside-window",
            f"It was signed {abs(away):.0f} seconds {late}, and {window} are allowed: look at both clocks.",
            told=True,
        )


def _identity(source, delivery, proof):
    """Return (key, digest, window): what a delivery is known by, and for how many seconds; None is for good."""
    digest = hashlib.sha256(delivery.body).hexdigest()
    key = proof.key
    if key and len(key) <= 200 and redaction.storable(key) == key:
        return key, digest, None
    window = source.duplicate_window
    if source.scheme == "pulseway" and proof.time is None:
        window = min(window, BODY_WITHOUT_TIME)
    return digest, digest, window


def _keep(registry, cr, source, delivery, proof):
    key, digest, window = _identity(source, delivery, proof)
    values = {
        "source": source.id,
        "company": source.company_id,
        "kind": "test" if delivery.test_of else source.kind,
        "rate": source.rate_limit,
        "key": key,
        "digest": digest,
        "window": window,
        "address": delivery.address[:60],
        "content_type": redaction.storable((delivery.headers.get("Content-Type") or "")[:100]),
        "size": len(delivery.body),
        "headers": psycopg2.extras.Json(redaction.headers(delivery.headers.items())),
        "raw": psycopg2.Binary(delivery.body),
    }
    # The parts are our own statements.
    taken = TAKE_ONCE if source.signing.signed else TAKE_ALL
    cr.execute(KEEP.format(taken=taken), values)  # pylint: disable=sql-injection
    recent, event_id = cr.fetchone()
    if event_id:
        _wake_in_time(registry, cr)
        return 202, {"id": event_id, "state": "received", "reason": ""}, {}
    if source.rate_limit and recent >= source.rate_limit:
        raise Refusal(
            429,
            "rate-limited",
            f"The source takes {source.rate_limit} events a minute.",
            told=True,
            headers={"Retry-After": "30"},
        )
    cr.execute(KNOWN, values)
    event_id, known, state, reason = cr.fetchone()
    if known != digest:
        detail = f"The delivery {key} came again with another body: the first one counts."
        _count(cr, source, "other-body", detail, delivery.address)
    return 200, {"id": event_id, "state": state, "reason": reason}, {}


# -- waking the lanes ----------------------------------------------------------------------------

_last = {}


def wake(registry, cr):
    """Have the lanes look at what is there once this commits."""
    cr.execute(
        """
        INSERT INTO ir_cron_trigger (cron_id, call_at)
        SELECT l.cron_id, now() AT TIME ZONE 'UTC'
          FROM ipai_inbox_lane l JOIN ir_cron c ON c.id = l.cron_id WHERE c.active
        """
    )
    cr.postcommit.add(lambda: notify(registry.db_name))


def _wake_in_time(registry, cr):
    """Wake the lanes unless they are awake, and see to that at most every WAKE_EVERY seconds a process."""
    now = time.monotonic()
    if now - _last.get(registry.db_name, -WAKE_EVERY) < WAKE_EVERY:
        return
    _last[registry.db_name] = now
    if isinstance(cr, sql_db.Cursor):
        cr.postcommit.add(lambda: _wake_sleepers(registry, cr))
    else:  # a test's cursor commits nothing
        wake(registry, cr)


def _wake_sleepers(registry, cr):
    """Wake the lanes if they sleep. What is kept is kept: without this they look once a minute."""
    try:
        if not awake.all_awake(cr):
            with short(registry, durable=False) as own:
                wake(registry, own)
    except psycopg2.Error as error:
        _logger.warning("The lanes were not called: %s", error)


def notify(name):
    """As ``ir.cron`` does it. Without it the lanes look once a minute."""
    try:
        with connection.of_server() as cr:
            cr.execute(SQL("SELECT pg_notify('cron_trigger', %s)", name))
    except psycopg2.Error as error:
        _logger.warning("The lanes were not called: %s", error)


# -- what is refused -----------------------------------------------------------------------------

COUNT = """
    INSERT INTO ipai_inbox_refusal AS known (source_id, code, hits, hits_all, since, last_on, detail, address)
    VALUES (%(source)s, %(code)s, 1, 1, %(now)s, %(now)s, %(detail)s, %(address)s)
    ON CONFLICT (source_id, code) DO UPDATE SET
        hits_all = known.hits_all + 1,
        hits = CASE WHEN known.since < excluded.since - %(window)s * interval '1 second'
                    THEN 1 ELSE known.hits + 1 END,
        since = CASE WHEN known.since < excluded.since - %(window)s * interval '1 second'
                     THEN excluded.since ELSE known.since END,
        last_on = excluded.last_on, detail = excluded.detail, address = excluded.address
    RETURNING hits
"""


def _count(cr, source, code, detail, address):
    """Note on a source that something was refused; return how often in this window."""
    cr.execute("SELECT clock_timestamp() AT TIME ZONE 'UTC'")
    [now] = cr.fetchone()
    values = {"source": source.id, "code": code, "now": now, "window": REFUSAL_WINDOW}
    cr.execute(COUNT, {**values, "detail": detail, "address": address[:60]})
    return cr.fetchone()[0]


def _note(registry, source, delivery, refusal):
    """Note a refusal: on the source, in its recording, and in the audit once in a window."""
    if source is None:
        subject = f"address:{delivery.address}"
        first = limiter.count(registry, subject, "inbox-unknown", REFUSAL_WINDOW)[0] == 1
    else:
        with short(registry, durable=False) as cr:
            first = _count(cr, source, refusal.code, refusal.detail, delivery.address) == 1
            if source.records:
                _record(cr, source, delivery, refusal.code)
    if not first:
        return
    with short(registry, durable=False) as cr:
        audit_rows.append(
            registry,
            cr,
            "denied",
            "POST /ipai/hook",
            status=refusal.status,
            target=f"ipai.inbox.source,{source.id} {refusal.code}" if source else refusal.code,
            company_id=source and source.company_id,
            address=delivery.address,
        )


def _record_apart(registry, source, delivery, verdict):
    """Record what was taken. What is kept is kept: when this fails, nobody must send it again."""
    try:
        with short(registry, durable=False) as cr:
            _record(cr, source, delivery, verdict)
    except psycopg2.Error as error:
        _logger.warning("A delivery was not recorded: %s", error)


def _record(cr, source, delivery, verdict):
    """Keep what came, redacted, for who sets a source up. It is never handled."""
    cr.execute(
        """
        UPDATE ipai_inbox_source SET record_left = record_left - 1
         WHERE id = %s AND record_left > 0 RETURNING id
        """,
        [source.id],
    )
    if not cr.rowcount:
        return
    cr.execute(
        """
        INSERT INTO ipai_inbox_recording (source_id, recorded_on, verdict, address, headers, body)
        VALUES (%s, clock_timestamp() AT TIME ZONE 'UTC', %s, %s, %s, %s)
        """,
        [
            source.id,
            verdict,
            delivery.address[:60],
            psycopg2.extras.Json(redaction.headers(delivery.headers.items())),
            redaction.body(delivery.body),
        ],
    )
