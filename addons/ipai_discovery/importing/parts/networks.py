# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The VLANs that interfaces tell of."""

from collections import defaultdict

from odoo import Command


class Vlans:
    """The VLAN records that interfaces name by ID: of the asset's site or of none, its customer's or everybody's.

    The VLAN of another site is another network, whatever its ID. One that does not exist is created, in the VLAN group
    of the site or in the default one, where there is such a group and the ID is free in it.
    """

    def __init__(self, run, interfaces):
        self.run = run
        self.env = run._assets().env
        self._by_vid = defaultdict(list)
        self._groups = {}
        vids = {vid for value in interfaces for vid in [value["vlan"], *value["tagged"]] if vid}
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
            self._groups.setdefault((group.site_id.id, group.customer_id.id), group)

    def _find(self, asset, vid):
        """Return the id of the VLAN with this ID that is nearest to the asset."""
        known = self.candidates(asset.customer_id.id, asset.site_id.id, vid)
        if not known:
            known = [self._create(asset, vid)]
            self._by_vid[vid] += known
        return min(known, key=lambda vlan: self._distance(asset, vlan)).id

    def candidates(self, customer, site, vid):
        """Return the VLANs with this ID that are the customer's or everybody's, and of the site or of none.

        Of an asset whose site nobody knows, those of the only site that has the ID are taken.
        """
        owners = (False, customer)
        known = [vlan for vlan in self._by_vid[vid] if self._owner(vlan) in owners]
        sites = {self._site(vlan).id for vlan in known} - {False}
        if not site and len(sites) == 1:
            return known
        return [vlan for vlan in known if self._site(vlan).id in (False, site)]

    def _owner(self, vlan):
        """Return the id of whose VLAN it is, False for everybody's."""
        return vlan.group_id.customer_id.id or self._site(vlan).customer_id.id

    def _site(self, vlan):
        return vlan.site_id or vlan.group_id.site_id

    def _distance(self, asset, vlan):
        return (self._site(vlan) != asset.site_id, not self._owner(vlan), vlan.id)

    def _create(self, asset, vid):
        group = self._group_of(asset)
        if group and (
            not group._allows(vid) or any(vlan.group_id == group for vlan in self._by_vid[vid])
        ):
            group = None
        vlan = self.env["ipai.vlan"].create(
            {
                "vid": vid,
                "name": self.env._("VLAN %s", vid),
                "group_id": group.id if group else False,
                "site_id": asset.site_id.id,
                "company_id": self.run.company_id.id,
            }
        )
        self.run._note_made(vlan)
        return vlan

    def _group_of(self, asset):
        """Return the VLAN group of the asset's site, else of its customer, else the one of nobody's."""
        site, customer = asset.site_id.id, asset.customer_id.id
        places = ((site, customer), (site, False), (False, customer), (False, False))
        return next((self._groups[place] for place in places if place in self._groups), None)
