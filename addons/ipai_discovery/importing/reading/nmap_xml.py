# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The report of `nmap -oX` (nmap's docs/nmap.dtd)."""

from datetime import datetime, timezone
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from odoo.addons.ipai_asset.identity import canonical_ip, canonical_mac, is_hostname

from .rows import MAX_CELL, FileProblem, ImportFile, ImportRow, check_count, check_size

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
INITIAL = frozenset({"name", "notes"})
HINTS = frozenset({"hostname", "type_id", "manufacturer_id", "operating_system_id"})
ADDITIVE = frozenset({"ip_addresses", "mac_addresses"})


def read_nmap(data):
    """Return the ImportFile of a scan: one row for each host that answered."""
    check_size(data)
    root = _parse(data)
    if root.tag != "nmaprun":
        raise FileProblem(
            f"This XML is <{root.tag}>, not the report of nmap. Make one with: nmap -sV -oX scan.xml"
        )
    hosts = root.findall("host")
    check_count(len(hosts))
    answered = [host for host in hosts if _answered(host)]
    finished = root.find("runstats/finished")
    report = ImportFile([_read_host(host, finished) for host in answered])
    totals = root.find("runstats/hosts")
    silent = max(len(hosts), int(totals.get("total", 0)) if totals is not None else 0) - len(
        answered
    )
    if silent:
        report.warnings.append(f"Hosts ignored, because they did not answer: {silent}.")
    if finished is None:
        report.warnings.append("The scan was stopped before its end: hosts may be missing from it.")
    if not report.rows:
        raise FileProblem(
            f"No host answered this scan ({silent} asked). Scan again from within the network."
        )
    return report


def _parse(data):
    try:
        return fromstring(data)
    except DefusedXmlException as error:
        raise FileProblem(
            "The XML defines entities, which nmap never does and attacks often do. It was not read. Make a new "
            "report with: nmap -sV -oX scan.xml"
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise FileProblem(
            f"The XML is broken: {error}. If the scan was interrupted, run it again and wait for its end."
        ) from error


def _answered(host):
    """Tell whether something spoke: with `-Pn` nmap calls every address up, unseen."""
    status = host.find("status")
    if status is None or status.get("state") != "up":
        return False
    if status.get("reason") != "user-set":
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
    if row.report:
        row.values["notes"] = row.report[:MAX_CELL]
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
                ips.append(canonical_ip(text))
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
