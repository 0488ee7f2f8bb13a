# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which networks a source may be called from."""

import ipaddress


def parse(text):
    """Return the networks of a text; raise ValueError with the line that is none.

    >>> [str(network) for network in parse("192.0.2.0/24\\n2001:db8::/32")]
    ['192.0.2.0/24', '2001:db8::/32']
    """
    return [ipaddress.ip_network(line) for line in (text or "").split()]


def allows(text, address):
    """
    >>> allows("192.0.2.0/24", "192.0.2.7"), allows("192.0.2.0/24", "198.51.100.7"), allows("", "x")
    (True, False, True)
    >>> allows("192.0.2.0/24", "::ffff:192.0.2.7"), allows("192.0.2.0/24", "")
    (True, False)
    """
    networks = parse(text)
    if not networks:
        return True
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in networks)
