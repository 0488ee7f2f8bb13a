# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ipai_asset import identity
from odoo.addons.ipai_base.compat import Index, UniqueIndex
from odoo.addons.ipai_base.said import to_the_person

KINDS = [
    ("physical", "Physical"),
    ("virtual", "Virtual"),
    ("bridge", "Bridge"),
    ("lag", "Link Aggregation"),
    ("wireless", "Wireless"),
    ("tunnel", "Tunnel or VPN"),
    ("loopback", "Loopback"),
    ("management", "Management"),
]


class IpaiInterface(models.Model):
    _name = "ipai.interface"
    _description = "Network Interface"
    _order = "asset_id, sort_key, id"
    _check_company_auto = True
    _rec_names_search = ["name", "asset_id"]

    name = fields.Char(required=True, help="As the machine calls it: eth0, vmbr0, Gi1/0/24.")
    asset_id = fields.Many2one("ipai.asset", required=True, index=True, ondelete="cascade")
    kind = fields.Selection(KINDS, "Type", required=True, default="physical")
    mac_address = fields.Char("MAC Address", index="btree_not_null", copy=False)
    vlan_id = fields.Many2one(
        "ipai.vlan",
        "Untagged VLAN",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    tagged_vlan_ids = fields.Many2many(
        "ipai.vlan", "ipai_interface_tagged_vlan_rel", string="Tagged VLANs", check_company=True
    )
    peer_id = fields.Many2one(
        "ipai.interface",
        "Connected To",
        check_company=True,
        domain="[('id', '!=', id)]",
        ondelete="set null",
        copy=False,
        help="The interface at the other end of the cable.",
    )
    address_ids = fields.One2many("ipai.ip.address", "interface_id", "IP Addresses")
    description = fields.Char()
    company_id = fields.Many2one(related="asset_id.company_id", store=True, index=True)
    sort_key = fields.Char(
        compute="_compute_sort_key",
        store=True,
        help="The name, numbers padded: eth2 before eth10.",
    )

    mac_twice = fields.Boolean(
        "MAC Held Twice",
        compute="_compute_mac_twice",
        store=True,
        help="Another interface of the company has the same MAC address, or had it until today.",
    )

    # Filled after the row is in, so that a check can name the other record before the index bites.
    unique_key = fields.Char(compute="_compute_unique_key", store=True)

    _name_uniq = UniqueIndex(
        "(unique_key)",
        "An interface of this name has just been added to the asset. Reload to see it.",
    )
    _mac_idx = Index("(company_id, mac_address) WHERE mac_address IS NOT NULL")
    _mac_twice_idx = Index("(company_id, mac_address) WHERE mac_twice")
    _peer_uniq = UniqueIndex(
        "(peer_id) WHERE peer_id IS NOT NULL",
        "The other interface has just been connected to another one. Reload to see which.",
    )

    # -- constraints -------------------------------------------------------------------------

    @api.constrains("name", "asset_id")
    def _check_name_unique(self):
        # In no order of theirs: that one joins the assets, which a plan without figures does by N².
        others = self.search([("asset_id", "in", self.asset_id.ids)], order="id")
        named = others.grouped(lambda interface: (interface.asset_id, _sort_key(interface.name)))
        for interface in self:
            if len(named[interface.asset_id, _sort_key(interface.name)]) > 1:
                raise ValidationError(
                    self.env._(
                        "%(asset)s already has an interface %(name)s. Choose another name.",
                        asset=interface.asset_id.name,
                        name=interface.name,
                    )
                )

    @api.constrains("vlan_id", "tagged_vlan_ids")
    def _check_vlans(self):
        for interface in self:
            if interface.vlan_id in interface.tagged_vlan_ids:
                raise ValidationError(
                    self.env._(
                        "%(interface)s has VLAN %(vlan)s both untagged and tagged. "
                        "Take it out of one of the two.",
                        interface=interface.display_name,
                        vlan=interface.vlan_id.display_name,
                    )
                )

    # -- computes ----------------------------------------------------------------------------

    @api.depends("name")
    def _compute_sort_key(self):
        for interface in self:
            interface.sort_key = _sort_key(interface.name)

    @api.depends("asset_id", "sort_key")
    def _compute_unique_key(self):
        for interface in self:
            interface.unique_key = f"{interface.asset_id.id}/{interface.sort_key}"

    @api.depends("mac_address", "company_id")
    def _compute_mac_twice(self):
        """Mark these and those that have their MAC by now; whoever lost the other is let go at night.

        So the duplicates are read from the few that are marked, however many interfaces there are.
        """
        stored = self.filtered("id")
        stored.flush_recordset(["mac_address", "company_id"])
        self.env.cr.execute(
            """
            SELECT own.id, other.id FROM ipai_interface own
              JOIN ipai_interface other ON other.company_id = own.company_id
                   AND other.mac_address = own.mac_address AND other.id <> own.id
             WHERE own.id = ANY(%s)
            """,
            [stored.ids],
        )
        pairs = self.env.cr.fetchall()
        twice = {own for own, _other in pairs}
        for interface in self:
            interface.mac_twice = interface.id in twice
        self._mark_twice({other for _own, other in pairs} - set(self.ids), True)

    def _mark_twice(self, ids, twice):
        self.env.cr.execute(
            "UPDATE ipai_interface SET mac_twice = %s"
            " WHERE id = ANY(%s) AND mac_twice IS DISTINCT FROM %s",
            [twice, list(ids), twice],
        )
        self.browse(ids).invalidate_recordset(["mac_twice"], flush=False)

    @api.autovacuum
    def _gc_mac_twice(self):
        """Mark whom two transactions at one moment have missed, let go who is alone by now."""
        self.flush_model(["mac_address", "company_id", "mac_twice"])
        self.env.cr.execute(
            """
            SELECT id, holders > 1
              FROM (SELECT id, mac_twice, count(mac_address) OVER (
                               PARTITION BY company_id, mac_address) AS holders
                      FROM ipai_interface WHERE company_id IS NOT NULL) interface
             WHERE mac_twice IS DISTINCT FROM (holders > 1)
            """
        )
        wrong = self.env.cr.fetchall()
        for twice in (True, False):
            self._mark_twice({id_ for id_, now in wrong if now is twice}, twice)

    @api.depends("name", "asset_id.name")
    def _compute_display_name(self):
        for interface in self:
            names = interface.asset_id.name, interface.name
            interface.display_name = ": ".join(name for name in names if name)

    # -- records -----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._normalize(vals) for vals in vals_list]
        for vals in vals_list:
            self._check_peer_free(self.browse(vals.get("peer_id")))
        self.flush_model(["peer_id"])  # an end that was let go is free before it is taken
        assets = self.env["ipai.asset"].browse(
            {vals.get("asset_id") for vals in vals_list} - {None, False}
        )
        assets._announce_changes("asset.changed", ["mac_addresses"])
        interfaces = super().create(vals_list)
        interfaces._connect_peers()
        return interfaces

    def write(self, vals):
        vals = self._normalize(vals)
        if "asset_id" in vals:
            moved = self.filtered(lambda interface: interface.asset_id.id != vals["asset_id"])
            moved.address_ids._check_primary_stays()
        if vals.keys() & {"mac_address", "asset_id"}:
            self.asset_id._announce_changes("asset.changed", ["mac_addresses"])
        if "peer_id" not in vals:
            return super().write(vals)
        peer = self.browse(vals["peer_id"])
        for interface in self:
            interface._check_peer_free(peer)
        super(IpaiInterface, self.peer_id - peer).write({"peer_id": False})
        self.flush_model(["peer_id"])
        result = super().write(vals)
        self._connect_peers()
        return result

    def unlink(self):
        self.address_ids.unlink()
        self.asset_id._announce_changes("asset.changed", ["mac_addresses"])
        return super().unlink()

    def action_view_addresses(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_network.ipai_ip_address_action"
        )
        action["domain"] = [("interface_id", "=", self.id)]
        action["context"] = {"default_interface_id": self.id}
        return action

    # -- seams -------------------------------------------------------------------------------

    def _normalize(self, vals):
        """A copy of ``vals`` with name and MAC address in their one spelling.

        :raises ValidationError: for a MAC address that is none.
        """
        vals = dict(vals)
        if isinstance(vals.get("name"), str):
            vals["name"] = vals["name"].strip()
        if "mac_address" in vals:
            with to_the_person():
                vals["mac_address"] = (
                    identity.canonical_mac(vals["mac_address"]) if vals["mac_address"] else False
                )
        return vals

    def _check_peer_free(self, peer):
        """Refuse an interface connected to itself, or to one that has another cable.

        :raises UserError: naming the interface at the other end of that cable.
        """
        if peer and peer == self:
            raise UserError(
                self.env._(
                    "%s cannot be connected to itself. Choose the interface at the other end.",
                    self.display_name,
                )
            )
        if peer.peer_id and peer.peer_id != self:
            raise UserError(
                self.env._(
                    "%(peer)s is already connected to %(other)s. Disconnect them first.",
                    peer=peer.display_name,
                    other=peer.peer_id.display_name,
                )
            )

    def _connect_peers(self):
        """Make the other end of each cable say the same."""
        for interface in self.filtered("peer_id"):
            if interface.peer_id.peer_id != interface:
                interface.peer_id.write({"peer_id": interface.id})

    def _is_blank(self):
        """Whether the interface says nothing but its name."""
        self.ensure_one()
        return not (
            self.mac_address
            or self.address_ids
            or self.vlan_id
            or self.tagged_vlan_ids
            or self.peer_id
            or self.description
        )

    @api.model
    def _free_names(self, asset, count):
        """The next names that no interface of the asset has: eth0, eth1 and so on."""
        taken = {_sort_key(interface.name) for interface in asset.interface_ids}
        names = []
        number = 0
        while len(names) < count:
            if _sort_key(f"eth{number}") not in taken:
                names.append(f"eth{number}")
            number += 1
        return names


def _sort_key(name):
    """The name in lower case, its numbers padded, so that eth2 sorts before eth10."""
    return re.sub(r"[0-9]+", lambda digits: digits[0].zfill(6), (name or "").lower())
