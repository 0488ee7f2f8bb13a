# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The hash chain of the audit, as anyone can check it from an export, without this database.

``hash = sha256(previous_hash + JSON array of the values)``, both as text in UTF-8. The array is written
with a comma and a space between its values, as ``json.dumps`` and PostgreSQL's ``jsonb`` do.
"""

import hashlib
import json

FIELDS = (
    "seq",
    "date",
    "user_id",
    "company_id",
    "key_prefix",
    "address",
    "source",
    "case_id",
    "action",
    "target",
    "outcome",
    "status",
    "field_names",
    "payload_hash",
    "request_id",
)
FIRST = "0" * 64


def digest(row):
    """The hash that a row must have.

    >>> row = dict.fromkeys(FIELDS) | {"seq": 1, "previous_hash": FIRST}
    >>> digest(row)[:16]
    'b99780fdc4fc06b4'
    """
    values = json.dumps([row[name] for name in FIELDS], ensure_ascii=False)
    return hashlib.sha256((row["previous_hash"] + values).encode()).hexdigest()


def first_broken(rows, seq=0, previous_hash=FIRST):
    """The first row that does not follow from the one before, and why; (None, "") when all do.

    :param rows: dictionaries in the order of ``seq``, the first following ``seq`` and ``previous_hash``.

    >>> row = dict.fromkeys(FIELDS) | {"seq": 1, "previous_hash": FIRST, "action": "GET /a"}
    >>> row["hash"] = digest(row)
    >>> first_broken([row])
    (None, '')
    >>> first_broken([row | {"action": "GET /b"}])[1]
    'its content was changed'
    >>> first_broken([row | {"seq": 2}])[1]
    'row 1 before it is missing'
    """
    for row in rows:
        if row["seq"] != seq + 1:
            return row, f"row {seq + 1} before it is missing"
        if row["previous_hash"] != previous_hash:
            return row, "it does not follow from the row before"
        if row["hash"] != digest(row):
            return row, "its content was changed"
        seq, previous_hash = row["seq"], row["hash"]
    return None, ""
