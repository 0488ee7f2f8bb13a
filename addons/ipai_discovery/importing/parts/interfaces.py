# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo import Command
from odoo.tools import mute_logger

from odoo.addons.ipai_base.locks import run_anew
from odoo.addons.ipai_network.addressing import Address
from odoo.addons.ipai_network.interface_texts import bare, described_interface
from odoo.addons.ipai_network.models.ipai_prefix_remask import AGREEING
from odoo.addons.ipai_network.unknown_networks import network_of, unknown_networks

from .keys import INTERFACE, part_key
from .networks import Vlans

INTERFACE_FIELDS = ["asset_id", "name", "mac_address", "vlan_id", "tagged_vlan_ids"]


class Interfaces:
    """Interfaces with their VLANs and addresses as parts of assets."""

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env
        self.assets = run._assets()

    def current(self, asset_ids):
        """Yield (asset id, field, value) of each interface."""
        for asset_id, interface in self._interfaces(asset_ids):
            yield asset_id, part_key(INTERFACE, interface.name), self._value(interface)

    def described(self, value):
        return described_interface(value)

    def missing(self, wanted):
        """Yield (key, text) of the VLANs and prefixes that would be created."""
        vlans = Vlans(self.run, [value for _key, _place, value in wanted])
        for key, place, value in wanted:
            for vid in [value["vlan"], *value["tagged"]]:
                if vid and not vlans.candidates(place.customer, place.site, vid):
                    yield key, self.env._("VLAN %s", vid)
        if not self.run.create_prefixes:
            return
        scopes = self._scopes({place.customer for _key, place, _value in wanted})
        places = [
            (key, scopes.get(place.customer, self.env["ipai.ip.scope"]), text)
            for key, place, value in wanted
            for text in value["addresses"]
        ]
        unknown = unknown_networks(
            self.env, self.run.company_id, [(scope, text) for _key, scope, text in places]
        )
        for key, scope, text in places:
            if (scope, network_of(text)) in unknown:
                yield key, self.env._("prefix %s", network_of(text))

    def _scopes(self, customers):
        """Return {customer id or None: its address scope, where it has one}."""
        scopes = self.env["ipai.ip.scope"]
        found = scopes.search(
            [
                ("customer_id", "in", [customer for customer in customers if customer]),
                ("company_id", "=", self.run.company_id.id),
            ]
        )
        return {scope.customer_id.id: scope for scope in found} | {None: scopes._get_global()}

    def _interfaces(self, asset_ids):
        interfaces = self.env["ipai.interface"].search_fetch(
            [("asset_id", "in", list(asset_ids))], INTERFACE_FIELDS, order="id"
        )
        interfaces.mapped("address_ids.name")
        interfaces.mapped("vlan_id.vid")
        interfaces.mapped("tagged_vlan_ids.vid")
        return [(interface.asset_id.id, interface) for interface in interfaces]

    def _value(self, interface):
        addresses = interface.address_ids.sorted(lambda address: address.host_key or "")
        return {
            "name": interface.name,
            "mac": interface.mac_address or None,
            "vlan": interface.vlan_id.vid or None,
            "tagged": sorted(interface.tagged_vlan_ids.mapped("vid")),
            "addresses": addresses.mapped("name"),
        }

    def put(self, wanted):
        """Bring interfaces to their values: what goes is taken away from all before any is added.

        :param wanted: (asset, field, value) each
        """
        known = {
            (asset_id, part_key(INTERFACE, interface.name)): interface
            for asset_id, interface in self._interfaces([asset.id for asset, _f, _v in wanted])
        }
        self._rename(wanted, known)
        gone = self._take_away(wanted, known)
        fresh = [
            (asset, field, value)
            for asset, field, value in wanted
            if value and (asset.id, field) not in known
        ]
        vlans = Vlans(self.run, [value for _asset, _field, value in wanted if value])
        created = self.env["ipai.interface"].create(
            [
                {"asset_id": asset.id, "name": value["name"], **vlans.values(asset, value)}
                for asset, _field, value in fresh
            ]
        )
        for asset, field, value in wanted:
            interface = known.get((asset.id, field))
            if interface and value:
                self._update(interface, vlans.values(asset, value))
        known |= {
            (asset.id, field): interface
            for (asset, field, _value), interface in zip(fresh, created, strict=True)
        }
        self._add_addresses([(known[a.id, f], value) for a, f, value in wanted if value])
        gone.unlink()

    def _rename(self, wanted, known):
        """Keep the record of an interface that goes under one name and comes under another with its MAC address."""
        coming = {
            (asset.id, value["mac"]): (field, value)
            for asset, field, value in wanted
            if value and value["mac"] and (asset.id, field) not in known
        }
        for asset, field, value in wanted:
            interface = known.get((asset.id, field))
            if interface and not value and (asset.id, interface.mac_address) in coming:
                place, new = coming.pop((asset.id, interface.mac_address))
                interface.name = new["name"]
                known[asset.id, place] = known.pop((asset.id, field))

    def _take_away(self, wanted, known):
        """Delete the addresses that are not wanted any more; return the interfaces that are not."""
        addresses = self.env["ipai.ip.address"]
        gone = self.env["ipai.interface"]
        coming = {}
        staying = {
            (asset.id, bare(text))
            for asset, _field, value in wanted
            if value
            for text in value["addresses"]
        }
        for asset, field, value in wanted:
            interface = known.get((asset.id, field))
            if not interface:
                continue
            if not value:
                gone |= known.pop((asset.id, field))
                addresses |= interface.address_ids
                continue
            hosts = {bare(text) for text in value["addresses"]}
            leaving = interface.address_ids.filtered(lambda a, hosts=hosts: a.host not in hosts)
            addresses |= leaving
            if leaving:
                coming[interface] = value["addresses"]
        moving = addresses.filtered(lambda a: (a.asset_id.id, a.host) in staying)
        addresses -= moving
        addresses -= self._renumber(addresses, coming)
        if addresses:
            self.assets._drop_addresses(addresses)
        return gone

    def _renumber(self, addresses, coming):
        """Give addresses that leave an interface the numbers that come to it; return those that got one.

        :param coming: {interface: the addresses that it is to have}
        """
        model = self.env["ipai.ip.address"]
        names = {}
        if addresses and coming:
            hosts = [bare(text) for texts in coming.values() for text in texts]
            taken = set(model.search([("host", "in", hosts)]).mapped("host"))
            for interface, texts in coming.items():
                new = [text for text in texts if bare(text) not in taken]
                names |= (addresses & interface.address_ids)._renumbered(new, taken)
            self._add_prefixes_of([(a.interface_id, name) for a, name in names.items()])
            model._write_names(names)
        return model.union(*names)

    def _update(self, interface, values):
        values = {
            name: value for name, value in values.items() if value != self._held(interface, name)
        }
        if values:
            interface.write(values)

    def _held(self, interface, name):
        value = interface[name]
        if name == "tagged_vlan_ids":
            return [Command.set(value.ids)]
        return value.id if name == "vlan_id" else value

    def _add_addresses(self, wanted):
        """Put on interfaces the addresses that they lack; one on record, on no interface, is taken."""
        missing = []
        for interface, value in wanted:
            known = {address.host: address for address in interface.asset_id.address_ids}
            for text in value["addresses"]:
                address = known.get(bare(text))
                if not address:
                    missing.append((interface, text))
                    continue
                if address.interface_id != interface:
                    address.interface_id = interface
                if "/" in text and address.name != text:
                    address.name = text
        if not missing:
            return
        scopes = self.env["ipai.ip.scope"]._of_assets(
            self.assets.browse({interface.asset_id.id for interface, _text in missing})
        )
        self._add_prefixes(missing, scopes)
        spare = self._spare_addresses(missing, scopes)
        shared = self._shared_hosts(missing, scopes)
        vals_list = []
        for interface, text in missing:
            asset = interface.asset_id
            known = spare.pop((asset.company_id, scopes[asset], bare(text)), None)
            if known:
                known.write(
                    {"interface_id": interface.id, **({"name": text} if "/" in text else {})}
                )
                continue
            vals_list.append(
                {
                    "name": text,
                    "role": "vip" if bare(text) in shared else False,
                    "interface_id": interface.id,
                    "scope_id": scopes[asset].id,
                    "company_id": asset.company_id.id,
                }
            )
        self.env["ipai.ip.address"].create(vals_list)
        if any("/" in text for _interface, text in missing):
            self.env["ipai.prefix"]._settle_masks(self.run.company_id)

    def _shared_hosts(self, missing, scopes):
        """Return the hosts that several machines of the run report; those that have one share it from now on."""
        shared = {bare(text) for _interface, text in missing} & set(self.run.shared_hosts or ())
        if shared:
            holders = self.env["ipai.ip.address"].search(
                [
                    ("interface_id", "!=", False),
                    ("scope_id", "in", [scope.id for scope in set(scopes.values())]),
                    ("host", "in", list(shared)),
                    ("role", "=", False),
                ]
            )
            holders.role = "vip"
        return shared

    def _spare_addresses(self, missing, scopes):
        """Return {(company, scope, host): address on no interface}."""
        found = self.env["ipai.ip.address"].search(
            [
                ("interface_id", "=", False),
                ("scope_id", "in", [scope.id for scope in set(scopes.values())]),
                ("host", "in", [Address.parse(text).name for _interface, text in missing]),
            ]
        )
        return {(a.company_id, a.scope_id, a.host): a for a in found}

    def _add_prefixes_of(self, missing):
        assets = self.assets.browse({interface.asset_id.id for interface, _text in missing})
        self._add_prefixes(missing, self.env["ipai.ip.scope"]._of_assets(assets))

    def _add_prefixes(self, missing, scopes):
        """Document the networks that the masks of new addresses tell of."""
        if not self.run.create_prefixes:
            return
        interfaces, hosts = {}, {}
        for interface, text in missing:
            place = scopes[interface.asset_id], network_of(text)
            interfaces.setdefault(place, interface)
            hosts.setdefault(place, set()).add(interface.asset_id)
        unknown = unknown_networks(
            self.env,
            self.run.company_id,
            [(scopes[interface.asset_id], text) for interface, text in missing],
        )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                created = self.env["ipai.prefix"].create(
                    [
                        {
                            "name": network,
                            "scope_id": scope.id,
                            "vlan_id": interfaces[scope, network].vlan_id.id,
                            "site_id": interfaces[scope, network].asset_id.site_id.id,
                            "company_id": self.run.company_id.id,
                            "to_confirm": len(hosts[scope, network]) < AGREEING,
                        }
                        for scope, network in unknown
                    ]
                )
                created.flush_recordset()
        except IntegrityError:
            # A report that ran at the same time has just made one of them.
            run_anew(self.env.cr)
        # Else each address is added to a list in memory, which is copied for the next one.
        created.invalidate_recordset(["address_ids"])
        self.run._note_made(created)
