# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Services that assets carry and relations to others, as parts of assets."""

from collections import defaultdict
from functools import cached_property

from odoo.addons.ipai_base.compat import domain_or

from ..planning.references import literal
from .keys import RELATION, SERVICE, described_service, part_key

TARGET_NAMES = ("name", "hostname", "asset_tag")


class Services:
    """The services that an asset carries, each with the role that it plays."""

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env

    @cached_property
    def _type(self):
        """The type of relation that says what a service runs on."""
        return self.env["ipai.relation.type"]._host_type()

    def current(self, asset_ids):
        """Yield (asset id, field, value) of each service."""
        for relation in self._relations(asset_ids):
            value = {"name": relation.source_service_id.name, "role": relation.role or None}
            yield relation.target_asset_id.id, part_key(SERVICE, value["name"]), value

    def _relations(self, asset_ids):
        return self.env["ipai.relation"].search(
            [("type_id", "=", self._type.id), ("target_asset_id", "in", asset_ids)], order="id"
        )

    def described(self, value):
        return described_service(value)

    def missing(self, wanted):
        """Yield (key, text) of the services that would be created."""
        known = self._known([value["name"] for _key, _place, value in wanted])
        for key, place, value in wanted:
            if not self._find(known, place.customer, value["name"]):
                yield key, self.env._("service %s", value["name"])

    def put(self, wanted):
        """Let assets carry services, with a role; one that does not exist is created.

        :param wanted: (asset, field, value) each
        """
        held = {
            (
                relation.target_asset_id.id,
                part_key(SERVICE, relation.source_service_id.name),
            ): relation
            for relation in self._relations([asset.id for asset, _field, _value in wanted])
        }
        known = self._known([value["name"] for _asset, _field, value in wanted if value])
        self._create_services(wanted, known)
        gone, vals_list = self.env["ipai.relation"], []
        for asset, field, value in wanted:
            relation = held.get((asset.id, field))
            if relation and not value:
                gone |= relation
            elif relation and (relation.role or None) != value["role"]:
                relation.role = value["role"]
            elif value and not relation:
                service = self._find(known, asset.customer_id.id, value["name"])
                vals_list.append(
                    {
                        "type_id": self._type.id,
                        "source_service_id": service.id,
                        "target_asset_id": asset.id,
                        "role": value["role"],
                    }
                )
        gone.unlink()
        self.env["ipai.relation"].create(vals_list)

    def _known(self, names):
        """Return {(customer id or False, name in lower case): service}."""
        services = self.env["ipai.service"].search(
            domain_or(*[[("name", "=ilike", literal(name))] for name in sorted(set(names))])
            if names
            else [("id", "=", 0)]
        )
        return {(service.customer_id.id, service.name.lower()): service for service in services}

    def _find(self, known, customer, name):
        """Return the service of this name: the customer's own, else everybody's."""
        return known.get((customer or False, name.lower())) or known.get((False, name.lower()))

    def _create_services(self, wanted, known):
        missing = {}
        for asset, _field, value in wanted:
            if value and not self._find(known, asset.customer_id.id, value["name"]):
                missing[asset.customer_id.id, value["name"].lower()] = value["name"]
        created = self.env["ipai.service"].create(
            [
                {"name": name, "customer_id": customer, "company_id": self.run.company_id.id}
                for (customer, _key), name in missing.items()
            ]
        )
        self.run._note_made(created)
        known.update(zip(missing, created, strict=True))


