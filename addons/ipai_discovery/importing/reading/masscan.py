# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What masscan writes besides XML: `-oJ` and `-oD` (JSON, as one list or a line each) and `-oL` (a list)."""

import json
from xml.etree.ElementTree import Element, SubElement

LIST = b"#masscan"
ENDED = "finished"
"""What stands in the last line of older versions, which is no JSON: {finished: 1}."""


def is_masscan(data):
    """Tell whether a file is masscan's JSON or list.

    >>> is_masscan(b'[\\n{"ip": "192.0.2.1"}'), is_masscan(b"#masscan\\nopen tcp 22 192.0.2.1 1790000000"), is_masscan(b"[x]")
    (True, True, False)
    """
    head = data[:200].lstrip()
    return head.startswith(LIST) or (head[:1] in b"[{" and b'"ip"' in head)


def report_of(data):
    """Return (root, why the rest could not be read or None), as if nmap had written it.

    >>> root, broken = report_of(b'[{"ip": "192.0.2.1", "timestamp": "1790000000", "ports": [{"port": 22, "proto": "tcp", '
    ...                          b'"status": "open"}]},\\n{"ip": "192.0.2.2", "por')
    >>> [address.get("addr") for address in root.iter("address")], root.find("host/ports/port").get("portid"), bool(broken)
    (['192.0.2.1'], '22', True)
    >>> report_of(b"#masscan\\nopen tcp 22 192.0.2.1 1790000000\\n# end\\n")[0].find("host").get("endtime")
    '1790000000'
    """
    text = data.decode("utf-8", errors="replace")
    found, broken = _listed(text) if data.lstrip().startswith(LIST) else _objects(text)
    root = Element("nmaprun", scanner="masscan")
    for told in found:
        _add_host(root, told)
    if not broken:
        SubElement(SubElement(root, "runstats"), "finished")
    return root, broken


def _objects(text):
    """Return (the objects that are whole, why it breaks off)."""
    found, position, decoder = [], text.find("{"), json.JSONDecoder()
    while position >= 0:
        try:
            told, position = decoder.raw_decode(text, position)
            found.append(told)
        except ValueError as error:
            line = text[position:].partition("\n")[0]
            if ENDED not in line:
                return found, error
            position += len(line)
        position = text.find("{", position)
    return found, None


def _listed(text):
    """Return (what the lines tell, as objects; nothing)."""
    names = ("status", "proto", "port", "ip", "timestamp")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    told = [dict(zip(names, words, strict=False)) for words in lines if len(words) >= len(names)]
    return [{**one, "ports": [one]} for one in told if one["status"] == "open"], None


def _add_host(root, told):
    if not isinstance(told, dict) or not told.get("ip"):
        return
    host = SubElement(root, "host", endtime=str(told.get("timestamp") or ""))
    kind = "ipv6" if ":" in str(told["ip"]) else "ipv4"
    SubElement(host, "address", addr=str(told["ip"]), addrtype=kind)
    ports = SubElement(host, "ports")
    for opened in told.get("ports") or ():
        port = SubElement(
            ports, "port", protocol=str(opened.get("proto")), portid=str(opened.get("port"))
        )
        SubElement(port, "state", state=str(opened.get("status") or "open"))
        service = opened.get("service") or {}
        if isinstance(service, dict) and service.get("name"):
            SubElement(port, "service", name=str(service["name"]))
