# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The hash chain of the audit, as anyone can check it from an export, without this database.

``hash = sha256(previous_hash + JSON array of the values)``, both as text in UTF-8. The array is written
with a comma and a space between its values, as ``json.dumps`` and PostgreSQL's ``jsonb`` do.

``python3 audit_chain.py EXPORT [ANCHORS]`` reads what *Export* gave, and needs nothing of Odoo: it ends
with 0 when the chain is whole, 1 when it is broken, 2 when it cannot be read. An anchor is a line of JSON
with ``rows`` and ``hash``, the end of the chain at a time, kept where the server cannot take it back: what
was sealed anew since, or cut off, does not fit it.
"""

import hashlib
import json
import sys

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
PRUNED = "audit.prune"


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


def proof(seq, hash_):
    """What the row tells that is written when older rows are pruned: where they ended.

    >>> proof(7, "ab")
    'rows 1 to 7, hash ab'
    """
    return f"rows 1 to {seq}, hash {hash_}"


def beginning(rows):
    """(seq, hash) of what the first row of an export follows, as the newest row tells that pruned.

    >>> beginning([{"seq": 1, "action": "GET /a"}])[0]
    0
    >>> row = {"seq": 8, "previous_hash": "ab", "action": PRUNED, "target": proof(7, "ab")}
    >>> beginning([row]), beginning([row | {"target": proof(6, "ab")}])[0]
    ((7, 'ab'), 0)
    """
    first = rows[0]
    seq, hash_ = first["seq"] - 1, first.get("previous_hash")
    told = [row["target"] for row in rows if row["action"] == PRUNED][-1:]
    if seq > 0 and told == [proof(seq, hash_)]:
        return seq, hash_
    return 0, FIRST


def unanchored(rows, anchors):
    """The first anchor that the chain does not fit, and why; (None, "") when it fits all.

    :param rows: as of ``first_broken``, from the first on.
    :param anchors: dictionaries of rows and hash.

    >>> row = {"seq": 1, "hash": "a"}
    >>> unanchored([row], [{"rows": 1, "hash": "a"}])
    (None, '')
    >>> unanchored([row], [{"rows": 1, "hash": "b"}])[1]
    'row 1 is another one than was anchored'
    >>> unanchored([row], [{"rows": 2, "hash": "b"}])[1]
    'row 2 was anchored, and is missing'
    """
    known = {row["seq"]: row["hash"] for row in rows}
    first = rows[0]["seq"] if rows else 1
    for anchor in anchors:
        seq = anchor["rows"]
        if seq and seq < first:
            # Of what was pruned, only the end can be compared.
            if seq == first - 1 and anchor["hash"] != rows[0]["previous_hash"]:
                return anchor, f"row {seq} is another one than was anchored"
            continue
        if seq and seq not in known:
            return anchor, f"row {seq} was anchored, and is missing"
        if seq and known[seq] != anchor["hash"]:
            return anchor, f"row {seq} is another one than was anchored"
    return None, ""


WHOLE, BROKEN, UNREADABLE = 0, 1, 2


def check(export, anchors=()):
    """What to tell of an export, and the code to end with.

    :param export: its lines.
    :param anchors: lines of anchors.

    >>> check([])
    ('The export holds no rows.', 2)
    >>> check(["no json"])[1], check(['{"seq": 1}'])[1]
    (2, 2)
    """
    try:
        rows = [json.loads(line) for line in export if line.strip()]
        given = [json.loads(line) for line in anchors if line.strip()]
        if not rows:
            return "The export holds no rows.", UNREADABLE
        row, reason = first_broken(rows, *beginning(rows))
        if row:
            return f"Broken: row {row['seq']}: {reason}.", BROKEN
        anchor, reason = unanchored(rows, given)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        return f"This is no export of the audit, or no anchor: {error!r}.", UNREADABLE
    if anchor:
        return f"Broken: {reason}.", BROKEN
    fits = f", and fit {len(given)} anchors" if given else ", compared with no anchor"
    return (
        f"Whole: {len(rows)} rows follow from each other{fits}; the end: {rows[-1]['hash']}",
        WHOLE,
    )


def main(arguments):
    """The code to end with; what came of it is written to the terminal."""
    if len(arguments) not in (1, 2):
        sys.stdout.write("Give the export, and anchors if you have some: EXPORT [ANCHORS]\n")
        return UNREADABLE
    try:
        texts = []
        for name in arguments:
            with open(name, encoding="utf-8") as file:
                texts.append(file.readlines())
    except (OSError, ValueError) as error:
        sys.stdout.write(f"It cannot be read: {error}\n")
        return UNREADABLE
    told, code = check(*texts)
    sys.stdout.write(f"{told}\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
