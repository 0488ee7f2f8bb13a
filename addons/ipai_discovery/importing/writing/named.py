# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from collections import defaultdict

from odoo.addons.ipai_asset.attempts import attempt

from ..planning.references import key

OWNERS = ("manufacturer_id", "customer_id")
NAMED = (
    "customer_id",
    "manufacturer_id",
    "model_id",
    "operating_system_id",
    "site_id",
    "tag_ids",
)
"""Fields whose records a run may create, each after those that it leans on."""


class Named:
    """Creates the records that the lines of a run name and that do not exist yet."""

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env
        self.assets = run._assets()

    def make(self, changes):
        """Create what the changes name; return ({identity: id}, {identity: reason}).

        :param changes: the changes of all lines, as the lines hold them
        """
        by_field = defaultdict(dict)
        for change in changes:
            name, new = change["field"], change["new"]
            if name in NAMED:
                for entry in new if isinstance(new, list) else [new]:
                    if isinstance(entry, dict):
                        by_field[name].setdefault(identity_of(name, entry), entry)
        created, why_not = {}, {}
        for name in NAMED:
            if by_field[name]:
                self._create_named(name, by_field[name], created, why_not)
        return created, why_not

    def _create_named(self, name, wanted, created, why_not):
        """Create the records of one field, except those that exist by now."""
        model = self.env[self.assets._fields[name].comodel_name]
        prepared = {}
        for identity, entry in wanted.items():
            values = self._named_values(name, entry, created)
            if values is None:
                why_not[identity] = self.env._("“%s” could not be created.", entry["missing"])
                continue
            prepared[identity] = values
        # An import that ran at the same time may have created some of them.
        names = [values["name"] for values in prepared.values()]
        by_now = defaultdict(list)
        for record in model.search(self._named_domain(name, names)):
            owners = {owner: record[owner].id for owner in OWNERS if owner in model._fields}
            by_now[_values_key({"name": record.name, **owners})].append(record.id)
        fresh = []
        for identity, values in prepared.items():
            ids = by_now.get(_values_key(values))
            if ids:
                created[identity] = ids[0]
            else:
                fresh.append((identity, values))

        def create(items):
            records = model.create([values for _identity, values in items])
            created.update(
                (item[0], record.id) for item, record in zip(items, records, strict=True)
            )

        def refuse(item, reason):
            created.pop(item[0], None)
            why_not[item[0]] = reason

        attempt(self.env, create, fresh, refuse)
        made = [created[identity] for identity, _values in fresh if identity in created]
        self.run._note_made(model.browse(made))

    def _named_domain(self, name, names):
        domain = [("name", "in", names)]
        if name == "customer_id":
            domain.append(("is_company", "=", True))
        if name in ("customer_id", "site_id"):
            domain.append(("company_id", "in", [False, self.run.company_id.id]))
        return domain

    def _named_values(self, name, entry, created):
        values = {"name": entry["missing"]}
        if name == "customer_id":
            values |= {"is_company": True, "company_id": self.run.company_id.id}
        if name == "site_id":
            values["company_id"] = self.run.company_id.id
        for owner, field in (("manufacturer", "manufacturer_id"), ("customer", "customer_id")):
            if owner in entry:
                values[field] = self._resolved(field, entry[owner], created)
                if values[field] is None:
                    return None
        return values

    def _resolved(self, name, value, created):
        return created.get(identity_of(name, value)) if isinstance(value, dict) else value


def identity_of(name, entry):
    """Return what makes two mentions of a missing record the same record."""
    owners = [entry.get(owner) for owner in ("manufacturer", "customer")]
    return (name, key(entry["missing"]), *(json.dumps(owner, sort_keys=True) for owner in owners))


def _values_key(values):
    return (key(values["name"]), *(values.get(owner) or None for owner in OWNERS))
