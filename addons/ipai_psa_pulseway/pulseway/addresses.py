# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where an API may be asked: over TLS, or in clear on this very machine."""

import ipaddress
from urllib.parse import urlsplit


class AddressError(ValueError):
    """The text says what to write."""


def check(address):
    """The address of an API in its one spelling.

    >>> check("https://api.pulseway.com/v3/"), check("http://127.0.0.1:8099/api/v3")
    ('https://api.pulseway.com/v3', 'http://127.0.0.1:8099/api/v3')
    >>> check("http://pulseway.example/api/v3")
    Traceback (most recent call last):
    ...
    pulseway.addresses.AddressError: the token would go over the network in clear: use https://
    >>> check("https://id:secret@api.pulseway.com/v3")
    Traceback (most recent call last):
    ...
    pulseway.addresses.AddressError: no user, query or fragment belongs into it
    """
    text = (address or "").strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError(
            "it cannot be read; write it as in https://api.pulseway.com/v3"
        ) from error
    if parts.scheme not in ("http", "https") or not host or set(text) & set(" \t\r\n<>\"'`\\"):
        raise AddressError("write it as in https://api.pulseway.com/v3")
    if "@" in parts.netloc or parts.query or parts.fragment or "?" in text or "#" in text:
        raise AddressError("no user, query or fragment belongs into it")
    if parts.scheme == "http" and not _is_here(host):
        raise AddressError("the token would go over the network in clear: use https://")
    return text


def _is_here(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def web_of(address):
    """Where people open the program whose API this is.

    >>> web_of("https://api.pulseway.com/v3"), web_of("https://acme.pulseway.com/api/v3")
    ('https://my.pulseway.com', 'https://acme.pulseway.com')
    """
    parts = urlsplit(address or "")
    if parts.hostname == "api.pulseway.com":
        return "https://my.pulseway.com"
    if (parts.hostname or "").endswith(".rocketcyber.com"):
        return "https://app.rocketcyber.com"
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
