# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What stands where a serial number, an asset tag, a UUID or a host name should, and identifies nothing."""

import re

from .texts import one_form

NOTHING = (
    r"n/?a|n\.a\.?|none|\(none\)|null|nil|nan|unknown|undefined|unspecified|empty|invalid|blank|tbd|todo|false|true",
    r"not ?(specified|applicable|available|present|provided|settable|set|known|found|defined|assigned|yet assigned)",
    r"no (response|asset|serial|tag|data|value|information|such).*",
    r"(error|failed|cannot|can't|could not|unable|permission denied|access denied|command not found)\b.*",
    r"#(ref|n/a|value|name|null|num|div/0|spill|calc).*",
)
"""What people, programs and spreadsheets write for 'there is none'."""

FILLING = (
    r"test|dummy|sample|example|default|standard|generic|various|same|see (notes?|label|sticker)",
)
"""What people type into a column of numbers; a machine may well be called so."""

FIRMWARE = (
    r"system ?serial.*|chassis ?serial.*|base ?board.*|board ?serial.*|type\d.*serial.*|product ?serial.*",
    r"(ssn|bsn|csn|mb|sn|eval)-?1?2345\d*.*",
    r"(s/?n|serial|serial ?(no\.?|num|numb|number)|oem ?serial.*|asset|asset ?(tag|no\.?|num|number)).{0,3}",
    r"to be filled.*|tobefilled.*|fill(ed)? by.*|default ?string.*|o\.?e\.?m\.?|(system|chassis) asset.*|asset-?\d{8,}",
    r"vmware|vmware,? ?inc\.?|qemu|kvm|xen|virtualbox|innotek.*|parallels|bochs|bhyve|microsoft corporation",
    r"03000200-0400-0500-0006-000700080009|12345678-1234-5678-90ab-cddeefaabbcc|4c4c4544-0000-2010-8020-80c04f202020",
)
"""What vendors leave in the firmware where nothing was written."""

ROUNDED = (r"\d+([.,]\d+)?e\+\d+|\d[.,]\d+e\d+",)
"""A number that a spreadsheet has rounded: 8.93901E+18 stands for a billion serial numbers."""

NAMES = (
    r"localhost[46]?(\..*)?|ip6-(localhost|loopback)|_gateway(\..*)?|loopback|broadcasthost",
    r"host ?name|host|computer|machine|name|noname|\(unknown\)|\?+|-+|\*+",
    r"(.*[^0-9])?\d{1,3}[-.]\d{1,3}[-.]\d{1,3}[-.]\d{1,3}([^0-9].*)?",
    r"[0-9a-f]{2}([-:][0-9a-f]{2}){5}",
)
"""Names that a resolver makes up: they name everybody, or only repeat the address."""

COMMON_NAMES = frozenset(
    "ubuntu debian fedora centos rocky almalinux archlinux kali raspberrypi dietpi openwrt lede android iphone ipad"
    " espressif esp32 windows linux server desktop laptop router gateway switch modem printer camera phone".split()
)
"""Names that a system or a device gives itself: many have them, so alone they only raise a question."""

COUNTING = ("0123456789abcdef", "123456789abcdef", "1234567890", "abcdefghijklmnop", "9876543210")


def _pattern(*groups):
    return re.compile("|".join(f"(?:{pattern})" for group in groups for pattern in group))


_NO_NUMBER = _pattern(NOTHING, FILLING, FIRMWARE, ROUNDED)
_NO_NAME = _pattern(NOTHING, NAMES)
_MARKS = re.compile(r"[\W_]+")


def serial_key(text):
    """Return a serial number as a key: letters and digits in upper case; "" where it identifies nothing.

    >>> serial_key(" 5cg-1234xyz "), serial_key("VMware-56 4d 1f")
    ('5CG1234XYZ', 'VMWARE564D1F')
    >>> [serial_key(t) for t in ("System Serial Number", "SystemSerialNumb", "0123456789ABCDEF", "....", "xxxxxxx",
    ...  "No response from BMC", "#REF!", "8.93901E+18", "N/A", "To Be Filled By O.E.M.", "0", "Not Specified", None)]
    ['', '', '', '', '', '', '', '', '', '', '', '', '']
    """
    return _key(text, counting=4)


def tag_key(text):
    """Return an asset tag as a key; "" where it identifies nothing. 1234 may be somebody's tag.

    >>> tag_key("A-0042"), tag_key("1234"), tag_key("7"), tag_key("...."), tag_key("n/a"), tag_key("No Asset Tag"), tag_key("0")
    ('A0042', '1234', '7', '', '', '', '')
    """
    bare = _MARKS.sub("", one_form(text))
    return bare if bare.isdigit() and 0 < int(bare) < 1000 else _key(text, counting=8)


def uuid_key(text):
    """Return a UUID as a key; "" for those that a vendor puts into every board.

    >>> uuid_key("4C4C4544-0042-3510-8051-C7C04F4D3032")
    '4C4C4544004235108051C7C04F4D3032'
    >>> uuid_key("03000200-0400-0500-0006-000700080009"), uuid_key("FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")
    ('', '')
    """
    return _key(text, counting=8)


def _key(text, counting):
    written = one_form(text).lower()
    bare = _MARKS.sub("", written)
    if len(set(bare)) <= 1 or _NO_NUMBER.fullmatch(written):
        return ""
    if len(bare) >= counting and any(row.startswith(bare) for row in COUNTING):
        return ""
    return bare.upper()


def is_no_name(text):
    """Tell whether a host name names nobody.

    >>> [is_no_name(t) for t in ("localhost.localdomain", "_gateway", "192-0-2-7.dyn.example", "N/A", "pve01")]
    [True, True, True, True, False]
    """
    name = (text or "").lower()
    return not _MARKS.sub("", name) or bool(_NO_NAME.fullmatch(name))
