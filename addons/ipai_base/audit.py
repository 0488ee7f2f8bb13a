# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is decided and done goes into the audit; a refusal too, though its transaction is rolled back."""

from . import audit_rows
from .http.cursors import short


def done(record, action, outcome="done", **values):
    """Add a row that commits with this transaction.

    :param record: what it was done to; its company, source, case and hash go along if it has them.
    """
    env = record.env
    audit_rows.append(env.registry, env.cr, outcome, action, **{**_facts(record), **values})


def denied(env, action, records=None, **values):
    """Add a row at once, on a cursor of its own: the refusal that follows rolls this transaction back."""
    row = {"user_id": env.uid, "company_id": env.company.id}
    if records:
        row["target"] = f"{records._name},{','.join(map(str, records.ids[:20]))}"
    with short(env.registry, durable=False) as cr:
        audit_rows.append(env.registry, cr, "denied", action, **{**row, **values})


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
