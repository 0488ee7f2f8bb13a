# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ports of a scan as text and as values; which ports it asked at all."""

import re
from typing import NamedTuple

_LINE = re.compile(r"(\d{1,5})/(\w+)(?: (\S+))?(?: (.*))?")
_ASKED = re.compile(rb"<scaninfo\b[^>]*>")
_ATTRIBUTE = re.compile(rb'(\w+)="([^"]*)"')


class Port(NamedTuple):
    """A port that answered."""

    protocol: str
    number: int
    name: str = ""
    product: str = ""


def ports_of(report):
    """Return the Ports that a report lists, one a line.

    >>> ports_of("22/tcp ssh OpenSSH 9.2\\n443/tcp\\nnonsense")
    [Port(protocol='tcp', number=22, name='ssh', product='OpenSSH 9.2'), Port(protocol='tcp', number=443, name='', product='')]
    """
    found = (_LINE.fullmatch(line.strip()) for line in (report or "").splitlines())
    return [
        Port(line[2].lower(), int(line[1]), line[3] or "", line[4] or "") for line in found if line
    ]


class Asked:
    """Which ports a scan asked: of others its silence says nothing.

    >>> asked = Asked.by(b'<nmaprun><scaninfo type="syn" protocol="tcp" numservices="3" services="22,80-81"/>')
    >>> asked.includes("tcp", 81), asked.includes("tcp", 443), asked.includes("udp", 22)
    (True, False, False)
    >>> Asked.by(b"#masscan").includes("tcp", 22)
    False
    """

    def __init__(self, spans):
        self._spans = spans

    @classmethod
    def by(cls, data):
        """Return what the report of nmap says that it asked; nothing for other files."""
        spans = {}
        for found in _ASKED.finditer(data or b""):
            told = {name.decode(): value.decode() for name, value in _ATTRIBUTE.findall(found[0])}
            for span in filter(None, told.get("services", "").split(",")):
                low, _dash, high = span.partition("-")
                if low.isdigit() and (high or low).isdigit():
                    spans.setdefault(told.get("protocol"), []).append((int(low), int(high or low)))
        return cls(spans)

    def includes(self, protocol, number):
        return any(low <= number <= high for low, high in self._spans.get(protocol, ()))
