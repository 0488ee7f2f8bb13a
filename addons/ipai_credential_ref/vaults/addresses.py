# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where a vault may be asked: over TLS, or in clear on this very machine."""

import ipaddress
from urllib.parse import urlsplit


class AddressError(ValueError):
    """The text says what to write."""


def check(address):
    """The address of a vault in its one spelling.

    >>> check("https://vault.example:8200/")
    'https://vault.example:8200'
    >>> check("http://127.0.0.1:8200"), check("http://[::1]:8200"), check("http://localhost:8200")
    ('http://127.0.0.1:8200', 'http://[::1]:8200', 'http://localhost:8200')
    >>> check("http://vault.example:8200")
    Traceback (most recent call last):
    ...
    AddressError: a token would go over the network in clear: use https://, or http:// to this machine itself
    >>> check("https://bot:x@vault.example")
    Traceback (most recent call last):
    ...
    AddressError: no user, query or fragment belongs into the address of a vault
    """
    text = (address or "").strip().rstrip("/")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError as error:
        raise AddressError("it cannot be read as an address; write https://host:port") from error
    if parts.scheme not in ("http", "https") or not host or set(text) & set(" \t\r\n<>\"'`\\"):
        raise AddressError("write it as in https://vault.example:8200")
    if "@" in parts.netloc or parts.query or parts.fragment or "?" in text or "#" in text:
        raise AddressError("no user, query or fragment belongs into the address of a vault")
    if parts.scheme == "http" and not is_loopback(host):
        raise AddressError(
            "a token would go over the network in clear: use https://, or http:// to this machine itself"
        )
    return text


def host(address):
    """Which server an address or a link is of; None of what is neither.

    >>> host("https://Bao.example/ui/vault") == host("https://bao.example:443"), host("https://[")
    (True, None)
    """
    try:
        parts = urlsplit(address.strip())
        return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        return None


def is_loopback(host):
    """
    >>> is_loopback("127.8.0.1"), is_loopback("10.0.0.1"), is_loopback("localhost.example")
    (True, False, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
