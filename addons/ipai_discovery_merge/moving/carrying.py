# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_base.usage import used_elsewhere
from odoo.addons.ipai_discovery.importing.planning.values import current_values
from odoo.addons.ipai_discovery.importing.writing.records import OWN_TABLES, PRIMARY, GiveBack
from odoo.addons.ipai_discovery.observing import observing

from . import history
from .parts import changed, move_interfaces, move_relations, pictured
from .references import carry, carry_back, named, references

IDENTITIES = frozenset({"hostname", "serial_number", "asset_tag"})
"""By these a machine is known: of two machines only one has them."""
INTERFACE, RELATION, ASSET = "ipai.interface", "ipai.relation", "ipai.asset"
OWN = OWN_TABLES | {"ipai_asset_merge", "ipai_import_line_asked_rel"}


def listed(asset, goes):
    """Return what hangs on an asset, a dict for each line of a merge.

    :param goes: whether it will go along unless a person says otherwise
    """
    env = asset.with_context(active_test=False).env
    lines = []
    for records, name in (
        (asset.interface_ids, "asset_id"),
        (
            env[RELATION].search(
                ["|", ("source_asset_id", "=", asset.id), ("target_asset_id", "=", asset.id)]
            ),
            "",
        ),
    ):
        lines += [
            {
                "kind": env[records._name]._description,
                "name": _described(record),
                "model": record._name,
                "field": name,
                "record_ids": record.ids,
                "movable": True,
            }
            for record in records
        ]
    for reference in references(asset):
        lines.append(
            {
                "kind": _kind(env, reference.model, reference.field),
                "name": reference.name,
                "model": reference.model,
                "field": reference.field,
                "record_ids": reference.ids,
                "movable": reference.movable,
                "note": not reference.movable
                and env._("You may not change it: it stays where it is."),
            }
        )
    return lines + history.listed(asset, goes)


def _described(record):
    if record._name != INTERFACE:
        return record.display_name
    addresses = record.address_ids.mapped("name")
    return ", ".join(filter(None, [record.name, record.mac_address, *addresses]))


def _kind(env, model, name):
    label = env[model]._fields[name]._description_string(env)
    return f"{env[model]._description}: {label}"


