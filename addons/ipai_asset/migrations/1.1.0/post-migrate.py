# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Addresses, MACs and VLANs of the first version, which were text and extra fields, as records."""

import logging
from collections import defaultdict

from odoo import SUPERUSER_ID, api
from odoo.tools import split_every

from odoo.addons.ipai_asset.addressing import Address, AddressError
from odoo.addons.ipai_asset.identity import split_list
from odoo.addons.ipai_asset.vlans import FIRST_VID, LAST_VID

_logger = logging.getLogger(__name__)

BATCH = 1000


def migrate(cr, version):
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {"active_test": False, "tracking_disable": True})
    _drop_unusable_addresses(env)
    _make_room_for_duplicates(env)
    _texts_to_records(env)
    _vlans_to_records(env)
    _drop_vlan_property(env)
    env.invalidate_all()


def _drop_unusable_addresses(env):
    """Take what can be nobody's address, as 0.0.0.0, out of the texts and note it on the asset."""
    env.cr.execute("SELECT id, ip_addresses FROM ipai_asset WHERE ip_addresses IS NOT NULL")
    for asset_id, text in env.cr.fetchall():
        hosts, reasons = [], []
        for host in split_list(text):
            try:
                hosts.append(Address.parse(host).name)
            except AddressError as error:
                reasons.append(str(error))
        if reasons:
            env.cr.execute(
                "UPDATE ipai_asset SET ip_addresses = %s WHERE id = %s",
                [", ".join(hosts) or None, asset_id],
            )
            _note(env, asset_id, env._("Not taken over as an address: %s", "; ".join(reasons)))
    env.invalidate_all()


def _make_room_for_duplicates(env):
    """Stop enforcing in the scopes where several assets in service have the same address."""
    assets = env["ipai.asset"].search(
        [("ip_addresses", "!=", False), ("status", "!=", "decommissioned")]
    )
    holders = defaultdict(list)
    scopes = env["ipai.ip.scope"]._of_assets(assets)
    for asset in assets:
        for host in split_list(asset.ip_addresses):
            holders[scopes[asset], asset.company_id, host].append(asset.name)
    for (scope, _company, host), names in holders.items():
        if len(names) > 1:
            scope.enforce_unique = False
            _logger.warning(
                "%s is held by %s. The scope %s no longer refuses duplicates: resolve those in "
                "Network > Duplicates, then switch it on again.",
                host,
                ", ".join(names),
                scope.name,
            )


def _texts_to_records(env):
    assets = env["ipai.asset"].search(
        [
            ("interface_ids", "=", False),
            "|",
            ("ip_addresses", "!=", False),
            ("mac_addresses", "!=", False),
        ]
    )
    texts = [assets._fields[name] for name in ("ip_addresses", "mac_addresses")]
    for ids in split_every(BATCH, assets.ids):
        batch = env["ipai.asset"].browse(ids)
        # The texts are the source: nothing computed from half of the records may replace them.
        with env.protecting(texts, batch):
            batch._inverse_mac_addresses()
            batch._inverse_ip_addresses()
        env.flush_all()
        env.invalidate_all()


def _vlans_to_records(env):
    """Put the first interface of each asset that has a VLAN into a VLAN of its customer's group."""
    env.cr.execute(
        "SELECT id, properties ->> 'vlan' FROM ipai_asset WHERE properties ->> 'vlan' IS NOT NULL"
    )
    vids = {}
    for asset_id, vid in env.cr.fetchall():
        if vid.isdecimal() and FIRST_VID <= int(vid) <= LAST_VID:
            vids[asset_id] = int(vid)
        elif vid not in ("0", "false"):
            _note(env, asset_id, env._("Not taken over as a VLAN ID: %s", vid))
    assets = env["ipai.asset"].browse(vids)
    interfaces = assets._first_interfaces()
    members = defaultdict(env["ipai.interface"].browse)
    for asset in assets:
        members[asset.company_id, asset.customer_id, vids[asset.id]] |= interfaces[asset]
    groups = {}
    for (company, customer, vid), found in members.items():
        if (company, customer) not in groups:
            groups[company, customer] = _vlan_group(env, company, customer)
        group = groups[company, customer]
        vlan = group.vlan_ids.filtered(
            lambda vlan, vid=vid: vlan.vid == vid
        ) or group.vlan_ids.create(
            {
                "vid": vid,
                "name": f"VLAN {vid}",
                "group_id": group.id,
                "company_id": company.id,
            }
        )
        found.vlan_id = vlan
    env.flush_all()


def _vlan_group(env, company, customer):
    groups = env["ipai.vlan.group"]
    name = customer.name or company.name
    if groups.search_count([("name", "=ilike", name), ("company_id", "=", company.id)]):
        name = f"{name} ({customer.id or company.id})"
    return groups.create({"name": name, "company_id": company.id, "customer_id": customer.id})


def _drop_vlan_property(env):
    """Take the extra field away from types and assets: the VLAN stands on the interface now."""
    env.cr.execute(
        """
        UPDATE ipai_asset_type
           SET properties_definition = (
                   SELECT jsonb_agg(definition ORDER BY position)
                     FROM jsonb_array_elements(properties_definition)
                          WITH ORDINALITY AS kept(definition, position)
                    WHERE definition ->> 'name' <> 'vlan')
         WHERE properties_definition @> '[{"name": "vlan"}]'
        """
    )
    env.cr.execute("UPDATE ipai_asset SET properties = properties - 'vlan'")


def _note(env, asset_id, text):
    env["ipai.asset"].browse(asset_id).message_post(body=text)
