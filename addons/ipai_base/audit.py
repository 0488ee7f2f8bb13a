# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is decided and done goes into the audit; a refusal too, though its transaction is rolled back."""

from . import audit_rows
from .http import limiter
from .http.cursors import short

HOUR = 3600
REFUSALS_KEPT = 60
"""Rows that the refusals of one user and one action have in an hour; of the more there are, every tenfold has one."""


def done(record, action, outcome="done", **values):
    """Add a row that commits with this transaction.

    :param record: what it was done to; its company, source, case and hash go along if it has them.
    """
    env = record.env
    audit_rows.append(env.registry, env.cr, outcome, action, **{**_facts(record), **values})


def denied(env, action, records=None, **values):
    """Add a row at once, on a cursor of its own: the refusal that follows rolls this transaction back.

    Who is refused again and again is counted, and fills no disk.
    """
    hits, _seconds = limiter.count(env.registry, f"user:{env.uid}", f"denied {action}", HOUR)
    if not is_kept(hits):
        return
    row = {"user_id": env.uid, "company_id": env.company.id}
    if records:
        row["target"] = f"{records._name},{','.join(map(str, records.ids[:20]))}"
    if hits > REFUSALS_KEPT:
        row["target"] = f"{row.get('target', '')} ({hits} refusals in this hour)".strip()
    with short(env.registry, durable=False) as cr:
        audit_rows.append(env.registry, cr, "denied", action, **{**row, **values})


def is_kept(hits, most=REFUSALS_KEPT):
    """Whether a refusal has a row of its own, which is the so-manieth of its hour.

    >>> [hits for hits in (1, 60, 61, 99, 100, 101, 1000, 5000, 10_000) if is_kept(hits)]
    [1, 60, 100, 1000, 10000]
    """
    return hits <= most or str(hits).strip("0") == "1"


def _facts(record):
    """What the audit wants to know of a record, of the columns that it has."""
    record = record.sudo()
    facts = {
        "target": f"{record._name},{record.id}",
        "user_id": record.env.uid,
        "company_id": record.company_id.id or None if "company_id" in record._fields else None,
    }
    for column, name in (
        ("source", "source"),
        ("case_id", "case_id"),
        ("payload_hash", "payload_hash"),
    ):
        if name in record._fields:
            facts[column] = record[name] or None
    if "revision" in record._fields:
        facts["target"] += f" revision {record.revision}"
    return facts
