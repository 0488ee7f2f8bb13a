# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The report of `nmap -oX` (nmap's docs/nmap.dtd), and of masscan, which writes like it."""

import io
import re
from datetime import datetime, timezone
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from odoo.addons.ipai_asset.identity import canonical_mac, is_hostname

from .columns import host_address
from .masscan import is_masscan, report_of
from .rows import FileProblem, ImportFile, ImportRow, check_count, check_size

# osclass type (nmap-os-db) to our type; "general purpose" says too little.
TYPES = {
    "router": "ipai_asset.type_network",
    "broadband router": "ipai_asset.type_network",
    "switch": "ipai_asset.type_network",
    "bridge": "ipai_asset.type_network",
    "hub": "ipai_asset.type_network",
    "WAP": "ipai_asset.type_network",
    "firewall": "ipai_asset.type_network",
    "load balancer": "ipai_asset.type_network",
    "storage-misc": "ipai_asset.type_storage",
    "printer": "ipai_asset.type_printer",
    "print server": "ipai_asset.type_printer",
    "phone": "ipai_asset.type_phone",
    "VoIP phone": "ipai_asset.type_phone",
    "power-device": "ipai_asset.type_appliance",
}
SURE_ENOUGH = 90  # percent of accuracy below which an operating system guess is dropped
INITIAL = frozenset({"name"})
HINTS = frozenset({"hostname", "type_id", "manufacturer_id", "operating_system_id"})
ADDITIVE = frozenset({"ip_addresses", "mac_addresses"})


NO_CHARACTER = re.compile(rb"&#(x[0-9a-fA-F]{1,6}|[0-9]{1,7});|[\x00-\x08\x0b\x0c\x0e-\x1f]")
"""References to characters, and bytes that XML 1.0 does not know: services send what they like."""


def read_nmap(data):
    """Return the ImportFile of a scan: one row for each host that answered.

    Of a file that is cut off, what is whole is read.
    """
    check_size(data)
    root, broken = report_of(data) if is_masscan(data) else _parse(data)
    if root.tag != "nmaprun":
        raise FileProblem(
            f"This XML is <{root.tag}>, not the report of nmap. Make one with: nmap -sV -oX scan.xml"
        )
    hosts = root.findall("host")
    answered = [host for host in hosts if _answered(host)]
    check_count(len(answered))
    finished = root.find("runstats/finished")
    report = ImportFile([_read_host(host, finished) for host in _merged(answered)])
    totals = root.find("runstats/hosts")
    total = totals.get("total", "") if totals is not None else ""
    silent = max(len(hosts), int(total) if total.isdigit() else 0) - len(answered)
    if broken and not report.rows:
        raise FileProblem(
            f"The XML is broken: {broken}. If the scan was interrupted, run it again and wait for its end."
        )
    if silent:
        report.warnings.append(f"Hosts ignored, because they did not answer: {silent}.")
    if broken:
        report.warnings.append(
            f"The file is cut off or broken ({broken}): the {len(hosts)} hosts before that were read, the rest is missing."
        )
    elif finished is None:
        report.warnings.append("The scan was stopped before its end: hosts may be missing from it.")
    if not report.rows:
        raise FileProblem(
            f"No host answered this scan ({silent} asked). Scan again from within the network."
        )
    return report


