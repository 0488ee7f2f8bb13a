# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_asset import identity
from odoo.addons.ipai_base.said import to_the_person

PRIMARY_FIELDS = {"4": "primary_ip4_id", "6": "primary_ip6_id"}
BRINGING_ADDRESSES = ("interface_ids", "address_ids", "ip_addresses")


class IpaiAsset(models.Model):
    """An asset in the network: its interfaces, and what is written of them in one line."""

    _inherit = "ipai.asset"

    interface_ids = fields.One2many("ipai.interface", "asset_id", "Interfaces")
    address_ids = fields.One2many("ipai.ip.address", "asset_id", "Addresses")
    primary_ip4_id = fields.Many2one(
        "ipai.ip.address",
        "Primary IPv4",
        compute="_compute_primary_ips",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('asset_id', '=', id), ('family', '=', '4')]",
        help="The address by which the asset is reached.",
    )
    primary_ip6_id = fields.Many2one(
        "ipai.ip.address",
        "Primary IPv6",
        compute="_compute_primary_ips",
        store=True,
        readonly=False,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('asset_id', '=', id), ('family', '=', '6')]",
        help="The address by which the asset is reached.",
    )
    mac_addresses = fields.Char(
        "MAC Addresses",
        compute="_compute_mac_addresses",
        inverse="_inverse_mac_addresses",
        store=True,
        copy=False,
        help="Those of the interfaces. Written as a list, the interfaces follow.",
    )
    ip_addresses = fields.Char(
        "IP Addresses",
        compute="_compute_ip_addresses",
        inverse="_inverse_ip_addresses",
        store=True,
        copy=False,
        tracking=True,
        help="Those of the interfaces. Written as a list, the addresses follow, and the first of "
        "each family becomes the primary one where there is none.",
    )

    @api.constrains("primary_ip4_id", "primary_ip6_id")
    def _check_primary_ips(self):
        for asset in self:
            for family, name in PRIMARY_FIELDS.items():
                address = asset[name]
                if address and (address.asset_id != asset or address.family != family):
                    raise ValidationError(
                        self.env._(
                            "%(address)s cannot be the primary IPv%(family)s address of %(asset)s. "
                            "Choose one of that family on one of its interfaces.",
                            address=address.sudo()._describe(),
                            family=family,
                            asset=asset.name,
                        )
                    )

    @api.depends("mac_addresses", "ip_addresses")
    def _compute_search_text(self):
        return super()._compute_search_text()

    def _search_texts(self):
        macs = identity.split_list(self.mac_addresses)
        spellings = (spelling for mac in macs for spelling in identity.mac_spellings(mac))
        return [*super()._search_texts(), self.ip_addresses, *spellings]

    @api.depends("mac_addresses", "ip_addresses")
    def _compute_link_buttons(self):
        return super()._compute_link_buttons()

    @api.model
    def _sheet_fields(self):
        names = super()._sheet_fields()
        position = names.index("os_version") + 1
        return names[:position] + ["ip_addresses", "mac_addresses"] + names[position:]

    @api.depends("address_ids.host_key", "address_ids.family", "ip_addresses")
    def _compute_primary_ips(self):
        for asset in self:
            # One that several machines share is the last choice: it does not tell them apart.
            addresses = asset.address_ids.sorted(asset._typed_position).sorted("is_shared")
            for family, name in PRIMARY_FIELDS.items():
                mine = addresses.filtered(lambda a, family=family: a.family == family)
                asset[name] = asset[name] & mine or mine[:1]

    @api.depends("address_ids.host")
    def _compute_ip_addresses(self):
        for asset in self:
            addresses = asset.address_ids.sorted(asset._typed_position)
            asset.ip_addresses = _joined(addresses.mapped("host"))

    @api.depends("interface_ids.mac_address", "interface_ids.sort_key")
    def _compute_mac_addresses(self):
        for asset in self:
            typed = identity.split_list(asset.mac_addresses)
            interfaces = asset.interface_ids.sorted(lambda i: i.sort_key or "")
            asset.mac_addresses = _joined(_in_order(typed, interfaces.mapped("mac_address")))

    def _typed_position(self, address):
        """Where an address stands in the text, which keeps its order; new ones follow by number."""
        typed = identity.split_list(self.ip_addresses)
        position = typed.index(address.host) if address.host in typed else len(typed)
        return position, address.host_key or ""

    def _primary_ip(self):
        """The primary address that the text names first, without its mask, or False."""
        self.ensure_one()
        primary = (self.primary_ip4_id | self.primary_ip6_id).sorted(self._typed_position)
        return primary[:1].host

    def write(self, vals):
        if vals.get("status", "decommissioned") != "decommissioned":
            # What a decommissioned asset kept on record may have been taken since.
            returning = self.filtered(lambda asset: asset.status == "decommissioned")
            returning.address_ids._check_unique(returning=True)
        return super().write(vals)

    def _normalize(self, vals):
        """
        :raises ValidationError: for a MAC or IP address that is none.
        """
        vals = super()._normalize(vals)
        for name, canonical in (
            ("mac_addresses", identity.canonical_mac),
            ("ip_addresses", identity.canonical_ip),
        ):
            if vals.get(name):
                with to_the_person():
                    vals[name] = identity.canonical_list(vals[name], canonical)
        for name in self._unchosen_primaries(vals):
            del vals[name]
        return vals

    def _unchosen_primaries(self, vals):
        """The primary addresses that a form sends empty while it brings addresses: nobody chose none."""
        empty = [name for name in PRIMARY_FIELDS.values() if name in vals and not vals[name]]
        if self and not vals.keys() & set(BRINGING_ADDRESSES):
            return []
        return [name for name in empty if not any(asset[name] for asset in self)]

    # -- from text to records ----------------------------------------------------------------

    def _inverse_ip_addresses(self):
        """Give each asset exactly the addresses that its text lists.

        An address that makes place for another of its family is renumbered: its record stays, with its
        interface, its name and its role.
        """
        addresses = self.env["ipai.ip.address"]
        leaving, coming = addresses, {}
        for asset in self:
            wanted = identity.split_list(asset.ip_addresses)
            known = asset.address_ids.mapped("host")
            leaving |= asset.address_ids.filtered(lambda a, wanted=wanted: a.host not in wanted)
            coming[asset] = [host for host in wanted if host not in known]
        names = {}
        if leaving and any(coming.values()):
            spare = addresses._spare_hosts([host for hosts in coming.values() for host in hosts])
            for asset in leaving.asset_id:
                names |= (leaving & asset.address_ids)._renumbered(coming[asset], spare)
        new = {(a.asset_id, name.partition("/")[0]) for a, name in names.items()}
        missing = [
            (asset, host)
            for asset, hosts in coming.items()
            for host in hosts
            if (asset, host) not in new
        ]
        renumbered = addresses.union(*names)
        leaving -= renumbered
        addresses._write_names(names)
        renumbered.asset_id._follow_text(renumbered)
        self._drop_addresses(leaving)
        self._add_addresses(missing)

    def _follow_text(self, renumbered):
        """A primary address that became another is primary no longer where the text begins with one that stayed."""
        for asset in self:
            addresses = asset.address_ids.sorted(asset._typed_position).sorted("is_shared")
            for family, name in PRIMARY_FIELDS.items():
                if asset[name] in renumbered:
                    asset[name] = addresses.filtered(lambda a, family=family: a.family == family)[
                        :1
                    ]

    def _inverse_mac_addresses(self):
        """Give each asset interfaces with exactly the MAC addresses that its text lists.

        A new one goes to an interface that has none yet. An interface that loses its own and has
        nothing else to tell is deleted.
        """
        vals_list = []
        for asset in self:
            wanted = identity.split_list(asset.mac_addresses)
            gone = asset.interface_ids.filtered(
                lambda i, wanted=wanted: i.mac_address and i.mac_address not in wanted
            )
            gone.mac_address = False
            known = asset.interface_ids.mapped("mac_address")
            missing = [mac for mac in wanted if mac not in known]
            spare = asset.interface_ids.filtered(
                lambda i: not i.mac_address and i.kind != "loopback"
            ).sorted("sort_key")
            for interface in spare:
                if missing:
                    interface.mac_address = missing.pop(0)
            gone.filtered(lambda i: i._is_blank()).unlink()
            names = self.env["ipai.interface"]._free_names(asset, len(missing))
            vals_list += [
                {"asset_id": asset.id, "name": name, "mac_address": mac}
                for name, mac in zip(names, missing, strict=True)
            ]
        self.env["ipai.interface"].create(vals_list)

    def _drop_addresses(self, addresses):
        """Delete addresses of these assets, the primary ones included."""
        for asset in addresses.asset_id:
            for name in PRIMARY_FIELDS.values():
                if asset[name] in addresses:
                    asset[name] = False
        addresses.unlink()

    def _add_addresses(self, missing):
        """Put each (asset, host) on the asset's first interface.

        One that is on record in the scope, on no interface, is taken rather than made twice.
        """
        assets = self.browse(dict.fromkeys(asset.id for asset, _host in missing))
        interfaces = assets._first_interfaces()
        scopes = self.env["ipai.ip.scope"]._of_assets(assets)
        addresses = self.env["ipai.ip.address"]
        spare = addresses.search(
            [
                ("interface_id", "=", False),
                ("scope_id", "in", [scope.id for scope in set(scopes.values())]),
                ("host", "in", [host for _asset, host in missing]),
            ]
        ).grouped(lambda a: (a.company_id, a.scope_id, a.host))
        vals_list = []
        for asset, host in missing:
            known = spare.pop((asset.company_id, scopes[asset], host), addresses)[:1]
            if known:
                known.interface_id = interfaces[asset]
                continue
            vals_list.append(
                {
                    "name": host,
                    "interface_id": interfaces[asset].id,
                    "scope_id": scopes[asset].id,
                    "company_id": asset.company_id.id,
                }
            )
        addresses.create(vals_list)

    def _first_interfaces(self):
        """``{asset: its first interface}``, made where there is none."""
        first = {}
        for asset in self:
            usable = asset.interface_ids.filtered(lambda i: i.kind != "loopback")
            first[asset] = usable.sorted("sort_key")[:1]
        without = [asset for asset, interface in first.items() if not interface]
        interfaces = self.env["ipai.interface"]
        created = interfaces.create(
            [
                {"asset_id": asset.id, "name": interfaces._free_names(asset, 1)[0]}
                for asset in without
            ]
        )
        first.update(zip(without, created, strict=True))
        return first


def _joined(names):
    """The names that are there, each once, in one line; False without any."""
    return ", ".join(dict.fromkeys(filter(None, names))) or False


def _in_order(typed, names):
    """The names in the order typed, those not typed behind them."""
    return sorted(names, key=lambda name: typed.index(name) if name in typed else len(typed))
