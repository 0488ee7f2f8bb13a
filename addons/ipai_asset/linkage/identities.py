# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a machine is known by, as a report tells it or as an asset holds it."""

import ipaddress
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from . import macs as mac_addresses
from .names import name_key, short
from .placeholders import serial_key, tag_key, uuid_key
from .texts import one_form

ANY_CUSTOMER = object()
"""The customer of a report that says nothing about it."""

LIVING, RECENT, GONE = "living", "recent", "gone"
"""How sure it is that a source still reports an ID: in this very run; when it spoke last; no longer."""

SOURCE_ID, SERIAL, UUID, MAC, TAG, NAME, ADDRESS = (
    "source_id", "serial", "uuid", "mac", "asset_tag", "hostname", "address",
)  # fmt: skip

LOCAL_NETWORKS = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "224.0.0.0/3",
        "::/127",
        "fe80::/10",
        "ff00::/8",
    )
)
"""Networks that every host or link has: their addresses say nothing about whose they are."""

MAKERS = {
    "hewlett": "hp",
    "hewlett-packard": "hp",
    "hpe": "hp",
    "asustek": "asus",
    "international": "ibm",
}
"""First words of manufacturers that are called otherwise as well."""

TEXTS = ("serial", "manufacturer", "uuid", "tag", "hostname", "name")
REMEMBERED = 8192
"""So many machines are remembered with what their texts come to."""


@dataclass(frozen=True)
class Identities:
    """What a machine is known by, in one spelling each; what identifies nobody is left out.

    `ids`: source to what it calls the machine; `standing`: source to whether it still reports that;
    `former`: source to what it called the machine before; `retired`: its name and addresses are free;
    `guessed`: its name is what a resolver calls its address.

    >>> pve = Identities.of(serial="Default string", hostname="PVE01.lan", macs=["3c:52:82:01:02:03"],
    ...                     addresses=["192.0.2.1", "127.0.0.1"], ids={"lab": "node/pve01"})
    >>> pve.serial, pve.hostname, sorted(pve.addresses)
    ('', 'pve01', ['192.0.2.1'])
    >>> pve.keys()
    [('source_id', ('lab', 'node/pve01')), ('mac', '3c:52:82:01:02:03'), ('hostname', 'pve01'), ('address', '192.0.2.1')]
    """

    ids: dict = field(default_factory=dict)
    serial: str = ""
    maker: str = ""
    uuid: str = ""
    macs: frozenset = frozenset()
    tag: str = ""
    hostname: str = ""
    name: str = ""
    addresses: frozenset = frozenset()
    customer: object = ANY_CUSTOMER
    label: str = ""
    standing: dict = field(default_factory=dict)
    former: dict = field(default_factory=dict)
    retired: bool = False
    guessed: bool = False

    @classmethod
    def of(cls, **told):
        """Return the identities in what a report or an asset tells, in any spelling."""
        texts = [told.pop(name, None) for name in TEXTS]
        lists = [tuple(told.pop(name, None) or ()) for name in ("macs", "addresses")]
        return cls(**told, **_keys_of(*texts, *lists, bool(told.get("ids"))))

    def keys(self):
        """Return under which (kind, value) others are looked for that may be the same, strongest first."""
        return self._keys

    @cached_property
    def _keys(self):
        keys = [(SOURCE_ID, pair) for pair in self.ids.items()]
        keys += [(kind, key) for kind, key in ((SERIAL, self.serial), (UUID, self.uuid)) if key]
        keys += [(MAC, mac) for mac in sorted(self.macs)]
        keys += [(TAG, self.tag)] if self.tag else []
        if not self.retired:
            names = dict.fromkeys(short(name) for name in (self.hostname, self.name) if name)
            keys += [(NAME, name) for name in names]
            keys += [(ADDRESS, address) for address in sorted(self.addresses)]
        return keys

    @cached_property
    def subject(self):
        """What an answer about this machine is remembered under: the strongest that it is known by."""
        return next(iter(self._keys), None)

    def with_standing(self, standing):
        return replace(self, standing={**self.standing, **standing})


@lru_cache(maxsize=REMEMBERED)
def _keys_of(serial, manufacturer, uuid, tag, hostname, name, macs, addresses, has_ids):
    """The fields of Identities that are made of texts: what is reported again, and what is on record, reads alike."""
    keys = {
        "serial": serial_key(serial),
        "maker": maker_key(manufacturer),
        "uuid": uuid_key(uuid),
        "tag": tag_key(tag),
        "hostname": name_key(hostname),
        "name": name_key(name),
        "macs": frozenset(
            mac for mac in macs if mac_addresses.strength_of(mac) != mac_addresses.NOBODY
        ),
    }
    known = has_ids or keys["serial"] or keys["uuid"] or keys["hostname"] or keys["macs"]
    # Of what is known by nothing else, such as the host of a scan of itself, they are better than nothing.
    keys["addresses"] = frozenset(a for a in addresses if not is_local(a)) or frozenset(
        () if known else addresses
    )
    return keys


def maker_key(text):
    """Return of which manufacturer a serial number is, whatever the firm's legal form.

    >>> maker_key("Dell Inc."), maker_key("Hewlett-Packard"), maker_key("HPE"), maker_key(None)
    ('dell', 'hp', 'hp', '')
    """
    first = one_form(text).lower().replace(",", " ").partition(" ")[0].rstrip(".")
    return MAKERS.get(first, first)


def is_local(address):
    """Tell whether an address lives on one host or link only.

    >>> is_local("127.0.0.1"), is_local("fe80::1"), is_local("192.0.2.1"), is_local("2001:db8::1")
    (True, True, False, False)
    """
    parsed = ipaddress.ip_address(address)
    return any(
        parsed.version == network.version and parsed in network for network in LOCAL_NETWORKS
    )
