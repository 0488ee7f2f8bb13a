# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The prefixes that addresses tell of."""

from .addressing import BITS, Address

LEAST_LENGTH = {4: 12, 6: 48}
"""By family, the shortest mask that a host may tell of: fewer bits are typed wrong, or are no network of hosts."""


def network_of(text):
    """Return the prefix that the mask of an address tells of.

    Nothing without one, for a single host, or for more than any network holds: a mistyped mask.

    >>> network_of("198.51.100.7/24"), network_of("198.51.100.7"), network_of("2001:db8::1/127")
    ('198.51.100.0/24', None, None)
    >>> network_of("10.0.0.5/8"), network_of("10.0.0.5/16")
    (None, '10.0.0.0/16')
    """
    if "/" not in text:
        return None
    address = Address.parse(text)
    if not LEAST_LENGTH[address.family] <= address.length < BITS[address.family] - 1:
        return None
    return str(address.network)


def unknown_networks(env, company, places):
    """Return the (scope, prefix) of addresses that lie in no prefix, or in a container only.

    :param places: (scope, address with or without mask) each; an empty scope is one to be created
    """
    told = (((scope, network_of(text)), text) for scope, text in places)
    wanted = {place: text for place, text in told if place[1]}
    covering = env["ipai.prefix"]._covering(
        [(key, key[0], company, Address.parse(text)) for key, text in wanted.items()]
    )
    return {
        (scope, network)
        for scope, network in wanted
        if (scope, network) not in covering or _is_empty_space(covering[scope, network][0], network)
    }


def _is_empty_space(prefix, network):
    """Whether the network may lie in a prefix as one of its own: in a container, or in what is still to be confirmed."""
    return (prefix.status == "container" or prefix.to_confirm) and prefix.name != network
