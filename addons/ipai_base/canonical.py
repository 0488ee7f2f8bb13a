# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One text for each value, so that a hash can bind a decision to what was decided.

Keys are sorted by code point, text is in Unicode's NFC, a number that is whole is written as an
integer. What JSON cannot hold without doubt (NaN, infinity, bytes, dates) is refused.
"""

import hashlib
import json
import math
import unicodedata


def canonical(value):
    """The canonical JSON text of plain data.

    :raises ValueError: for a number that is not finite, and for two keys that are one in NFC.
    :raises TypeError: for what is not plain data.

    >>> canonical({"b": 1.0, "a": [True, None, "e\u0301"]})
    '{"a":[true,null,"é"],"b":1}'
    >>> canonical({"amount": 1500.50}) == canonical({"amount": 1500.5})
    True
    >>> canonical(float("nan"))
    Traceback (most recent call last):
    ...
    ValueError: nan is not a finite number
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def digest(value):
    """SHA-256 over the canonical text in UTF-8, in hexadecimal.

    >>> digest({})[:16]
    '44136fa355b3678a'
    """
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def _plain(value):
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is not a finite number")
        return int(value) if value.is_integer() else value
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return _plain_members(value)
    raise TypeError(f"{type(value).__name__} is not plain data: {value!r}")


def _plain_members(members):
    plain = {}
    for key, value in members.items():
        if not isinstance(key, str):
            raise TypeError(f"a key must be text, not {key!r}")
        name = unicodedata.normalize("NFC", key)
        if name in plain:
            raise ValueError(f"the key {name!r} stands twice")
        plain[name] = _plain(value)
    return plain
