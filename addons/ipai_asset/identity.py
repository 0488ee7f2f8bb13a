# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What identifies a machine: host name, serial number, MAC and IP address, in one spelling each."""

import ipaddress
import re
from functools import lru_cache

HOSTNAME_LENGTH = 253
"""The most characters of a host name (RFC 1035, 2.3.4), without the closing dot."""

PLACEHOLDER_SERIALS = frozenset(
    {
        "0",
        "00000000",
        "0123456789",
        "1234567890",
        "123456789",
        "00000000-0000-0000-0000-000000000000",
        "chassisserialnumber",
        "defaultstring",
        "empty",
        "invalid",
        "na",
        "none",
        "notapplicable",
        "notavailable",
        "notspecified",
        "null",
        "oem",
        "oemserial",
        "serialnumber",
        "systemserialnumber",
        "tobefilledbyoem",
        "unknown",
        "unspecified",
        "vmware",
        "xxxxxxxx",
    }
)
"""What vendors leave in the firmware when no serial number was written, without spaces and marks."""

_CANONICAL_MAC = re.compile(r"[0-9a-f]{2}(:[0-9a-f]{2}){5}")
_MAC_DIGITS = re.compile(r"[0-9a-f]{12}|[0-9a-f]{16}")
_MAC_SPELLINGS = re.compile(
    r"[0-9a-f]{2}([:-])[0-9a-f]{2}(\1[0-9a-f]{2}){4}(?:(\1[0-9a-f]{2}){2})?"  # 00:1b:… and 00-1b-…
    r"|[0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?:\.[0-9a-f]{4})?"  # 001b.…
    r"|[0-9a-f]{12}|[0-9a-f]{16}"
)
_LIST_SEPARATORS = re.compile(r"[,;\s]+")


def usable_serial(text):
    """The serial number as a matching key, or None where it identifies nothing.

    Placeholders of the firmware and runs of one character identify nothing.

    >>> usable_serial("  5cg1234xyz ")
    '5CG1234XYZ'
    >>> usable_serial("To Be Filled By O.E.M.") is None
    True
    >>> usable_serial("xxxxxxxxxxx") is None
    True
    """
    serial = (text or "").strip().upper()
    bare = re.sub(r"[^0-9a-z-]", "", serial.lower())
    if not bare or bare in PLACEHOLDER_SERIALS or bare.replace("-", "") in PLACEHOLDER_SERIALS:
        return None
    if len(set(bare.replace("-", ""))) <= 1:
        return None
    return serial


def hostname_key(text):
    """The host name as a matching key: no outer space, no closing dot, lower case (RFC 4343).

    >>> hostname_key(" PVE01.Lab.Example. ")
    'pve01.lab.example'
    """
    return (text or "").strip().rstrip(".").lower()


def canonical_mac(text):
    """An EUI-48 or EUI-64 in lower case with colons, whichever of the usual spellings came in.

    :raises ValueError: when it is none of them.

    >>> canonical_mac("001B.2c3D.4e5F")
    '00:1b:2c:3d:4e:5f'
    >>> canonical_mac("00-1B-2C-3D-4E-5F") == canonical_mac("001b2c3d4e5f")
    True
    >>> canonical_mac("00:1b:2c")
    Traceback (most recent call last):
    ...
    ValueError: '00:1b:2c' is not a MAC address; write it as 00:1b:2c:3d:4e:5f
    """
    if text and _CANONICAL_MAC.fullmatch(text):
        return text
    spelled = (text or "").strip().lower()
    digits = re.sub(r"[^0-9a-f]", "", spelled)
    if not _MAC_SPELLINGS.fullmatch(spelled) or not _MAC_DIGITS.fullmatch(digits):
        raise ValueError(
            f"{(text or '')[:60]!r} is not a MAC address; write it as 00:1b:2c:3d:4e:5f"
        )
    return ":".join(digits[i : i + 2] for i in range(0, len(digits), 2))


def canonical_ip(text):
    """An IPv4 or IPv6 host address in its shortest spelling, IPv4-mapped IPv6 folded to IPv4.

    :raises ValueError: for anything else: a mask, leading zeros, a zone id, no address.

    >>> canonical_ip("2001:DB8:0:0::1")
    '2001:db8::1'
    >>> canonical_ip("::ffff:192.0.2.10")
    '192.0.2.10'
    >>> canonical_ip("192.0.2.010")
    Traceback (most recent call last):
    ...
    ValueError: '192.0.2.010' is not an IP address; write it as 192.0.2.10 or 2001:db8::10, without a mask
    """
    return _canonical_ip((text or "").strip())


@lru_cache(maxsize=4096)
def _canonical_ip(spelled):
    try:
        if "%" in spelled:
            raise ValueError
        address = ipaddress.ip_address(spelled)
    except ValueError:
        raise ValueError(
            f"{spelled!r} is not an IP address; write it as 192.0.2.10 or 2001:db8::10, without a mask"
        ) from None
    return str(getattr(address, "ipv4_mapped", None) or address)


def split_list(text):
    """The entries of a list typed with commas, semicolons, spaces or line ends between them.

    >>> split_list("192.0.2.1, 192.0.2.2;192.0.2.3")
    ['192.0.2.1', '192.0.2.2', '192.0.2.3']
    """
    return [entry for entry in _LIST_SEPARATORS.split(text or "") if entry]


def canonical_list(text, canonical):
    """Each entry of the list in one spelling, each once, in the order typed.

    >>> canonical_list("00-1B-2C-3D-4E-5F 001b2c3d4e5f", canonical_mac)
    '00:1b:2c:3d:4e:5f'
    """
    return ", ".join(dict.fromkeys(canonical(entry) for entry in split_list(text)))


def mac_spellings(mac):
    """The four spellings in which people look for a canonical MAC.

    >>> mac_spellings("00:1b:2c:3d:4e:5f")
    ['00:1b:2c:3d:4e:5f', '00-1b-2c-3d-4e-5f', '001b.2c3d.4e5f', '001b2c3d4e5f']
    """
    digits = mac.replace(":", "")
    dotted = ".".join(digits[i : i + 4] for i in range(0, len(digits), 4))
    return [mac, mac.replace(":", "-"), dotted, digits]


def is_hostname(text):
    """Whether a host could be called so: letters, digits, ``.``, ``-``, ``_``, at most 253 of them.

    >>> is_hostname("pve01.lab.example"), is_hostname("<b>pve01</b>"), is_hostname("a" * 300)
    (True, False, False)
    """
    return bool(re.fullmatch(rf"[\w.-]{{1,{HOSTNAME_LENGTH}}}", text or ""))
