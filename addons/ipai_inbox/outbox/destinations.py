# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where a call may go: addresses of the public internet, and those networks that a manager allowed.

A name is resolved once, and the connection is made to the very address that was looked at: a name that is
answered otherwise the next time (DNS rebinding) leads nowhere else.
"""

import dataclasses
import ipaddress
import socket
from urllib.parse import urlsplit

from ..networks import parse as listed

PORTS = {"http": 80, "https": 443}
LEAST_PREFIX = {4: 8, 6: 7}
"""A network to be allowed is no larger than the largest private ones, 10.0.0.0/8 and fc00::/7."""
SPECIAL = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12",
        "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "::/128", "::1/128", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2620:4f:8000::/48",
        "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
    )
)  # fmt: skip
"""What is not of the public internet (IANA's registries of special-purpose addresses), whatever Python knows of it."""
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Refused(Exception):
    """The call is not made; the message says why, without what is secret in the address."""


@dataclasses.dataclass(frozen=True)
class Place:
    """An address on the web, taken apart."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def shown(self):
        """What may be shown of it: its path can be as good as a password.

        >>> parse("https://hooks.example.com/services/T0/B0/abc").shown
        'https://hooks.example.com/…'
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}/…"

    @property
    def authority(self):
        """What stands in the header Host."""
        return self.shown.partition("://")[2].removesuffix("/…")


def parse(url):
    """Return the Place of an address; raise Refused for what is none.

    >>> parse("http://n8n.lan:5678/webhook/a?b=c")
    Place(scheme='http', host='n8n.lan', port=5678, path='/webhook/a?b=c')
    >>> parse("https://example.com").path
    '/'
    >>> parse("ftp://example.com/")
    Traceback (most recent call last):
    ...
    Refused: it begins with https:// or http://
    >>> parse("https://user:word@example.com/")
    Traceback (most recent call last):
    ...
    Refused: it holds a name or a password before the @: use the header in place of it
    >>> parse("https://example.com/a b")
    Traceback (most recent call last):
    ...
    Refused: it holds spaces or signs that no address has
    """
    if not isinstance(url, str) or not url.isascii() or any(c <= " " or c == "\x7f" for c in url):
        raise Refused("it holds spaces or signs that no address has")
    if "\\" in url:
        raise Refused("it holds spaces or signs that no address has")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Refused("it is no address") from error
    if parts.scheme not in PORTS:
        raise Refused("it begins with https:// or http://")
    if "@" in parts.netloc:
        raise Refused("it holds a name or a password before the @: use the header in place of it")
    if not parts.hostname or "%" in parts.hostname:
        raise Refused("it names no host")
    path = parts.path or "/"
    if parts.query:
        path += f"?{parts.query}"
    if port is None:
        port = PORTS[parts.scheme]
    if not port:
        raise Refused("its port is from 1 to 65535")
    return Place(parts.scheme, parts.hostname, port, path)


def networks(text):
    """The networks of a text, one a line; raise ValueError with the line that is none, or too large.

    >>> [str(network) for network in networks("10.0.0.0/8 fd00::/8")]
    ['10.0.0.0/8', 'fd00::/8']
    >>> networks("0.0.0.0/0")
    Traceback (most recent call last):
    ...
    ValueError: 0.0.0.0/0 is larger than any private network
    """
    found = listed(text)
    for network in found:
        if network.prefixlen < LEAST_PREFIX[network.version]:
            raise ValueError(f"{network} is larger than any private network")
    return found


def meant(address):
    """All addresses that one stands for: an IPv6 address that carries an IPv4 address leads there too.

    >>> [str(one) for one in meant("::ffff:127.0.0.1")]
    ['127.0.0.1']
    >>> [str(one) for one in meant("64:ff9b::a9fe:a9fe")], [str(one) for one in meant("192.0.2.1")]
    (['64:ff9b::a9fe:a9fe', '169.254.169.254'], ['192.0.2.1'])
    """
    address = ipaddress.ip_address(address.partition("%")[0])
    if address.version == 4:
        return [address]
    if address.ipv4_mapped:
        return [address.ipv4_mapped]
    found = [address]
    if address.sixtofour:
        found.append(address.sixtofour)
    if address in NAT64:
        found.append(ipaddress.ip_address(address.packed[-4:]))
    if address.packed[:12] == bytes(12) and int(address) > 1:
        found.append(ipaddress.ip_address(address.packed[-4:]))
    return found


def is_public(address):
    """Whether a single address is one of the public internet.

    >>> [is_public(ipaddress.ip_address(one)) for one in ("8.8.8.8", "2606:4700::1111")]
    [True, True]
    >>> [a for a in ("127.0.0.1", "10.1.2.3", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    ...  "::1", "fe80::1", "fd00::1", "fec0::1", "ff02::1", "::", "192.168.0.1", "172.16.0.1", "198.18.0.1",
    ...  "255.255.255.255", "240.0.0.1", "192.0.0.8") if is_public(ipaddress.ip_address(a))]
    []
    """
    return address.is_global and not any(address in network for network in SPECIAL)


def is_allowed(address, allowed=()):
    """
    >>> lab = networks("10.0.0.0/8")
    >>> is_allowed("10.1.2.3", lab), is_allowed("10.1.2.3"), is_allowed("::ffff:10.1.2.3", lab)
    (True, False, True)
    >>> is_allowed("192.168.1.1", lab), is_allowed("8.8.8.8", lab)
    (False, True)
    """
    return all(
        is_public(one) or any(one in network for network in allowed) for one in meant(address)
    )


def resolve(place, allowed=(), ask=socket.getaddrinfo):
    """Return the addresses that a call to a place may be made to, in their order.

    :raises Refused: when there are none, or a manager has not allowed where they are.

    >>> answers = lambda *found: lambda *a, **kw: [(0, 0, 0, "", (one, 80)) for one in found]
    >>> resolve(parse("http://a.example/"), ask=answers("8.8.8.8", "127.0.0.1"))
    ['8.8.8.8']
    >>> resolve(parse("http://a.example/"), ask=answers("169.254.169.254"))
    Traceback (most recent call last):
    ...
    Refused: a.example is 169.254.169.254, which is not of the public internet: a manager allows its network
    """
    try:
        answer = ask(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Refused(f"{place.host} is not found in the DNS") from error
    found = list(dict.fromkeys(one[4][0] for one in answer))
    good = [address for address in found if is_allowed(address, allowed)]
    if not good:
        raise Refused(
            f"{place.host} is {found[0] if found else 'nowhere'}, which is not of the public internet:"
            " a manager allows its network"
        )
    return good
