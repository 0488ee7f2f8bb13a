# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One question to a vault: bounded in time and size, never redirected, its answer JSON or an error in words."""

import contextlib
import json
import os
import re
import time

import requests

from .errors import Forbidden, NotFound, Sealed, TooManyRequests, Unreachable

SILENCE, WHOLE = 10, 30
"""Seconds between two pieces of an answer, and for the whole of it."""
SIZE = 32 * 1024 * 1024

observers = []
"""Called with (method, URL) of each question before it is sent: how the tests know all that is ever asked."""


def session():
    """A session that takes nothing from the environment but the certificates that the server trusts."""
    made = requests.Session()
    made.trust_env = False
    made.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
    return made


def observed(method, url):
    for observer in observers:
        observer(method, url)


@contextlib.contextmanager
def reachable():
    """Turn whatever goes wrong on the way into :class:`Unreachable`, in words that hold nothing of the question."""
    try:
        yield
    except requests.exceptions.SSLError as error:
        raise Unreachable(
            "The certificate of the vault is not one that this server trusts."
        ) from error
    except requests.exceptions.Timeout as error:
        raise Unreachable("The vault did not answer in time.") from error
    except (requests.exceptions.RequestException, OSError) as error:
        raise Unreachable(
            "The vault cannot be reached, or hung up in the middle of its answer."
        ) from error


def answer(response):
    """The JSON object of a response that was asked for with ``stream``.

    :raises VaultError: for every answer but a whole one with status 200.
    """
    with contextlib.closing(response):
        content = _content(response)
    status = response.status_code
    if status != 200:
        refusal = _refusal(status, response.headers, _parsed(content))
        refusal.status = status
        raise refusal
    value = _parsed(content)
    if not isinstance(value, dict):
        raise Unreachable("The vault answered with something that is no JSON object.")
    return value


def _content(response):
    deadline = time.monotonic() + WHOLE
    parts, size = [], 0
    for part in response.iter_content(64 * 1024):
        parts.append(part)
        size += len(part)
        if size > SIZE:
            raise Unreachable("The answer of the vault is larger than any that was expected.")
        if time.monotonic() > deadline:
            raise Unreachable("The vault answered too slowly.")
    expected = response.headers.get("Content-Length", "")
    whole = _number(expected)
    if whole and not response.headers.get("Content-Encoding") and size < whole:
        raise Unreachable("The vault hung up in the middle of its answer.")
    return b"".join(parts)


def _parsed(content):
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _number(text):
    """A number of a header; None of what is none.

    >>> _number("120"), _number("\u00b2"), _number("-1"), _number("9" * 30)
    (120, None, None, None)
    """
    return int(text) if re.fullmatch(r"[0-9]{1,12}", text) else None


def _refusal(status, headers, value):
    errors = value.get("errors") if isinstance(value, dict) else None
    said = " ".join(map(str, errors)) if isinstance(errors, list) else ""
    if status == 429:
        seconds = _number(headers.get("Retry-After", ""))
        return TooManyRequests(
            "The vault takes no more questions for now.",
            retry_after=seconds and min(seconds, 3600),
        )
    if status == 503 and "sealed" in said.lower():
        return Sealed("The vault is sealed: unseal it, then it is asked again.")
    if status in (401, 403):
        return Forbidden(
            "The vault refuses our credential, or its policy does not grant this path.",
            unknown="invalid token" in said.lower() or status == 401,
        )
    if status in (404, 405):
        # The empty list is how a path that is known says that there is nothing; one that is not known says so.
        known = status == 404 and isinstance(errors, list) and not errors
        return NotFound("There is nothing at this path.", unsupported=not known)
    if 300 <= status < 400:
        return Unreachable(
            "The vault answers with a redirection: enter the address that it leads to."
        )
    return Unreachable(f"The vault answered with status {status}.")
