# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Extra fields of assets as a source reports them: found by name or label, converted to their type."""

import contextlib
import re
from datetime import date, datetime, timezone

_NO_LETTERS = re.compile(r"[^a-z0-9_]")
NUMBERS = {"integer": int, "float": (int, float)}
TEXTS = ("char", "text")
MOMENTS = {"date": date, "datetime": datetime}


def extra_fields(assets):
    """Return (asset id, the definitions of its extra fields with their values) each.

    As they are stored: a mapping of names to values says False for a 0, and the label of a selection.
    """
    return [(row["id"], row["properties"]) for row in assets.read(["properties"], load=None)]


def new_definition(name):
    """Return the definition of an extra field that no type has yet: a text, named as Odoo permits.

    >>> new_definition("rack row")
    {'name': 'rack_row', 'string': 'rack row', 'type': 'char'}
    """
    return {"name": _NO_LETTERS.sub("_", name.lower()), "string": name, "type": "char"}


def find_definition(definitions, name):
    """Return the definition that a reported name means, or None.

    >>> definitions = [{"name": "memory_gib", "string": "Memory (GiB)", "type": "integer"}]
    >>> find_definition(definitions, "memory (gib)")["name"], find_definition(definitions, "rack")
    ('memory_gib', None)
    """
    for key in ("name", "string"):
        for definition in definitions or ():
            if (definition.get(key) or "").strip().lower() == name:
                return definition
    return None


def converted(definition, value):
    """Return a reported value as the extra field holds it.

    :raises ValueError: when the field cannot hold it.

    >>> converted({"type": "integer", "string": "Ports"}, 24), converted({"type": "char"}, 24)
    (24, '24')
    >>> converted({"type": "integer", "string": "Ports"}, "many")
    Traceback (most recent call last):
    ...
    ValueError: Ports: 'many' is not a value of the type integer
    >>> converted({"type": "date", "string": "Rented Until"}, "soon")
    Traceback (most recent call last):
    ...
    ValueError: Rented Until: 'soon' is not a value of the type date
    >>> converted({"type": "selection", "string": "Tier", "selection": [["g", "Gold"]]}, "gold")
    'g'
    """
    kind = definition["type"]
    if value is None:
        return None
    if kind in TEXTS:
        return value if isinstance(value, str) else str(value)
    if kind in MOMENTS and isinstance(value, str):
        with contextlib.suppress(ValueError):
            moment = MOMENTS[kind].fromisoformat(value)
            if getattr(moment, "tzinfo", None):
                moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
            return str(moment)
    if kind == "boolean" and isinstance(value, bool):
        return value
    if kind in NUMBERS and isinstance(value, NUMBERS[kind]) and not isinstance(value, bool):
        return value
    if kind == "selection":
        for key, label in definition.get("selection") or ():
            if str(value).lower() in (key.lower(), label.lower()):
                return key
    raise ValueError(f"{definition['string']}: {value!r} is not a value of the type {kind}")