class Relations:
    """Relations to assets and services, as they read from the asset: “depends on: nas01”."""

    def __init__(self, run):
        self.run = run
        self.env = run._assets().env

    def current(self, asset_ids):
        """Yield (asset id, field, value) of each relation, of those within the assets from both ends."""
        wanted = set(asset_ids)
        for relation in self._relations(asset_ids):
            for end, other in (("source", "target"), ("target", "source")):
                asset = relation[f"{end}_asset_id"]
                if asset.id in wanted:
                    label = self._labels[relation.type_id.id][end == "target"]
                    value = {"type": label, "target": relation._end(other).name}
                    yield asset.id, part_key(RELATION, *value.values()), value

    def _relations(self, asset_ids):
        return self.env["ipai.relation"].search(
            [
                ("type_id", "!=", self.env["ipai.relation.type"]._host_type().id),
                "|",
                ("source_asset_id", "in", asset_ids),
                ("target_asset_id", "in", asset_ids),
            ],
            order="id",
        )

    def described(self, value):
        return f"{value['type']} {value['target']}"

    def missing(self, wanted):
        return ()

    @cached_property
    def _labels(self):
        """Return {type id: (how it reads from the first end, from the second)}, in English."""
        kinds = self.env["ipai.relation.type"].with_context(lang="en_US").search([])
        return {kind.id: (kind._label(True), kind._label(False)) for kind in kinds}

    # -- finding ------------------------------------------------------------------------------

    def resolve(self, values):
        """Return ({(type, target) as reported: value as recorded}, {same: why there is none}).

        :param values: the values of reported relations
        """
        found, refused = {}, {}
        targets = self._targets({value["target"] for value in values})
        named = self._targets({record.name for records in targets.values() for record in records})
        for value in values:
            place = value["type"], value["target"]
            label = self._label(value["type"])
            records = targets.get(value["target"].lower(), ())
            if len(records) == 1:  # recorded by its name, which must be its alone
                records = named[records[0].name.lower()]
            if not label:
                refused[place] = self.env._(
                    "There is no relation “%(type)s”. There are: %(known)s.",
                    type=value["type"],
                    known=", ".join(sorted({n for pair in self._labels.values() for n in pair})),
                )
            elif len(records) > 1:
                refused[place] = self.env._(
                    "“%(target)s” may be any of: %(names)s.",
                    target=value["target"],
                    names=", ".join(record.display_name for record in records[:3]),
                )
            elif records:
                found[place] = {"type": label, "target": records[0].name}
        return found, refused

    def _label(self, text):
        """Return a relation's label in its own spelling, or None."""
        for pair in self._labels.values():
            for label in pair:
                if label.lower() == text.lower():
                    return label
        return None

    def _targets(self, texts):
        """Return {text in lower case: assets and services that are called so}."""
        found = defaultdict(list)
        if not texts:
            return found
        spelled = sorted({text.lower() for text in texts} | texts)
        company = [("company_id", "=", self.run.company_id.id)]
        named = domain_or(*[[(name, "in", spelled)] for name in TARGET_NAMES])
        for asset in self.env["ipai.asset"].search([*company, ("active", "=", True), *named]):
            for name in {(asset[field] or "").lower() for field in TARGET_NAMES}:
                found[name].append(asset)
        for service in self.env["ipai.service"].search([*company, ("name", "in", spelled)]):
            found[service.name.lower()].append(service)
        return found

    # -- writing ------------------------------------------------------------------------------

    def put(self, wanted):
        """Enter relations and delete those that go; one that stands already is left alone.

        :param wanted: (asset, field, value) each
        """
        targets = self._targets({value["target"] for _a, _f, value in wanted if value})
        vals = {}
        for asset, _field, value in wanted:
            if value:
                target = targets[value["target"].lower()][0]
                made = self._values(asset, value["type"], target)
                vals[tuple(sorted(made.items()))] = made
        self._delete([(asset.id, field) for asset, field, value in wanted if not value])
        relations = self.env["ipai.relation"]
        places = {self._place(made): made for made in vals.values()}
        standing = relations._existing(list(places))
        relations.create([made for place, made in places.items() if place not in standing])

    def _delete(self, gone):
        asset_ids = list({asset_id for asset_id, _field in gone})
        doomed = self.env["ipai.relation"]
        for relation in self._relations(asset_ids) if gone else ():
            ends = [("source", relation.target_asset_id or relation.target_service_id)]
            ends.append(("target", relation.source_asset_id or relation.source_service_id))
            for end, other in ends:
                label = self._labels[relation.type_id.id][end == "target"]
                key = part_key(RELATION, label, other.name)
                if (relation[f"{end}_asset_id"].id, key) in gone:
                    doomed |= relation
        doomed.unlink()

    def _values(self, asset, label, target):
        """Return the values of a relation that reads so from the asset."""
        type_id, backward = next(
            (type_id, pair[0] != label) for type_id, pair in self._labels.items() if label in pair
        )
        near, far = ("target", "source") if backward else ("source", "target")
        end = "asset" if target._name == "ipai.asset" else "service"
        return {"type_id": type_id, f"{near}_asset_id": asset.id, f"{far}_{end}_id": target.id}

    def _place(self, values):
        relations = self.env["ipai.relation"]
        values.update(relations._normalize(values))
        return (values["type_id"], *relations._nodes_of(values))
