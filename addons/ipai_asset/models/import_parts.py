# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading and writing interfaces, addresses and extra fields of many assets as values of a plan."""

from collections import defaultdict

from odoo import Command

from ..addressing import Address
from ..importing.interfaces import (
    INTERFACE,
    PROPERTY,
    bare,
    described_interface,
    interface_key,
    part_name,
)
from ..importing.properties import find_definition

INTERFACE_FIELDS = ["asset_id", "name", "mac_address", "vlan_id", "tagged_vlan_ids"]


class Parts:
    """The parts of the assets of a run, as the user of the run sees and writes them."""

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env
        self.assets = run._assets()

    # -- reading ----------------------------------------------------------------------------

    def current(self, asset_ids, fields):
        """Return {asset id: {field: value}} of all parts of the kinds that stand in `fields`."""
        found = defaultdict(dict)
        if any(field.startswith(INTERFACE) for field in fields):
            for asset_id, interface in self._interfaces(asset_ids):
                found[asset_id][interface_key(interface.name)] = self._value(interface)
        if any(field.startswith(PROPERTY) for field in fields):
            for asset in self.assets.browse(asset_ids):
                for name, value in (asset.properties or {}).items():
                    if value not in (None, False, ""):
                        found[asset.id][PROPERTY + name.lower()] = value
        return found

    def _interfaces(self, asset_ids):
        interfaces = self.env["ipai.interface"].search_fetch(
            [("asset_id", "in", list(asset_ids))], INTERFACE_FIELDS
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

    def described(self, field, value):
        """Return a part's value as a person reads it."""
        if value in (None, False, "", []):
            return "-"
        return described_interface(value) if field.startswith(INTERFACE) else str(value)

    # -- writing ----------------------------------------------------------------------------

    def put(self, pairs):
        """Bring parts to their values: what goes is taken away from all before any is added.

        :param pairs: (asset, {field: value}) each
        """
        wanted = [
            (asset, field, value)
            for asset, values in pairs
            for field, value in values.items()
            if field.startswith(INTERFACE)
        ]
        if wanted:
            self._write_interfaces(wanted)
        for asset, values in pairs:
            properties = {
                part_name(field): value
                for field, value in values.items()
                if field.startswith(PROPERTY)
            }
            if properties:
                self._write_properties(asset, properties)

    def _write_interfaces(self, wanted):
        known = {
            (asset_id, interface_key(interface.name)): interface
            for asset_id, interface in self._interfaces({asset.id for asset, _f, _v in wanted})
        }
        self._take_away(wanted, known)
        fresh = [
            (asset, field, value)
            for asset, field, value in wanted
            if value and (asset.id, field) not in known
        ]
        vlans = Vlans(self.run, [(asset, value) for asset, _field, value in wanted if value])
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

    def _take_away(self, wanted, known):
        """Delete the addresses and interfaces that are not wanted any more."""
        addresses = self.env["ipai.ip.address"]
        gone = self.env["ipai.interface"]
        for asset, field, value in wanted:
            interface = known.get((asset.id, field))
            if not interface:
                continue
            if not value:
                gone |= known.pop((asset.id, field))
                addresses |= interface.address_ids
                continue
            hosts = {bare(text) for text in value["addresses"]}
            addresses |= interface.address_ids.filtered(lambda a, hosts=hosts: a.host not in hosts)
        if addresses:
            self.assets._drop_addresses(addresses)
        gone.unlink()

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
            known = {address.host: address for address in interface.address_ids}
            for text in value["addresses"]:
                address = known.get(bare(text))
                if not address:
                    missing.append((interface, text))
                elif "/" in text and address.name != text:
                    address.name = text
        if not missing:
            return
        scopes = self.env["ipai.ip.scope"]._of_assets(
            self.assets.browse({interface.asset_id.id for interface, _text in missing})
        )
        spare = self._spare_addresses(missing, scopes)
        vals_list = []
        for interface, text in missing:
            asset = interface.asset_id
            known = spare.pop((asset.company_id, scopes[asset], bare(text)), None)
            if known:
                known.interface_id = interface
                continue
            vals_list.append(
                {
                    "name": text,
                    "interface_id": interface.id,
                    "scope_id": scopes[asset].id,
                    "company_id": asset.company_id.id,
                }
            )
        self.env["ipai.ip.address"].create(vals_list)

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

    def _write_properties(self, asset, values):
        """Write extra fields; one that the type does not have is added to it as a text."""
        kind = asset.type_id.sudo()
        missing = [name for name in values if not find_definition(kind.properties_definition, name)]
        if missing:
            kind.properties_definition = list(kind.properties_definition or []) + [
                {"name": name, "string": name, "type": "char"} for name in missing
            ]
        definitions = kind.properties_definition
        held = dict((asset.properties or {}).items())
        for name, value in values.items():
            held[find_definition(definitions, name)["name"]] = False if value is None else value
        asset.properties = held


class Vlans:
    """The VLAN records that interfaces name by ID: those of the asset's site, its customer, or any.

    One that does not exist is created, in the VLAN group of the site where it has one.
    """

    def __init__(self, run, wanted):
        self.run = run
        self.env = run._assets().env
        self._by_vid = defaultdict(list)
        self._groups = {}
        vids = {vid for _asset, value in wanted for vid in [value["vlan"], *value["tagged"]] if vid}
        if vids:
            self._load(vids)

    def values(self, asset, value):
        """Return the values of an interface of this asset."""
        return {
            "mac_address": value["mac"] or False,
            "vlan_id": self._find(asset, value["vlan"]) if value["vlan"] else False,
            "tagged_vlan_ids": [
                Command.set(sorted(self._find(asset, vid) for vid in value["tagged"]))
            ],
        }

    def _load(self, vids):
        company = self.run.company_id
        domain = [("vid", "in", list(vids)), ("company_id", "=", company.id)]
        for vlan in self.env["ipai.vlan"].search(domain, order="id"):
            self._by_vid[vlan.vid].append(vlan)
        for group in self.env["ipai.vlan.group"].search([("company_id", "=", company.id)]):
            self._groups.setdefault(group.site_id, group)

    def _find(self, asset, vid):
        """Return the id of the VLAN with this ID that is nearest to the asset."""
        known = [
            vlan for vlan in self._by_vid[vid] if self._owner(vlan) in (None, asset.customer_id)
        ]
        if not known:
            known = [self._create(asset, vid)]
            self._by_vid[vid] += known
        return min(known, key=lambda vlan: self._distance(asset, vlan)).id

    def _owner(self, vlan):
        """Return whose VLAN it is, None for everybody's."""
        return vlan.group_id.customer_id or self._site(vlan).customer_id or None

    def _site(self, vlan):
        return vlan.site_id or vlan.group_id.site_id

    def _distance(self, asset, vlan):
        return (self._site(vlan) != asset.site_id, not self._owner(vlan), vlan.id)

    def _create(self, asset, vid):
        group = self._groups.get(asset.site_id)
        return self.env["ipai.vlan"].create(
            {
                "vid": vid,
                "name": self.env._("VLAN %s", vid),
                "group_id": group.id if group and group._allows(vid) else False,
                "site_id": asset.site_id.id,
                "company_id": self.run.company_id.id,
            }
        )
