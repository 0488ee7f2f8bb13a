# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two sets of identities side by side: what speaks for one machine, what against, and how much."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from . import macs as mac_addresses
from .identities import (
    ADDRESS,
    ANY_CUSTOMER,
    GONE,
    LIVING,
    MAC,
    NAME,
    RECENT,
    SERIAL,
    SOURCE_ID,
    TAG,
    UUID,
)  # fmt: skip
from .macs import DOCK_MAKERS
from .names import DIFFERENT, SAME, compared, is_common, short


class Strength(NamedTuple):
    """How much it says that two agree in something, and that they differ in it."""

    agrees: int
    differs: int
    words: str


SHORT_NAME, DISPLAY_NAME, WEAK_MAC, OTHER_CARD, ADAPTER, OTHER_MAKER = (
    "short_name", "name", "weak_mac", "other_card", "adapter", "other_maker",
)  # fmt: skip
RECENT_ID, FORMER_ID = "recent_id", "former_id"
COMMON_NAME, SHARED_VALUE, RESOLVED = "common_name", "shared", "resolved"

STRENGTHS = {
    SOURCE_ID: Strength(200, 300, "ID in the source"),
    RECENT_ID: Strength(0, 60, "ID in the source, reported until lately"),
    FORMER_ID: Strength(0, 300, "former ID, which the source reports again"),
    SERIAL: Strength(80, 80, "serial number"),
    UUID: Strength(80, 60, "UUID"),
    MAC: Strength(60, 40, "MAC address"),
    TAG: Strength(50, 50, "asset tag"),
    NAME: Strength(40, 40, "host name"),
    SHORT_NAME: Strength(35, 0, "host name without its domain"),
    DISPLAY_NAME: Strength(35, 0, "name"),
    WEAK_MAC: Strength(30, 25, "MAC address that a system chose itself"),
    OTHER_CARD: Strength(0, 25, "MAC address"),
    ADAPTER: Strength(1, 25, "MAC address of a dock or adapter"),
    OTHER_MAKER: Strength(15, 0, "serial number of another manufacturer"),
    ADDRESS: Strength(10, 0, "IP address"),
    COMMON_NAME: Strength(1, 20, "name that many have from the start"),
    SHARED_VALUE: Strength(1, 0, "value that several machines have"),
    RESOLVED: Strength(1, 0, "IP address, of which the name was made"),
}
"""The weights, strongest first. Nothing else in the code knows how strong an identity is.

What differs outweighs all that is weaker and agrees: no sum of names and addresses joins two serial numbers.
"""


class Evidence(NamedTuple):
    """In what two agree or differ: `kind` is a row of STRENGTHS, `what` the identity compared."""

    kind: str
    agrees: bool
    what: str
    one: str
    other: str

    @property
    def weight(self):
        strength = STRENGTHS[self.kind]
        return strength.agrees if self.agrees else strength.differs


@dataclass(frozen=True)
class Weighing:
    """The evidence between two, with what it comes to."""

    evidence: tuple

    @cached_property
    def agreeing(self):
        return tuple(e for e in self.evidence if e.agrees)

    @cached_property
    def differing(self):
        return tuple(e for e in self.evidence if not e.agrees)

    @cached_property
    def support(self):
        """What speaks for one machine; serial number and UUID of one board count once."""
        return _total(self.agreeing)

    @cached_property
    def against(self):
        return _total(self.differing)

    @cached_property
    def strongest(self):
        """The weight of the strongest that agrees."""
        return max((e.weight for e in self.agreeing), default=0)

    @cached_property
    def strongest_against(self):
        return max((e.weight for e in self.differing), default=0)

    def __str__(self):
        """
        >>> str(Weighing((Evidence(SERIAL, True, SERIAL, "S1", "S1"), Evidence(NAME, False, NAME, "a", "b"))))
        'same serial number S1, but host name a is not b'
        """
        same = [f"same {STRENGTHS[e.kind].words} {e.one}" for e in self.agreeing]
        other = [f"{STRENGTHS[e.kind].words} {e.one} is not {e.other}" for e in self.differing]
        return ", but ".join(filter(None, [", ".join(same), ", ".join(other)]))


def _total(evidence):
    board = max((e.weight for e in evidence if e.what in (SERIAL, UUID)), default=0)
    return board + sum(e.weight for e in evidence if e.what not in (SERIAL, UUID))


def nothing_shared(_kind, _value):
    return False


def weigh(one, other, is_shared=nothing_shared, docks=DOCK_MAKERS):
    """Return the Weighing of two Identities; whichever stands first, it comes to the same.

    :param is_shared: tells of a (kind, value) whether several machines have it, so that it has lost its strength

    >>> from .identities import Identities
    >>> laptop = Identities.of(serial="LSA1", hostname="lap-a", macs=["02:00:00:00:00:99"])
    >>> other = Identities.of(serial="LSB1", hostname="lap-b", macs=["02:00:00:00:00:99"])
    >>> found = weigh(laptop, other)
    >>> found.support, found.against, str(found)
    (30, 120, 'same MAC address that a system chose itself 02:00:00:00:00:99, but serial number LSA1 is not LSB1, \
host name lap-a is not lap-b')
    """
    evidence = [
        *_source_ids(one, other, is_shared),
        *_serials(one, other, is_shared),
        *_plain(UUID, one.uuid, other.uuid, is_shared),
        *_macs(one, other, is_shared, docks),
        *_plain(TAG, one.tag, other.tag, is_shared),
    ]
    if _same_customer(one, other) and not (one.retired or other.retired):
        names = list(_names(one, other, is_shared))
        evidence += [*names, *_addresses(one, other, names)]
    return Weighing(tuple(sorted(evidence, key=lambda e: -e.weight)))


