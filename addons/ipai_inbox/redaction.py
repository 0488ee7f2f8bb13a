# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Headers and bodies as they may be kept and shown: without what opens something."""

import json
import re

KEPT_HEADERS = re.compile(
    r"content-type|content-length|user-agent|webhook-(id|timestamp)|x-github-(event|delivery|hook-id)"
    r"|x-request-id|x-forwarded-for|date",
    re.IGNORECASE,
)
"""Others are kept by name only: programs put tokens and cookies under names of their own."""
SECRET_NAME = re.compile(
    r"pass(word|wd|phrase)?$|secret|token|api[-_ ]?key|authori[sz]ation|cookie|private|credential",
    re.IGNORECASE,
)
HIDDEN = "***"
LONGEST = 300


def headers(pairs):
    """Return the headers as a dictionary.

    >>> headers([("User-Agent", "GitHub-Hookshot/1"), ("Authorization", "Bearer x"), ("X-Own", "y")])
    {'User-Agent': 'GitHub-Hookshot/1', 'Authorization': '***', 'X-Own': '***'}
    """
    return {
        storable(name[:100]): storable(value[:LONGEST]) if KEPT_HEADERS.fullmatch(name) else HIDDEN
        for name, value in list(pairs)[:60]
    }


def body(raw, most=4000):
    """Return the beginning of a body as text: of JSON without the values that stand under telling names.

    >>> body(b'{"a": 1, "api_key": "x", "b": [{"Password": "y"}]}')
    '{"a": 1, "api_key": "***", "b": [{"Password": "***"}]}'
    >>> body(b"token=abc&a=1")
    '(13 bytes that are no JSON)'
    """
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        return f"({len(raw)} bytes that are no JSON)"
    return storable(json.dumps(_hidden(value), ensure_ascii=False))[:most]


def _hidden(value):
    if isinstance(value, dict):
        return {
            name: HIDDEN if SECRET_NAME.search(name) else _hidden(part)
            for name, part in value.items()
        }
    if isinstance(value, list):
        return [_hidden(part) for part in value]
    return value


def storable(text):
    """Text without what PostgreSQL cannot hold.

    >>> storable("a\\0b\\ud800")
    'ab?'
    """
    return text.replace("\0", "").encode(errors="replace").decode()