def _parse(data):
    """Return (root with all that is whole, why the rest could not be read)."""
    root, open_elements = None, []
    try:
        for event, element in iterparse(io.BytesIO(readable(data)), events=("start", "end")):
            if event == "start":
                root = element if root is None else root
                open_elements.append(element)
            else:
                open_elements.pop()
    except DefusedXmlException as error:
        raise FileProblem(
            "The XML defines entities, which nmap never does and attacks often do. It was not read. Make a new "
            "report with: nmap -sV -oX scan.xml"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        if len(open_elements) > 1:
            root.remove(open_elements[1])  # the host in which it breaks off
        return (root if root is not None else Element("nmaprun")), error
    return root, None


def readable(data):
    """Return XML without the characters that none may hold.

    >>> readable(b"<a b='1&#x1;2&#xec;\x02'/>")
    b"<a b='12&#xec;'/>"
    """
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data
    return NO_CHARACTER.sub(lambda found: found[0] if _is_character(found[1]) else b"", data)


def _is_character(reference):
    if not reference:
        return False
    number = int(reference[1:], 16) if reference[:1] == b"x" else int(reference)
    return number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or (
        0x10000 <= number <= 0x10FFFF
    )  # fmt: skip


def _merged(hosts):
    """Return the hosts, those of one address as one: masscan lists a host again for each port."""
    found = {}
    for host in hosts:
        key = tuple(node.get("addr") for node in host.iterfind("address")) or (id(host),)
        first = found.setdefault(key, host)
        ports = first.find("ports")
        if first is not host and ports is not None:
            ports.extend(host.iterfind("ports/port"))
    return found.values()


def _answered(host):
    """Tell whether something spoke: with `-Pn` nmap calls every address up, unseen; masscan says nothing of it."""
    status = host.find("status")
    if status is not None and status.get("state") != "up":
        return False
    if status is not None and status.get("reason") != "user-set":
        return True
    states = [port.get("state") for port in host.iterfind("ports/port/state")]
    states += [ports.get("state") for ports in host.iterfind("ports/extraports")]
    return bool({"open", "closed", "unfiltered"} & set(states))


def _read_host(host, finished):
    row = ImportRow("", {}, initial=INITIAL, hints=HINTS, additive=ADDITIVE)
    _read_addresses(host, row)
    names = [node.get("name", "") for node in host.iterfind("hostnames/hostname")]
    name = next(filter(is_hostname, names), None)
    if name:
        row.values["hostname"] = name
    address = row.values.get("ip_addresses") or row.values.get("mac_addresses") or "unknown"
    row.label = f"Host {address}"
    row.values["name"] = name.partition(".")[0] if name else address
    _read_system(host, row)
    seen = host.get("endtime") or (finished.get("time") if finished is not None else None)
    if seen and seen.isdigit():
        row.values["last_seen"] = _moment(int(seen))
    row.report = services(host)
    return row


def _read_addresses(host, row):
    ips, macs = [], []
    for node in host.iterfind("address"):
        kind, text = node.get("addrtype"), node.get("addr", "")
        try:
            if kind == "mac":
                macs.append(canonical_mac(text))
                if node.get("vendor"):
                    row.values["manufacturer_id"] = node.get("vendor")
            else:
                ips.append(host_address(text))
        except ValueError as error:
            row.problems.append(f"Address: {error}.")
    if ips:
        row.values["ip_addresses"] = ", ".join(ips)
    if macs:
        row.values["mac_addresses"] = ", ".join(macs)


def _read_system(host, row):
    best = max(host.iterfind("os/osmatch"), key=_accuracy, default=None)
    if best is None or _accuracy(best) < SURE_ENOUGH:
        return
    system = best.find("osclass")
    if system is None:
        return
    name = " ".join(filter(None, [system.get("osfamily"), system.get("osgen")]))
    if name:
        row.values["operating_system_id"] = name
    if system.get("type") in TYPES:
        row.values["type_id"] = TYPES[system.get("type")]


def _accuracy(match):
    text = match.get("accuracy", "0")
    return int(text) if text.isdigit() else 0


def services(host):
    """Return the open ports of a host, one a line.

    >>> from defusedxml.ElementTree import fromstring
    >>> services(fromstring('<host><ports><port protocol="tcp" portid="22"><state state="open"/>'
    ...     '<service name="ssh" product="OpenSSH" version="9.2"/></port></ports></host>'))
    '22/tcp ssh OpenSSH 9.2'
    """
    lines = []
    for port in host.iterfind("ports/port"):
        state, service = port.find("state"), port.find("service")
        if state is None or state.get("state") != "open":
            continue
        words = [f"{port.get('portid')}/{port.get('protocol')}"]
        if service is not None:
            words += [
                service.get(key) for key in ("name", "product", "version") if service.get(key)
            ]
        lines.append(" ".join(words))
    return "\n".join(lines)


def _moment(seconds):
    return datetime.fromtimestamp(seconds, tz=timezone.utc).strftime("%Y-%m-%d %H:%M:%S")
