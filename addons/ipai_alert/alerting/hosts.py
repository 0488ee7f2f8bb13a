# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which machine the labels of an alert speak of."""

import ipaddress
import re
from urllib.parse import urlsplit

NAMING = (
    "asset",
    "host",
    "hostname",
    "nodename",
    "node",
    "server",
    "machine",
    "exported_instance",
    "instance",
)
"""Labels that name a machine, the surest first. `device` is none: to node_exporter it is a disk or a card."""

LONGEST = 253
"""Characters of the longest name that the DNS has (RFC 1035)."""

HERE = ("localhost", "localhost.localdomain", "")


def host_of(text):
    """Return the host in what a label says: a name, an address, either with a port, or a URL; "" for nobody's.

    >>> host_of("pve01:9100"), host_of("192.0.2.10:9100"), host_of("https://shop.example/health")
    ('pve01', '192.0.2.10', 'shop.example')
    >>> host_of("[2001:db8::1]:9100"), host_of("2001:db8::1"), host_of("localhost:9090"), host_of("127.0.0.1:9")
    ('2001:db8::1', '2001:db8::1', '', '')
    >>> host_of("user:word@host/x"), host_of("https://[bad"), host_of(None), host_of("x" * 254)
    ('host', '', '', '')
    """
    text = str(text or "").strip()
    if address := _address(text):
        return address
    try:
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
    except ValueError:
        return ""
    host = host.rstrip(".")
    if is_address(host):
        return _address(host)
    return "" if host in HERE or len(host) > LONGEST else host


def is_address(text):
    """Tell whether a text is an IP address.

    >>> is_address("192.0.2.1"), is_address("pve01")
    (True, False)
    """
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _address(text):
    """The address in its one spelling; "" for what is none, or every machine's own."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    return "" if address.is_loopback or address.is_unspecified else str(address)


def told_host(labels):
    """Return the host that the surest label names.

    >>> told_host({"instance": "192.0.2.1:9100", "node": "pve01", "job": "node"})
    'pve01'
    >>> told_host({"instance": "localhost:9090"})
    ''
    """
    return next((host for name in NAMING if (host := host_of(labels.get(name)))), "")


def told_identities(labels):
    """Return all that the labels say about the machine: names and addresses, each once, the surest first.

    >>> told_identities({"instance": "192.0.2.1:9100", "nodename": "pve01", "host": "pve01"})
    (['pve01'], ['192.0.2.1'])
    """
    hosts = dict.fromkeys(host for name in NAMING if (host := host_of(labels.get(name))))
    return (
        [host for host in hosts if not is_address(host)],
        [host for host in hosts if is_address(host)],
    )


def told_asset_id(labels):
    """Return the asset's number that our own service discovery put on the target, 0 without one.

    >>> told_asset_id({"asset_id": "42"}), told_asset_id({"asset_id": "4x"}), told_asset_id({})
    (42, 0, 0)
    """
    text = str(labels.get("asset_id") or "")
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,8}", text) else 0
