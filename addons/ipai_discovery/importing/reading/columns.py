# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The fields that a file may fill, and how a cell's text becomes a value."""

import re
from dataclasses import dataclass, field
from datetime import datetime

import pytz

from odoo.addons.ipai_asset.identity import canonical_ip, canonical_list, canonical_mac, is_hostname
from odoo.addons.ipai_network.addressing import Address

LIST_SEPARATOR = re.compile(r"\s*[,;]\s*")


@dataclass(frozen=True)
class Column:
    """A field of the asset as a file names it.

    `kind`: text, hostname, choice, date, datetime, reference, references, mac or ip.
    `labels`: every heading that means this field; `aliases`: what other tools call it; `choices`: text to value.
    """

    name: str
    kind: str = "text"
    labels: tuple = ()
    choices: dict = field(default_factory=dict)
    aliases: tuple = ()

    @property
    def label(self):
        return self.labels[0] if self.labels else self.name

    def value(self, text, timezone_name="UTC"):
        """Return the canonical value of a cell; raise ValueError with the reason.

        >>> Column("status", "choice", choices={"in maintenance": "maintenance"}).value("In Maintenance")
        'maintenance'
        >>> Column("purchase_date", "date").value("31.12.2025")
        Traceback (most recent call last):
        ...
        ValueError: '31.12.2025' is not a date; write it as 2025-12-31
        >>> Column("mac_addresses", "mac").value("AA-BB-CC-00-11-22; aabb.cc00.1133")
        'aa:bb:cc:00:11:22, aa:bb:cc:00:11:33'
        >>> Column("ip_addresses", "ip").value("192.0.2.1/24")
        '192.0.2.1'
        >>> Column("last_audit", "datetime").value("2026-07-01T12:00:00", "Europe/Vienna")
        '2026-07-01 10:00:00'
        >>> Column("last_audit", "datetime").value("2026-07-01T12:00:00Z", "Europe/Vienna")
        '2026-07-01 12:00:00'
        """
        return getattr(self, f"_{self.kind}_value", self._text_value)(text, timezone_name)

    def _text_value(self, text, _timezone_name):
        return text

    def _hostname_value(self, text, _timezone_name):
        hostname = text.rstrip(".")
        if not is_hostname(hostname):
            raise ValueError(
                f"{text[:80]!r} cannot be a host name; use letters, digits, dots, hyphens and underscores"
            )
        return hostname

    def _choice_value(self, text, _timezone_name):
        value = self.choices.get(text.strip().lower())
        if value is None:
            known = ", ".join(sorted(set(self.choices.values())))
            raise ValueError(f"{text!r} is not one of: {known}")
        return value

    def _date_value(self, text, _timezone_name):
        try:
            return datetime.fromisoformat(re.sub("[Zz]$", "+00:00", text)).date().isoformat()
        except ValueError:
            raise ValueError(f"{text!r} is not a date; write it as 2025-12-31") from None

    def _datetime_value(self, text, timezone_name):
        try:
            moment = datetime.fromisoformat(re.sub("[Zz]$", "+00:00", text))
            if moment.tzinfo is None:
                moment = pytz.timezone(timezone_name).localize(moment)
            return moment.astimezone(pytz.utc).strftime("%Y-%m-%d %H:%M:%S")
        except (ValueError, OverflowError):
            raise ValueError(f"{text!r} is not a time; write it as 2025-12-31 23:59:00") from None

    def _references_value(self, text, _timezone_name):
        names = [name for name in LIST_SEPARATOR.split(text) if name]
        return ", ".join(dict.fromkeys(names))

    def _mac_value(self, text, _timezone_name):
        return canonical_list(text, canonical_mac)

    def _ip_value(self, text, _timezone_name):
        return canonical_list(text, lambda address: host_address(address.partition("/")[0]))


def host_address(text):
    """Return the address of a host in its one spelling.

    :raises ValueError: for what is no address, and for the one that means "none"

    >>> host_address("::ffff:192.0.2.10")
    '192.0.2.10'
    """
    Address.parse(canonical_ip(text))
    return canonical_ip(text)


def heading_key(heading):
    """Return what two spellings of a heading have in common.

    >>> heading_key(" Serial Number "), heading_key("serial_number")
    ('serial number', 'serial number')
    """
    return re.sub(r"[\s_]+", " ", heading).strip(" .:*").lower()
