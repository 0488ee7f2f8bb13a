# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets anywhere else, which are named and never asked: ``scheme://where/what``."""

import re
from urllib.parse import urlsplit

from .checks import cleaned
from .errors import LocatorError

NEVER = ("javascript", "data", "vbscript", "file", "blob", "about")


def parse(text, mounts=()):
    """The address of what was pasted.

    >>> parse("vaultwarden://Collections/Homelab/pfsense_admin")
    'vaultwarden://Collections/Homelab/pfsense_admin'
    >>> parse('op read "op://Lab/pfsense/password"'), parse("pass show lab/pfsense_admin")
    ('op://Lab/pfsense/password', 'pass://lab/pfsense_admin')
    >>> parse("pfsense_admin")
    Traceback (most recent call last):
    ...
    LocatorError: it is no address: write it as in vaultwarden://Collections/Homelab/pfsense_admin
    >>> parse("op://bot@Lab/item")
    Traceback (most recent call last):
    ...
    LocatorError: leave out the user, and with it the password: an address names the place only
    """
    text = _of_command(cleaned(text))
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise LocatorError(
            "it cannot be read as an address; look for a bracket left open"
        ) from error
    scheme = parts.scheme.lower()
    if "@" in parts.netloc:
        raise LocatorError(
            "leave out the user, and with it the password: an address names the place only"
        )
    if (
        not re.match(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/]", text)
        or scheme in NEVER
        or set(text) & set("<>\"'`\\")
    ):
        raise LocatorError(
            "it is no address: write it as in vaultwarden://Collections/Homelab/pfsense_admin"
        )
    return text


def _of_command(text):
    """The address in a command, as one types it for 1Password or pass; any other text as it is."""
    words = [word.strip("\"'") for word in text.split()]
    if len(words) > 1:
        named = [word for word in words if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", word)]
        if len(named) == 1:
            return named[0]
        if words[0] in ("pass", "gopass") and len(words) <= 3:
            return f"{words[0]}://{words[-1]}"
    return text


def deep_link(address, locator, namespace=None, mounts=()):
    """The address itself where a browser can open it.

    >>> deep_link(None, "op://Lab/item"), deep_link(None, "https://vault.example/x")
    (None, 'https://vault.example/x')
    """
    return locator if locator.lower().startswith(("https://", "http://")) else None