def _source_ids(one, other, is_shared):
    for source in sorted(one.ids.keys() & other.ids.keys()):
        mine, theirs = one.ids[source], other.ids[source]
        if mine == theirs:
            kind = SHARED_VALUE if is_shared(SOURCE_ID, (source, mine)) else SOURCE_ID
            yield Evidence(kind, True, SOURCE_ID, mine, theirs)
            continue
        if is_shared(SOURCE_ID, (source, mine)) or is_shared(SOURCE_ID, (source, theirs)):
            continue
        standing = {one.standing.get(source, LIVING), other.standing.get(source, LIVING)}
        if mine in other.former.get(source, ()) or theirs in one.former.get(source, ()):
            yield Evidence(FORMER_ID, False, SOURCE_ID, mine, theirs)
        elif GONE not in standing:
            kind = RECENT_ID if RECENT in standing else SOURCE_ID
            yield Evidence(kind, False, SOURCE_ID, mine, theirs)


def _serials(one, other, is_shared):
    if one.serial and one.serial == other.serial and one.maker and other.maker:
        if one.maker != other.maker:
            yield Evidence(OTHER_MAKER, True, SERIAL, one.serial, other.serial)
            return
    yield from _plain(SERIAL, one.serial, other.serial, is_shared)


def _plain(kind, mine, theirs, is_shared):
    if not mine or not theirs:
        return
    if mine == theirs:
        yield Evidence(SHARED_VALUE if is_shared(kind, mine) else kind, True, kind, mine, theirs)
    elif not is_shared(kind, mine) and not is_shared(kind, theirs):
        yield Evidence(kind, False, kind, mine, theirs)


def _macs(one, other, is_shared, docks):
    """MACs agree in the strongest that both have; they differ where each has some and none is the other's.

    A weak one beside a permanent one is no machine's only card, but a dock's or a bridge's: it counts as shared.
    """
    mine, theirs = (_by_strength(side, is_shared, docks) for side in (one, other))
    permanent, weak, shared = mac_addresses.PERMANENT, mac_addresses.WEAK, mac_addresses.SHARED
    physical = mine[permanent] or theirs[permanent]
    agreeing = (
        (MAC, mine[permanent] & theirs[permanent]),
        (ADAPTER if physical else WEAK_MAC, mine[weak] & theirs[weak]),
        (ADAPTER, mine[shared] & theirs[shared]),
    )
    for kind, common in agreeing:
        if common:
            yield Evidence(kind, True, MAC, min(common), min(common))
            break
    kinds = {
        MAC: (permanent,),
        OTHER_CARD if physical else WEAK_MAC: (permanent, weak),
        ADAPTER: (permanent, weak, shared),
    }
    for kind, strengths in kinds.items():
        ours, others = (set().union(*(side[s] for s in strengths)) for side in (mine, theirs))
        if ours and others:
            if not ours & others:
                yield Evidence(kind, False, MAC, min(ours), min(others))
            return


def _by_strength(identities, is_shared, docks):
    found = {mac_addresses.PERMANENT: set(), mac_addresses.WEAK: set(), mac_addresses.SHARED: set()}
    for mac in identities.macs:
        shared = is_shared(MAC, mac)
        found[mac_addresses.SHARED if shared else mac_addresses.strength_of(mac, docks)].add(mac)
    return found


def _same_customer(one, other):
    return ANY_CUSTOMER in (one.customer, other.customer) or one.customer == other.customer


def _names(one, other, is_shared):
    if one.hostname and other.hostname:
        found = compared(one.hostname, other.hostname)
        if found == DIFFERENT:
            kind = COMMON_NAME if is_common(one.hostname) or is_common(other.hostname) else NAME
            yield Evidence(kind, False, NAME, one.hostname, other.hostname)
            return
        kind = NAME if found == SAME else SHORT_NAME
    else:
        alike = {one.hostname, one.name} & {other.hostname, other.name} - {""}
        if not alike:
            return
        kind = DISPLAY_NAME
    mine, theirs = one.hostname or one.name, other.hostname or other.name
    if is_common(mine):
        kind = COMMON_NAME
    elif is_shared(NAME, short(mine)) or is_shared(NAME, short(theirs)):
        kind = SHARED_VALUE
    yield Evidence(kind, True, NAME, mine, theirs)


def _addresses(one, other, names):
    """An address; not beside a name that agrees and that a resolver made of it: that says the same once more."""
    resolved = (one.guessed or other.guessed) and any(name.agrees for name in names)
    for address in sorted(one.addresses & other.addresses)[:1]:
        kind = RESOLVED if resolved else ADDRESS
        yield Evidence(kind, True, ADDRESS, address, address)
