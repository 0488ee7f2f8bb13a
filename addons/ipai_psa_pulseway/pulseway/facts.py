# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is told of a device, from whichever side: a row of /devices, one of /assets, or an event.

Facts are a dict that holds only what was told and says something: a blank is no fact, and so erases none.
"""

import hashlib
import json
import re
from itertools import islice

from . import values
from .values import Folded, text

PLACES = ("organization", "site", "group")
"""Levels at which a client may stand, the widest first."""

NAMES = (
    "identifier", "name", "hostname", "serial", "os", "os_version", "description", "kind", "manufacturer", "model",
    "organization_id", "organization", "site_id", "site", "group_id", "group", "user", "url", "client_version",
    "public_address", "addresses", "macs", "maintenance",
)  # fmt: skip
LENGTHS = {"identifier": 200, "url": 2000}
DAILY = ("seen", "online", "uptime")
"""What changes by itself, and says nothing about the device: no reason to look at it anew."""


def clean(told):
    """Leave out what says nothing.

    >>> clean({"name": " PC1 ", "serial": "", "os": None, "group": "null"})
    {'name': 'PC1'}
    """
    found = {}
    for name, value in told.items():
        if isinstance(value, list):
            value = [one for one in (text(one, 100) for one in value[:50]) if one]
        elif name not in ("seen", "online", "maintenance"):
            value = text(value, LENGTHS.get(name, 200))
            if value.casefold() in ("null", "none", "undefined", "n/a"):
                value = ""
        if value not in ("", None, []):
            found[name] = value
    return found


def identifier_of(value):
    """An identifier in its one spelling: a GUID in small letters, without braces; others as they are.

    >>> identifier_of("{8F3C2A1D-4B5E-6F70-8192-A3B4C5D6E7F8}"), identifier_of(" Custom-1 "), identifier_of(None)
    ('8f3c2a1d-4b5e-6f70-8192-a3b4c5d6e7f8', 'Custom-1', '')
    """
    said = text(value, 200)
    bare = said.strip("{}")
    guid = re.fullmatch(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", bare)
    return bare.lower() if guid else said


def of_device(row):
    """Facts of a row of /devices, or of one device.

    >>> facts = of_device({"Identifier": "A-1", "Name": "PC1", "GroupId": 7, "GroupName": "HQ", "OrganizationId": "101",
    ...                    "OrganizationName": "Acme", "IsOnline": False, "Uptime": "Offline since 63 days ago"})
    >>> facts["identifier"], facts["group_id"], facts["organization_id"], facts["online"], "serial" in facts
    ('A-1', '7', '101', False, False)
    """
    told = Folded(row)
    return clean(
        {
            "identifier": identifier_of(told.get("Identifier", "Id")),
            "name": told.get("Name"),
            "description": told.get("Description"),
            "kind": told.get("ComputerType", "Type"),
            "client_version": told.get("ClientVersion"),
            "public_address": told.get("ExternalIpAddress"),
            "maintenance": told.get("InMaintenance") or None,
            "online": told.get("IsOnline") if isinstance(told.get("IsOnline"), bool) else None,
            **_placed(told),
        }
    )


def _placed(told):
    return {
        "organization_id": told.get("OrganizationId", "ParentOrganizationId"),
        "organization": told.get("OrganizationName", "Organization"),
        "site_id": told.get("SiteId"),
        "site": told.get("SiteName", "Site"),
        "group_id": told.get("GroupId"),
        "group": told.get("GroupName", "Group"),
    }


def of_asset(row):
    """Facts of a row of /assets: hardware and system, and no organization.

    The serial number is the BIOS's: the system has a key under the same name.

    >>> facts = of_asset({"Identifier": "A-1", "Name": "PC1", "Description": "Windows 10 Pro", "LastUpdated": "",
    ...     "LastSeenOnline": "2026-08-11T15:10:06Z", "AssetInfo": [
    ...     {"CategoryName": "System", "CategoryData": {"DNS Host Name": "pc1.acme.lan", "Manufacturer": "Dell Inc.", "Model": "XPS"}},
    ...     {"CategoryName": "BIOS", "CategoryData": {"Serial Number": "S-1"}},
    ...     {"CategoryName": "Operating System", "CategoryData": {"Name": "Windows 10 Pro", "Serial Number": "KEY",
    ...         "Last Logged On User": "ACME\\\\john"}}]})
    >>> facts["serial"], facts["hostname"], facts["os"], facts["user"], facts["seen"]
    ('S-1', 'pc1.acme.lan', 'Windows 10 Pro', 'ACME\\\\john', '2026-08-11 15:10:06')
    >>> of_asset({"Identifier": "B", "AssetInfo": None, "IpAddresses": "x"})
    {'identifier': 'B'}
    """
    told = Folded(row)
    parts = _categories(told.get("AssetInfo"))
    system, bios = parts.get("system", Folded({})), parts.get("bios", Folded({}))
    running = parts.get("operatingsystem", Folded({}))
    cards = told.get("IpAddresses")
    cards = (
        [Folded(one) for one in cards if isinstance(one, dict)] if isinstance(cards, list) else []
    )
    seen = values.moment(told.get("LastUpdated")) or values.moment(told.get("LastSeenOnline"))
    return clean(
        {
            "identifier": identifier_of(told.get("Identifier", "Id")),
            "name": told.get("Name"),
            "hostname": system.get("DNS Host Name"),
            "serial": bios.get("Serial Number"),
            "manufacturer": system.get("Manufacturer"),
            "model": system.get("Model"),
            "os": running.get("Name") or told.get("Description"),
            "os_version": running.get("Version"),
            "description": told.get("Description"),
            "kind": told.get("Type"),
            "client_version": told.get("ClientVersion"),
            "group": told.get("GroupName"),
            "user": running.get("Last Logged On User") or running.get("Registered User") or system.get("Owner Name"),
            "url": web(told.get("ExternalUrl")),
            "public_address": told.get("PublicIpAddress"),
            "addresses": [address for card in cards for address in _addresses(card)],
            "macs": [card.get("MAC") for card in cards],
            "seen": seen and str(seen),
        }
    )  # fmt: skip


def _categories(told):
    found = {}
    for part in told if isinstance(told, list) else ():
        part = Folded(part)
        found.setdefault(values.fold(part.text("CategoryName")), part.part("CategoryData"))
    return found


def _addresses(card):
    told = card.get("IPs", "IP")
    for one in told if isinstance(told, list) else ():
        yield Folded(one).get("IP") if isinstance(one, dict) else one


def of_event(told):
    """Facts of a registration: the seed's flat payload, or the ``system`` of our envelope.

    >>> facts = of_event(Folded({"EventType": "SystemRegistered", "SystemIdentifier": "A-1", "Name": "PC1", "OS": "Windows 11",
    ...                          "Group": "Acme", "CustomFields": {"Serial": "S-1"}}))
    >>> [facts[name] for name in ("identifier", "name", "os", "group", "serial")]
    ['A-1', 'PC1', 'Windows 11', 'Acme', 'S-1']
    >>> of_event(Folded({"system": {"identifier": "B", "bios_serial": "S2", "organization_id": 4821}, "CustomFields": None}))
    {'identifier': 'B', 'serial': 'S2', 'organization_id': '4821'}
    """
    system = told.part("System", "Device", "Data")
    flat = told

    def said(*names):
        return system.get(*names) or flat.get(*names)

    fields = custom_fields(said("CustomFields"))
    placed = {name: said(*names) for name, names in _PLACE_NAMES.items()}
    seen = values.moment(said("LastSeenOnline", "LastSeen"))
    return clean(
        {
            "identifier": subject(told),
            "name": _scalar(said("Name", "ComputerName", "SystemName", "DeviceName")),
            "hostname": said("HostName", "DnsHostName"),
            "serial": fields.get("serial") or fields.get("serialnumber") or fields.get("biosserial")
            or _scalar(said("BiosSerial", "BiosSerialNumber", "SerialNumber", "Serial")),
            "os": _scalar(said("OS", "OperatingSystem", "OsName")),
            "os_version": _scalar(said("OsVersion", "OperatingSystemVersion")),
            "description": said("Description"),
            "kind": said("ComputerType", "Type"),
            "manufacturer": said("Manufacturer"),
            "model": said("Model"),
            "user": said("LastLoggedOnUser", "User"),
            "url": web(said("ExternalUrl")),
            **placed,
            "seen": seen and str(seen),
        }
    )  # fmt: skip


def subject(told):
    """The identifier of the device that a delivery is about, "" where it names none.

    >>> subject(Folded({"system_identifier": " A "})), subject(Folded({"System": {"Id": 7}})), subject(Folded({"DeviceId": {}}))
    ('A', '7', '')
    """
    system = told.part("System", "Device", "Data")
    own = _scalar(system.get(*IDENTIFIERS)) or _scalar(told.get(*IDENTIFIERS))
    return identifier_of(own or system.get("Id"))


IDENTIFIERS = (
    "SystemIdentifier",
    "DeviceIdentifier",
    "ComputerIdentifier",
    "Identifier",
    "SystemId",
    "DeviceId",
)
_PLACE_NAMES = {
    "organization_id": ("OrganizationId",),
    "organization": ("OrganizationName", "Organization"),
    "site_id": ("SiteId",),
    "site": ("SiteName", "Site"),
    "group_id": ("GroupId",),
    "group": ("GroupName", "Group"),
}  # fmt: skip


def _scalar(value):
    return value if not isinstance(value, (dict, list)) else None


def custom_fields(told):
    """Custom fields by folded name, whether they come as an object or as a list of name and value.

    >>> custom_fields({"Serial": "S"}), custom_fields([{"Name": "Serial Number", "Value": "S"}, 7]), custom_fields(None)
    ({'serial': 'S'}, {'serialnumber': 'S'}, {})
    """
    if isinstance(told, dict):
        return {values.fold(name): _scalar(value) for name, value in told.items()}
    found = {}
    for one in told if isinstance(told, list) else ():
        one = Folded(one)
        if name := one.text("Name", "Key"):
            found[values.fold(name)] = _scalar(one.get("Value"))
    return found


def web(value):
    """An address that a browser may open, "" for any other text.

    >>> web("https://x.pulseway.com/app/main/systems/1/details"), web("javascript:alert(1)")
    ('https://x.pulseway.com/app/main/systems/1/details', '')
    """
    said = text(value, 2000)
    return said if re.fullmatch(r"https?://[^\s<>\"']+", said, re.I) else ""


def joined(known, told):
    """Facts with newer ones: what was not told stays, and a new place leaves the old one altogether.

    >>> joined({"serial": "S", "group": "A", "group_id": "1"}, {"group": "B", "name": "PC"})
    {'serial': 'S', 'group': 'B', 'name': 'PC'}
    >>> joined({"group": "A", "group_id": "1"}, {"group": "A"})
    {'group': 'A', 'group_id': '1'}
    """
    found = dict(known)
    for place in PLACES:
        key = f"{place}_id"
        if place in told and told[place] != known.get(place) and key not in told:
            found.pop(key, None)
        if key in told and told[key] != known.get(key) and place not in told:
            found.pop(place, None)
    return found | told


def merged(devices, assets):
    """Facts by identifier of both lists; what /devices says of a place counts before the text of /assets.

    >>> merged([{"identifier": "a", "group": "G", "name": "x"}], [{"identifier": "a", "group": "O - S - G", "serial": "S"}])
    {'a': {'identifier': 'a', 'group': 'G', 'serial': 'S', 'name': 'x'}}
    """
    hardware = {one["identifier"]: one for one in assets if one.get("identifier")}
    return {
        one["identifier"]: hardware.get(one["identifier"], {}) | one
        for one in devices
        if one.get("identifier")
    }


def digest(facts):
    """What stands for facts, but for those that change by themselves.

    >>> digest({"a": 1, "online": True}) == digest({"online": False, "a": 1}) != digest({"a": 2})
    True
    """
    kept = {name: value for name, value in facts.items() if name not in DAILY}
    told = json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


SERVERS = re.compile(
    r"server|linux|debian|ubuntu|red hat|centos|rocky|suse|esx|hyper-v|unix|bsd", re.I
)
DESKTOPS = re.compile(r"windows (?:xp|vista|7|8|10|11)|mac ?os|os x|macbook", re.I)


def kind_of(facts):
    """The asset's type, as an XML ID; "" where nothing tells.

    >>> kind_of({"os": "Windows Server 2022"}), kind_of({"os": "Microsoft Windows 11 Pro"}), kind_of({"os": "macOS 14"}), kind_of({})
    ('ipai_asset.type_compute', 'ipai_asset.type_endpoint', 'ipai_asset.type_endpoint', '')
    """
    said = f"{facts.get('os', '')} {facts.get('description', '')} {facts.get('kind', '')}"
    if SERVERS.search(said):
        return "ipai_asset.type_compute"
    return "ipai_asset.type_endpoint" if DESKTOPS.search(said) else ""


def os_text(facts):
    """The system in one line, as the seed's field has it.

    >>> os_text({"os": "Windows 11 Pro", "os_version": "10.0.22631"}), os_text({"description": "Debian 12"}), os_text({})
    ('Windows 11 Pro 10.0.22631', 'Debian 12', '')
    """
    name, version = facts.get("os") or facts.get("description") or "", facts.get("os_version") or ""
    return name if not version or version in name else f"{name} {version}".strip()


def chunks(items, size):
    """Lists of at most so many.

    >>> list(chunks([1, 2, 3], 2))
    [[1, 2], [3]]
    """
    items = iter(items)
    while part := list(islice(items, size)):
        yield part
