# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""JSON as RFC 8259 would have everyone write it: one meaning, or a refusal that says what is wrong."""

import json
import math
import unicodedata

MAX_DEPTH = 32


class JsonError(ValueError):
    """The text is not JSON that we take; the message says why and never holds a value."""


def loads(data):
    """Return the value of the bytes ``data``; raise JsonError.

    >>> loads(b'{"a": [1, null]}')
    {'a': [1, None]}
    >>> loads(b'{"a": 1, "a": 2}')
    Traceback (most recent call last):
    ...
    JsonError: the name 'a' comes twice in one object
    >>> loads(b'[NaN]')
    Traceback (most recent call last):
    ...
    JsonError: NaN is not a JSON number
    >>> loads(b'[1e999]')
    Traceback (most recent call last):
    ...
    JsonError: a number is too large
    >>> loads(b'[' * 33 + b']' * 33)
    Traceback (most recent call last):
    ...
    JsonError: it is nested more than 32 deep
    """
    try:
        text = data.decode()
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_constant,
            parse_float=_number,
        )
    except UnicodeDecodeError as error:
        raise JsonError(f"it is not UTF-8 (byte {error.start})") from error
    except RecursionError as error:
        raise JsonError(f"it is nested more than {MAX_DEPTH} deep") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise JsonError(f"it is not JSON: {error.msg} ({where})") from error
    except JsonError:
        raise
    except ValueError as error:  # Python's limit of digits
        raise JsonError("a number is too large") from error
    _check(value)
    return value


def _object(pairs):
    found, names = {}, set()
    for name, value in pairs:
        # Two spellings of one text are one name, as in the canonical form that is hashed.
        folded = unicodedata.normalize("NFC", name)
        if folded in names:
            raise JsonError(f"the name {name[:60]!r} comes twice in one object")
        names.add(folded)
        found[name] = value
    return found


def _constant(name):
    raise JsonError(f"{name} is not a JSON number")


def _number(text):
    number = float(text)
    if not math.isfinite(number):
        raise JsonError("a number is too large")
    return number


def _check(value):
    """Refuse what PostgreSQL cannot store: too deep, NUL characters, halves of surrogate pairs."""
    level, depth = [value], 0
    while level:
        inner = []
        for item in level:
            if isinstance(item, dict):
                inner += item.keys()
                inner += item.values()
            elif isinstance(item, list):
                inner += item
            elif isinstance(item, str):
                check_text(item)
        if any(isinstance(item, dict | list) for item in level):
            depth += 1
        if depth > MAX_DEPTH:
            raise JsonError(f"it is nested more than {MAX_DEPTH} deep")
        level = inner


def check_text(text):
    """Raise JsonError for a text that the database cannot hold.

    >>> check_text("a\\0b")
    Traceback (most recent call last):
    ...
    JsonError: a text holds the character U+0000
    """
    if "\0" in text:
        raise JsonError("a text holds the character U+0000")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise JsonError("a text holds half of a surrogate pair") from error