class Carrying:
    """Carries what was chosen from one asset to the other, and takes it back."""

    def __init__(self, merge):
        self.merge = merge
        self.env = merge.env
        self.source = merge.source_id
        self.target = merge.target_id

    # -- forth ----------------------------------------------------------------------------------

    def carry_out(self):
        """Carry it out with the rights of the user; what is refused takes all back.

        :raises UserError: of whoever refuses
        """
        with observing():
            if not self.target:
                self.target = self._made()
            both = self.source | self.target
            before, values = pictured(both), self._values_of(both)
            self._move_parts()
            self._take_over()
            for line in self._lines():
                self._carry(line)
            origins = history.carry_origins(self.merge, self.target)
            state = self._retire()
            self.env.flush_all()
            self.merge.sudo().write(
                {
                    "target_id": self.target.id,
                    "picture": {
                        "parts": changed(before, pictured(both)),
                        "values": values,
                        "after": self._values_of(both),
                        "origins": origins,
                        "state": state,
                    },
                }
            )

    def _lines(self):
        return self.merge.line_ids.filtered(
            lambda line: line.goes and line.movable and line.model not in (INTERFACE, RELATION)
        )

    def _chosen(self, model):
        lines = self.merge.line_ids.filtered(lambda line: line.goes and line.model == model)
        ids = [record_id for line in lines for record_id in line.record_ids]
        return self.env[model].browse(ids).exists()

    def _made(self):
        """Return the second machine of a split: like the first in what two machines may have in common."""
        source = self.source
        return source.create(
            {
                "name": self.merge.name or self.env._("%s (2)", source.name),
                "type_id": source.type_id.id,
                "status": source.status if source.status != "decommissioned" else "active",
                "source": source.source,
                "company_id": source.company_id.id,
                **{
                    name: source[name].id
                    for name in ("customer_id", "site_id", "host_id", "owner_id")
                },
            }
        )

    def _move_parts(self):
        interfaces = self._chosen(INTERFACE)
        if interfaces:
            self.source.write(dict.fromkeys(PRIMARY, False))
            move_interfaces(interfaces, self.target)
            self.source._compute_primary_ips()
        staying = move_relations(self._chosen(RELATION), self.source, self.target)
        for line in self.merge.line_ids.filtered(lambda line: line.model == RELATION and line.goes):
            if set(line.record_ids) & set(staying.ids):
                line.sudo().note = self.env._("The other asset has it already: it stays here.")

    def _take_over(self):
        """Write what is taken over; what two machines cannot have both is let go first."""
        names = self.merge.value_ids.filtered("take").mapped("field")
        values = {
            name: self.source._fields[name].convert_to_write(self.source[name], self.source)
            for name in names
        }
        if "tag_ids" in values:
            tags = (self.source | self.target).tag_ids
            values["tag_ids"] = [(6, 0, tags.ids)]
        if self.merge.kind == "split" or "asset_tag" in names or "hostname" in names:
            gone = IDENTITIES & set(names)
            self.source.write(dict.fromkeys(gone, False))
            self.env.flush_all()
        if values:
            self.target.write(values)

    def _carry(self, line):
        if line.model in history.MODELS:
            fresh, note = history.carry(line, self.source, self.target)
        else:
            records = self.env[line.model].browse(line.record_ids).exists()
            fresh, note = carry(records, line.field, self.source, self.target), False
        # Narrow: a line of this very merge, which no hand writes.
        line.sudo().write({"fresh_ids": fresh, "note": note})

    def _retire(self):
        """Take the duplicate out of service; return how it stood before."""
        state = {"status": self.source.status, "active": self.source.active}
        if self.merge.kind == "merge":
            self.source.sudo().merged_into_id = self.target
            self.source.action_archive()
        return state

    def _values_of(self, assets):
        names = self.merge.value_ids.mapped("field")
        return {str(asset.id): current_values(asset, names) for asset in assets}

    # -- back -----------------------------------------------------------------------------------

    def take_back(self):
        """Give back what went along; return the names of what somebody has changed since."""
        picture = self.merge.picture
        with observing():
            kept = self._values_back(self.target, picture)
            kept += self._parts_back(picture["parts"])
            if self.merge.kind == "merge":
                self._return_to_service(picture["state"])
            kept += self._values_back(self.source, picture)
            for line in self._lines():
                kept += self._carry_back(line)
            history.origins_back(self.merge, picture["origins"])
            if self.merge.kind == "split":
                self._remove()
        return kept

    def _values_back(self, asset, picture):
        """Write back the values that still are as the merge left them."""
        before, after = picture["values"][str(asset.id)], picture["after"][str(asset.id)]
        now = current_values(asset, list(before))
        if asset == self.target:
            # What a source has called it since, because it took it for the other one, is the other one's.
            theirs = picture["values"][str(self.source.id)]
            after |= {n: now[n] for n in IDENTITIES & before.keys() if now[n] == theirs[n]}
        changes = {name: old for name, old in before.items() if old != after[name]}
        kept = [name for name in changes if now[name] != after[name]]
        values = {name: old for name, old in changes.items() if name not in kept}
        if "tag_ids" in values:
            values["tag_ids"] = [(6, 0, values["tag_ids"] or [])]
        if values:
            asset.write({name: old or False for name, old in values.items()})
        return [asset._fields[name]._description_string(self.env) for name in kept]

    def _parts_back(self, parts):
        both = self.source | self.target
        now = pictured(both)
        same = {key: pair for key, pair in parts.items() if now.get(key) == pair[1]}
        both.write(dict.fromkeys(PRIMARY, False))
        GiveBack(self.source).give_back([(self.source, same)])
        both._compute_primary_ips()
        return [
            (now.get(key) or pair[1] or pair[0]).get("name") or key.partition(",")[0]
            for key, pair in parts.items()
            if key not in same and not key.startswith(f"{ASSET},")
        ]

    def _return_to_service(self, state):
        self.source.sudo().merged_into_id = False
        if state["active"]:
            self.source.action_unarchive()
        reason = self.env._("Undo of a merge")
        way = {"maintenance": ["active"], "missing": ["active"]}.get(state["status"], [])
        for status in [*way, state["status"]]:
            if self.source.status != status:
                self.source.write({"status": status, "status_reason": reason})

    def _carry_back(self, line):
        fresh = line.fresh_ids or []
        if line.model in history.MODELS:
            return history.carry_back(line, self.source, self.target)
        records = self.env[line.model].browse(line.record_ids).exists()
        rest = carry_back(records, line.field, self.source, self.target, fresh)
        return [named(rest)] if rest else []

    def _remove(self):
        """Take the machine away that the split has made, or archive it where something has come to use it."""
        made = self.target
        if used_elsewhere(made, OWN | self._lists()):
            made.action_archive()
            return
        self.env["ipai.asset.interval"].sudo()._forget(made)
        self.merge.sudo().target_id = False
        made.unlink()

    def _lists(self):
        """Return the tables of lists of the asset itself, which go with it."""
        columns = self.target._fields.values()
        return {
            column.relation for column in columns if column.type == "many2many" and column.store
        }
