# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The records that hang on assets, copied field by field: what a run has made of them, and how to give them back."""

from collections import defaultdict

from odoo import Command
from odoo.models import MAGIC_COLUMNS

from odoo.addons.ipai_asset.identity import split_list

from ..parts.keys import INTERFACE, RELATION, SERVICE

INTERFACES, ADDRESSES, RELATIONS, ASSETS = (
    "ipai.interface",
    "ipai.ip.address",
    "ipai.relation",
    "ipai.asset",
)
PRIMARY = ("primary_ip4_id", "primary_ip6_id")
TEXTS = ("ip_addresses", "mac_addresses")
"""They follow the records, and keep the order in which they were typed."""
OWN_TABLES = frozenset(
    {
        "ipai_interface",
        "ipai_ip_address",
        "ipai_relation",
        "ipai_asset_interval",
        "ipai_sighting",
        "ipai_field_origin",
        "ipai_drift",
        "ipai_match_answer",
        "ipai_import_line",
        "ipai_import_line_candidate_rel",
    }
)
"""Tables whose rows are parts of an asset, or traces of the runs that met it."""


def is_of_records(field):
    """Tell whether a field of a plan is text for records of their own.

    >>> is_of_records("ip_addresses"), is_of_records("interface:eth0"), is_of_records("location")
    (True, True, False)
    """
    return field in ("ip_addresses", "mac_addresses") or field.startswith(
        (INTERFACE, SERVICE, RELATION)
    )


def copies(assets):
    """Return {asset id: {"model,id": {field: value}}} of interfaces, addresses, relations and primary addresses.

    In a query or two for each kind, however many assets.
    """
    env, ids, found = assets.env, set(assets.ids), defaultdict(dict)
    relations = env[RELATIONS].search(
        ["|", ("source_asset_id", "in", assets.ids), ("target_asset_id", "in", assets.ids)]
    )
    for records in (
        env[INTERFACES].search([("asset_id", "in", assets.ids)], order="id"),
        env[ADDRESSES].search([("asset_id", "in", assets.ids)], order="id"),
        relations,
    ):
        owners = (
            ["asset_id"] if records._name != RELATIONS else ["source_asset_id", "target_asset_id"]
        )
        owner_of = {r.id: next(r[o].id for o in owners if r[o].id in ids) for r in records}
        for values in records.read(_kept_fields(records), load=None):
            record_id = values.pop("id")
            values = {n: sorted(v) if isinstance(v, list | tuple) else v for n, v in values.items()}
            found[owner_of[record_id]][f"{records._name},{record_id}"] = values
    for values in assets.read([*PRIMARY, *TEXTS], load=None):
        asset_id = values.pop("id")
        found[asset_id][f"{ASSETS},{asset_id}"] = values
    return found


def differences(before, after):
    """Return {"model,id": [values before, values after]} of what differs; None where there was or is none.

    >>> differences({"a,1": {"x": 1}, "a,2": {"x": 2}}, {"a,1": {"x": 1}, "a,3": {"x": 3}})
    {'a,2': [{'x': 2}, None], 'a,3': [None, {'x': 3}]}
    """
    return {
        key: [before.get(key), after.get(key)]
        for key in sorted(before.keys() | after.keys())
        if before.get(key) != after.get(key)
    }


def _kept_fields(records):
    """Return the names of the fields that somebody fills."""
    return [
        name
        for name, field in records._fields.items()
        if field.store
        and field.type != "one2many"
        and not field.related
        and not (field.compute and field.readonly)
        and name not in (*MAGIC_COLUMNS, "company_id")
    ]


class GiveBack:
    """Gives assets the records back that they had before a run, those that nobody has changed since."""

    def __init__(self, assets):
        self.assets = assets
        self.env = assets.env
        self._made = {}

    def split(self, pairs):
        """Return ([(asset, differences still as the run left them)], {asset id: names of what is not}).

        :param pairs: (asset, differences) each
        """
        now = copies(self.assets.browse([asset.id for asset, _d in pairs]))
        untouched, changed = [], {}
        for asset, found in pairs:
            here = now.get(asset.id, {})
            same = {key: pair for key, pair in found.items() if here.get(key) == pair[1]}
            untouched.append((asset, same))
            changed[asset.id] = [
                (here.get(key) or pair[1] or pair[0]).get("name") or key.partition(",")[0]
                for key, pair in found.items()
                if key not in same
            ]
        return untouched, changed

    def give_back(self, pairs):
        """Write, make again and delete until the records are as before.

        :param pairs: as `split` returns them
        """
        by_model = defaultdict(list)
        for _asset, found in pairs:
            for key, (old, new) in found.items():
                model, _comma, record_id = key.partition(",")
                by_model[model].append((self.env[model].browse(int(record_id)), old, new))
        primary = by_model.pop(ASSETS, [])
        moved = self.assets.browse([asset.id for asset, found in pairs if found])
        chosen = {asset: [asset[name] for name in PRIMARY] for asset in moved}
        moved.write(dict.fromkeys(PRIMARY, False))
        self._delete(by_model[ADDRESSES] + by_model[RELATIONS])
        self._make(by_model[INTERFACES])
        self._write(by_model[INTERFACES])
        self._write(by_model[ADDRESSES])
        self._make(by_model[ADDRESSES])
        self._delete(by_model[INTERFACES])
        self._write(by_model[RELATIONS])
        self._make(by_model[RELATIONS])
        for asset, addresses in chosen.items():
            kept = [address.exists() for address in addresses]
            asset.write(
                {n: a.id for n, a in zip(PRIMARY, kept, strict=True) if a in asset.address_ids}
            )
        for asset, old, _new in primary:
            asset = self.assets.browse(asset.id)
            same = [n for n in TEXTS if sorted(split_list(old[n])) == sorted(split_list(asset[n]))]
            old = {name: value for name, value in old.items() if name in same or name in PRIMARY}
            asset.write(self._written(ASSETS, old))

    def _delete(self, items):
        for model in (ADDRESSES, RELATIONS, INTERFACES):
            ids = [
                record.id for record, old, _new in items if old is None and record._name == model
            ]
            self.env[model].browse(ids).unlink()

    def _make(self, items):
        items = [(record, old) for record, old, new in items if new is None]
        if not items:
            return
        model = items[0][0]._name
        made = self.env[model].create([self._written(model, old) for _record, old in items])
        self._made |= {(model, r.id): m.id for (r, _old), m in zip(items, made, strict=True)}

    def _write(self, items):
        for record, old, new in items:
            if old and new:
                changed = {name: value for name, value in old.items() if value != new[name]}
                record.write(self._written(record._name, changed))

    def _written(self, model, values):
        """Return values as they are written; a record that had to be made anew is meant by its former id."""
        written = {}
        for name, value in values.items():
            field = self.env[model]._fields[name]
            if field.type == "many2many":
                value = [Command.set(self.env[field.comodel_name].browse(value).exists().ids)]
            elif field.type == "many2one" and value:
                value = self._made.get((field.comodel_name, value), value)
                value = self.env[field.comodel_name].browse(value).exists().id
            written[name] = value
        return written
