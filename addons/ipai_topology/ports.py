# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The ports on which a service listens, in their one spelling."""

import re

_PORT = re.compile(r"(\d{1,5})(?:-(\d{1,5}))?(?:/(tcp|udp|sctp))?", re.IGNORECASE)


def canonical_ports(text):
    """The ports of ``text``, sorted, each once; TCP where no protocol is named.

    >>> canonical_ports("443, 53/udp 8000-8010/TCP, 443/tcp")
    '53/udp, 443/tcp, 8000-8010/tcp'
    >>> canonical_ports("")
    ''
    >>> canonical_ports("https")
    Traceback (most recent call last):
    ...
    ValueError: 'https' is no port: write 443/tcp, 53/udp or 8000-8010/tcp
    >>> canonical_ports("70000")
    Traceback (most recent call last):
    ...
    ValueError: '70000' is no port: numbers go from 1 to 65535, the lower one first
    """
    ports = set()
    for part in re.split(r"[\s,;]+", text.strip()) if text.strip() else ():
        match = _PORT.fullmatch(part)
        if not match:
            raise ValueError(f"{part[:40]!r} is no port: write 443/tcp, 53/udp or 8000-8010/tcp")
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= 65535:
            raise ValueError(
                f"{part!r} is no port: numbers go from 1 to 65535, the lower one first"
            )
        ports.add((first, last, (match[3] or "tcp").lower()))
    return ", ".join(
        f"{first}/{protocol}" if first == last else f"{first}-{last}/{protocol}"
        for first, last, protocol in sorted(ports)
    )


def single_ports(ports, protocol="tcp"):
    """The numbers in canonical ``ports`` that stand alone: of a range one cannot tell which port answers.

    >>> single_ports("53/udp, 443/tcp, 8000-8010/tcp")
    [443]
    """
    found = (_PORT.fullmatch(part) for part in (ports or "").split(", ") if part)
    return [int(port[1]) for port in found if not port[2] and port[3] == protocol]
