# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import domain_or, search_values

from ..addressing import Address, AddressError, Prefix
from ..within import inside, prefixes_around, prefixes_inside

NOTHING = [("id", "=", False)]


def spanned(text):
    """The prefix or the host that a text names, as (prefix, None) or (None, address); else two None.

    >>> spanned("192.0.2.10/24")[1].name, str(spanned("192.0.2.0/24")[0])
    ('192.0.2.10', '192.0.2.0/24')
    >>> spanned("2001:db8::1")[1].name, spanned("dc01"), spanned("10")
    ('2001:db8::1', (None, None), (None, None))
    """
    for parse in (Prefix.parse, _with_dots):
        try:
            found = parse(text)
        except AddressError:
            continue
        return (found, None) if parse == Prefix.parse else (None, found)
    return None, None


def _with_dots(text):
    """The address; a bare number is none that a person means."""
    if "." not in text and ":" not in text:
        raise AddressError(text)
    return Address.parse(text, any_host=True)


class IpaiInNetwork(models.AbstractModel):
    """Found by an address, with or without its mask, or by a prefix: all that lies inside."""

    _name = "ipai.in.network"
    _description = "Found in the Network"

    in_network = fields.Char(
        "Address or Prefix", compute="_compute_in_network", search="_search_in_network"
    )

    def _compute_in_network(self):
        self.in_network = False

    def _search_in_network(self, operator, value):
        texts, positive = search_values(operator, value)
        found = [self._in_network(*spanned(str(text or ""))) for text in texts]
        domain = domain_or(*(one for one in found if one)) if any(found) else NOTHING
        return domain if positive else ["!", *domain]

    def _in_network(self, prefix, address):
        """The domain of what lies in the prefix, or holds the address; empty when it is neither."""
        raise NotImplementedError(self._name)


class IpaiAsset(models.Model):
    _name = "ipai.asset"
    _inherit = ["ipai.asset", "ipai.in.network"]

    def _in_network(self, prefix, address):
        if prefix:
            return inside(self.env, prefix, "asset_id")
        return address and [("address_ids.host", "=", address.name)]

    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator == "ilike" and isinstance(value, str) and any(spanned(value)):
            return domain_or(list(domain), [("in_network", "=", value)])
        return domain


class IpaiIpAddress(models.Model):
    _name = "ipai.ip.address"
    _inherit = ["ipai.ip.address", "ipai.in.network"]

    def _in_network(self, prefix, address):
        if prefix:
            return inside(self.env, prefix, "id")
        return address and [("host", "=", address.name)]


class IpaiPrefix(models.Model):
    _name = "ipai.prefix"
    _inherit = ["ipai.prefix", "ipai.in.network"]

    def _in_network(self, prefix, address):
        if prefix:
            return prefixes_inside(self.env, prefix)
        return address and prefixes_around(self.env, address)
