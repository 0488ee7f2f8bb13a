# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The arithmetic of addresses: hosts with their mask, prefixes, and what is still free in them."""

import ipaddress
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

BITS = {4: 32, 6: 128}

LONGEST = 200
PARSED = 4096
"""So many texts are remembered with what they name: each step of a report asks for the same again."""
_PLAIN = re.compile(r"[0-9a-fA-F.:]+(/[0-9]+)?")
_LEADING_ZERO = re.compile(r"(^|[.:])0[0-9]+(\.|/|$)")


class AddressError(ValueError):
    """Says what is wrong with an address or a prefix, and how to write it."""


class Span(NamedTuple):
    """Addresses in a row, from the first to the last of them, as numbers."""

    first: int
    last: int


@dataclass(frozen=True)
class Prefix:
    """A range of addresses that share their first ``length`` bits (RFC 4632, RFC 4291).

    >>> prefix = Prefix.parse("2001:DB8:0:0::/64")
    >>> str(prefix), prefix.family, prefix.length
    ('2001:db8::/64', 6, 64)
    >>> Prefix.parse("192.0.2.10/24")
    Traceback (most recent call last):
    ...
    AddressError: '192.0.2.10/24' names a host; the prefix that it lies in is 192.0.2.0/24
    """

    family: int
    first: int
    length: int

    @classmethod
    def parse(cls, text):
        """The prefix that ``text`` names.

        :raises AddressError: for /0, for host bits that are set, and for what is no prefix.
        """
        spelled = _plain(text)
        if "/" not in spelled:
            raise AddressError(f"{text!r} has no length; write it as 192.0.2.0/24 or 2001:db8::/64")
        address = Address.parse(spelled, any_host=True)
        prefix = address.network
        if prefix.first != address.host:
            raise AddressError(f"{text!r} names a host; the prefix that it lies in is {prefix}")
        return prefix

    @classmethod
    def from_key(cls, first_key, length):
        """The prefix that starts at the host of this key.

        >>> str(Prefix.from_key("4c0000200", 24))
        '192.0.2.0/24'
        """
        return cls(int(first_key[0]), int(first_key[1:], 16), length)

    @property
    def last(self):
        """The highest address, as a number.

        >>> Prefix.parse("192.0.2.0/30").last - Prefix.parse("192.0.2.0/30").first
        3
        """
        return self.first + self.size - 1

    @property
    def size(self):
        """How many addresses it spans, the unusable ones included."""
        return 1 << (BITS[self.family] - self.length)

    @property
    def usable(self):
        """The lowest and the highest number that an interface can have.

        Without the network address and the IPv4 broadcast address, unless so few are in it that
        each one is a host (RFC 3021, RFC 6164).

        >>> [low - 0xC0000200 for low in Prefix.parse("192.0.2.0/29").usable]
        [1, 6]
        >>> [low - 0xC0000200 for low in Prefix.parse("192.0.2.0/31").usable]
        [0, 1]
        """
        if self.length >= BITS[self.family] - 1:
            return self.first, self.last
        return self.first + 1, self.last - (self.family == 4)

    @cached_property
    def first_key(self):
        return host_key(self.family, self.first)

    @cached_property
    def last_key(self):
        return host_key(self.family, self.last)

    def covering(self, lengths):
        """``(first_key, length)`` of each prefix of these lengths that this one lies in.

        >>> Prefix.parse("192.0.2.0/24").covering([8, 23, 24, 30])
        [('4c0000000', 8), ('4c0000200', 23)]
        """
        return _covering(self.family, self.first, [n for n in lengths if n < self.length])

    def gaps(self, taken, low=None, high=None):
        """Ranges of numbers, lowest first, that nothing in ``taken`` (prefixes, spans) covers.

        :param low, high: look there only; the whole prefix when left out.

        >>> net = Prefix.parse("192.0.2.0/24")
        >>> taken = [Prefix.parse("192.0.2.64/26"), Prefix.parse("192.0.2.0/27")]
        >>> [(low & 255, high & 255) for low, high in net.gaps(taken)]
        [(32, 63), (128, 255)]
        """
        low = self.first if low is None else low
        high = self.last if high is None else high
        for other in sorted(taken, key=lambda span: span.first):
            if other.first > high:
                break
            if other.first > low:
                yield low, other.first - 1
            low = max(low, other.last + 1)
        if low <= high:
            yield low, high

    def next_free(self, length, taken):
        """The lowest prefix of this length that overlaps none of ``taken``, or None.

        :raises AddressError: when a prefix of this length cannot lie in this one.

        >>> net = Prefix.parse("10.0.0.0/16")
        >>> str(net.next_free(24, [Prefix.parse("10.0.0.0/24"), Prefix.parse("10.0.1.128/25")]))
        '10.0.2.0/24'
        >>> net.next_free(17, [Prefix.parse("10.0.0.0/24"), Prefix.parse("10.0.200.0/24")]) is None
        True
        """
        if not self.length < length <= BITS[self.family]:
            raise AddressError(
                f"a prefix inside {self} has a length from {self.length + 1} to {BITS[self.family]}, "
                f"not {length}"
            )
        size = 1 << (BITS[self.family] - length)
        for low, high in self.gaps(taken):
            first = -(-low // size) * size
            if first + size - 1 <= high:
                return Prefix(self.family, first, length)
        return None

    def __str__(self):
        return f"{_spelled(self.family, self.first)}/{self.length}"


@dataclass(frozen=True)
class Address:
    """A host with its mask (RFC 4632, RFC 4291).

    >>> str(Address.parse("192.0.2.10/24").network)
    '192.0.2.0/24'
    >>> str(Address.parse("::ffff:192.0.2.10/120"))
    '192.0.2.10/24'
    >>> str(Address.parse("2001:DB8::0:1"))
    '2001:db8::1/128'
    >>> Address.parse("192.0.2.010/24")
    Traceback (most recent call last):
    ...
    AddressError: leading zeros are not permitted in '192.0.2.010/24'; write 10, not 010
    """

    family: int
    host: int
    length: int

    @classmethod
    def parse(cls, text, any_host=False):
        """The address that ``text`` names; without a mask, it stands alone (/32 or /128).

        :param any_host: take 0.0.0.0 and :: too, as the first of a prefix.
        :raises AddressError: for /0, a zone, leading zeros, no address.
        """
        return cls._parsed((text or "").strip(), any_host)

    @classmethod
    @lru_cache(maxsize=PARSED)
    def _parsed(cls, text, any_host):
        spelled = _plain(text)
        try:
            interface = ipaddress.ip_interface(spelled)
        except ValueError:
            raise AddressError(
                f"{text!r} is not an IP address; write it as 192.0.2.10/24 or 2001:db8::10/64"
            ) from None
        family, host = interface.version, int(interface.ip)
        length = interface.network.prefixlen
        if length == 0:
            raise AddressError(
                f"{text!r}: the mask /0 spans the whole Internet; write a longer one"
            )
        mapped = getattr(interface.ip, "ipv4_mapped", None)
        if mapped is not None:
            if length <= 96:
                raise AddressError(f"{text!r} is an IPv4 address in disguise; write it as {mapped}")
            family, host, length = 4, int(mapped), length - 96
        if host == 0 and not any_host:
            raise AddressError(f"{text!r} means “no address” and cannot be given to a host")
        return cls(family, host, length)

    @cached_property
    def key(self):
        return host_key(self.family, self.host)

    @cached_property
    def name(self):
        """The host without the mask.

        >>> Address.parse("192.0.2.10/24").name
        '192.0.2.10'
        """
        return _spelled(self.family, self.host)

    @cached_property
    def network(self):
        """The prefix that the mask makes of it."""
        rest = BITS[self.family] - self.length
        return Prefix(self.family, self.host >> rest << rest, self.length)

    @cached_property
    def is_usable(self):
        """Whether an interface can have it: neither network nor broadcast address of its mask.

        >>> [Address.parse(text).is_usable for text in
        ...  ("192.0.2.0/24", "192.0.2.255/24", "192.0.2.0/31", "2001:db8::/64", "2001:db8::/127")]
        [False, False, True, False, True]
        """
        low, high = self.network.usable
        return low <= self.host <= high

    def covering(self, lengths):
        """``(first_key, length)`` of each prefix of these lengths that the host lies in."""
        return _covering(self.family, self.host, lengths)

    def __str__(self):
        return f"{self.name}/{self.length}"


def host_key(family, number):
    """A text that sorts as the addresses do: the family, then the number in hex of fixed width.

    >>> host_key(4, 0xC000020A), len(host_key(6, 1))
    ('4c000020a', 33)
    """
    return f"{family}{number:0{BITS[family] // 4}x}"


def first_free(low, high, taken, fan=16):
    """The lowest free number from ``low`` to ``high``, or None when all are taken.

    Looks at ever larger spans, each cut into ``fan`` pieces, then into the first piece that is
    not full: few questions whether the gap is near or far.

    :param taken: tells for a list of (first, last) how many numbers in each are taken.

    >>> used = {1, 2, 3, 5}
    >>> first_free(1, 9, lambda spans: [len(used & set(range(a, b + 1))) for a, b in spans])
    4
    """
    width = fan
    while low <= high:
        end = min(low + width - 1, high)
        piece = _first_gap(low, end, taken, fan)
        if piece:
            while piece[0] < piece[1]:
                piece = _first_gap(*piece, taken, fan)
            return piece[0]
        low, width = end + 1, width * fan
    return None


def _first_gap(low, high, taken, fan):
    """The first of ``fan`` pieces of a span in which a number is free, or None."""
    step = -(-(high - low + 1) // fan)
    pieces = [(first, min(first + step - 1, high)) for first in range(low, high + 1, step)]
    for (first, last), count in zip(pieces, taken(pieces), strict=True):
        if count <= last - first:
            return first, last
    return None


def _plain(text):
    """``text`` without outer space.

    :raises AddressError: for a zone, a leading zero, or signs that no address has.
    """
    spelled = (text or "").strip()
    if len(spelled) > LONGEST:
        raise AddressError(f"an address has no more than {LONGEST} characters, as 2001:db8::10/64")
    host, zone, _rest = spelled.partition("%")
    if zone:
        raise AddressError(f"{text!r} has a zone; write {host} and name the interface beside it")
    if re.search(r"/0[0-9]", spelled) or ("." in spelled and _LEADING_ZERO.search(spelled)):
        raise AddressError(f"leading zeros are not permitted in {text!r}; write 10, not 010")
    if not _PLAIN.fullmatch(spelled):
        raise AddressError(
            f"{text!r} is not an IP address; write it as 192.0.2.10/24 or 2001:db8::10/64"
        )
    return spelled


def _covering(family, number, lengths):
    bits = BITS[family]
    return [(host_key(family, number >> (bits - n) << (bits - n)), n) for n in lengths if n <= bits]


def _spelled(family, number):
    return str(ipaddress.IPv4Address(number) if family == 4 else ipaddress.IPv6Address(number))
