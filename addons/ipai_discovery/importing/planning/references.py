# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which records the texts of a file name."""

from collections import defaultdict
from functools import cached_property

from odoo.addons.ipai_base.compat import domain_and, domain_or

CREATE_OPTIONS = {
    "customer_id": "create_customers",
    "manufacturer_id": "create_manufacturers",
    "model_id": "create_manufacturers",
    "operating_system_id": "create_operating_systems",
    "site_id": "create_sites",
    "tag_ids": "create_tags",
}
"""Field to the option of the run that permits to create what it names."""

NAMES = {
    "type_id": ("name", "complete_name"),
    "manufacturer_id": ("name",),
    "operating_system_id": ("name", "complete_name"),
    "site_id": ("name", "code", "display_name"),
    "tag_ids": ("name",),
    "owner_id": ("login", "email", "name"),
}
"""Field to the texts by which its records are called."""


HOST_NAMES = ("name", "hostname", "asset_tag", "display_name")


class Unknown(ValueError):
    """No record has this name, and the import may not create it."""


class Ambiguous(ValueError):
    """Several records have this name."""


def key(text):
    return (text or "").strip().lower()


def literal(text):
    """Return a text for ILIKE that matches itself only.

    >>> literal("n8n_lab")
    'n8n\\\\_lab'
    """
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def host_spellings(text):
    """Return what may stand in the database for a text that names a host: "Node (pve01)" is a display name.

    >>> sorted(host_spellings("Node (pve01)"))
    ['Node', 'Node (pve01)', 'pve01']
    """
    name, opened, hostname = text.removesuffix(")").rpartition(" (")
    return {text, name, hostname} if opened else {text, text.lower(), text.upper()}


class References:
    """Finds the records that rows name, for all rows together in a few queries.

    An answer is an id, or `{"missing": name}` for a record that applying will create.
    """

    def __init__(self, run, rows):
        self.run = run
        self.env = run._assets().env
        self.rows = rows
        self._catalogs = {}

    def find(self, field, text, customer=None, manufacturer=None):
        """Return the record that `text` names in `field`.

        `customer` and `manufacturer` are answers for the same row, where known.
        Raises Unknown or Ambiguous with a sentence for a person.
        """
        if field == "tag_ids":
            return [
                self._choose(field, name, self._catalog(field)[key(name)])
                for name in text.split(", ")
            ]
        if field == "model_id":
            return self._find_model(text, manufacturer)
        if field == "assigned_partner_id":
            return self._find_contact(text, customer)
        if field == "site_id":
            return self._find_site(text, customer)
        known = {"customer_id": self._customers, "host_id": self._hosts}
        found = known[field] if field in known else self._catalog(field)
        return self._choose(field, text, found[key(text)])

    def _choose(self, field, text, ids, extra=None):
        if len(ids) == 1:
            return next(iter(ids))
        model = self.env["ipai.asset"]._fields[field].comodel_name
        label = self.env["ipai.asset"]._fields[field]._description_string(self.env)
        if ids:
            records = self.env[model].browse(sorted(ids)[:3])
            names = ", ".join(f"{record.display_name} (ID {record.id})" for record in records)
            raise Ambiguous(
                self.env._(
                    "%(label)s “%(text)s” may be any of: %(names)s.",
                    label=label,
                    text=text,
                    names=names,
                )
            )
        option = CREATE_OPTIONS.get(field)
        permitted = self.env[model].has_access("create")
        if option and self.run[option] and permitted:
            return {"missing": text, **(extra or {})}
        if not permitted:
            what = self.env._("You may not create one: correct the row, or ask somebody who may.")
        elif option:
            what = self.env._("Create it, or let the import create missing ones.")
        else:
            what = self.env._("Create it first.")
        raise Unknown(
            self.env._(
                "%(label)s “%(text)s” does not exist. %(what)s", label=label, text=text, what=what
            )
        )

    def _catalog(self, field):
        """Return {text: ids} of a model small enough to be read as a whole."""
        if field not in self._catalogs:
            model = self.env[self.env["ipai.asset"]._fields[field].comodel_name]
            domain = [("share", "=", False)] if field == "owner_id" else self._company_domain(model)
            records = model.search(domain)
            catalog = defaultdict(set)
            for record in records:
                for name in NAMES[field]:
                    if record[name]:
                        catalog[key(record[name])].add(record.id)
            if field == "type_id":
                for record_id, xmlid in records.get_external_id().items():
                    catalog[key(xmlid)].add(record_id)
            self._catalogs[field] = catalog
        return self._catalogs[field]

    def _company_domain(self, model):
        if "company_id" not in model._fields:
            return []
        return [("company_id", "in", [False, self.run.company_id.id])]

    def _texts(self, field):
        return {row[field] for row in self.rows if row.get(field)}

    @cached_property
    def _customers(self):
        """{name: ids} of the companies that the rows call customers."""
        texts = self._texts("customer_id")
        partners = self.env["res.partner"]
        domain = domain_and([("is_company", "=", True)], self._company_domain(partners))
        found = defaultdict(set)
        exact = partners.search_fetch(domain_and(domain, [("name", "in", list(texts))]), ["name"])
        for partner in exact:
            found[key(partner.name)].add(partner.id)
        rest = sorted(text for text in texts if key(text) not in found)
        # Names in another case: the pattern characters of LIKE are ordinary ones in a name.
        for start in range(0, len(rest), 500):
            patterns = [literal(text) for text in rest[start : start + 500]]
            alike = domain_or(*[[("name", "=ilike", pattern)] for pattern in patterns])
            for partner in partners.search_fetch(domain_and(domain, alike), ["name"]):
                found[key(partner.name)].add(partner.id)
        return found

    @cached_property
    def _hosts(self):
        """{name, host name or asset tag: ids} of the assets that the rows run on."""
        found = defaultdict(set)
        texts = {spelled for text in self._texts("host_id") for spelled in host_spellings(text)}
        if not texts:
            return found
        named = domain_or(*[[(name, "in", list(texts))] for name in HOST_NAMES[:3]])
        domain = domain_and(
            [("company_id", "=", self.run.company_id.id), ("active", "=", True)], named
        )
        for asset in self.run._assets().search_fetch(domain, HOST_NAMES[:3]):
            for name in HOST_NAMES:
                if asset[name]:
                    found[key(asset[name])].add(asset.id)
        return found

    @cached_property
    def _models(self):
        """{(manufacturer id or None for any, name): ids}."""
        found = defaultdict(set)
        for model in self.env["ipai.asset.model"].search_fetch([], ["name", "manufacturer_id"]):
            found[None, key(model.name)].add(model.id)
            found[model.manufacturer_id.id, key(model.name)].add(model.id)
        return found

    def _find_model(self, text, manufacturer):
        if isinstance(manufacturer, dict):
            return self._choose("model_id", text, set(), {"manufacturer": manufacturer})
        ids = self._models[manufacturer, key(text)]
        if not ids and not manufacturer:
            raise Unknown(
                self.env._(
                    "Model “%(text)s” does not exist, and the row names no manufacturer for it.",
                    text=text,
                )
            )
        return self._choose("model_id", text, ids, {"manufacturer": manufacturer})

    @cached_property
    def _contacts(self):
        """{(customer id, name or e-mail): ids} of the people of the rows' customers."""
        found = defaultdict(set)
        texts = [
            part
            for text in self._texts("assigned_partner_id")
            for part in (text, text.rpartition(", ")[2])
        ]
        domain = domain_and(
            [("is_company", "=", False), ("parent_id", "!=", False)],
            domain_or(
                [("name", "in", texts)], [("email", "in", texts + [text.lower() for text in texts])]
            ),
        )
        for contact in self.env["res.partner"].search_fetch(
            domain, ["name", "email", "commercial_partner_id"]
        ):
            for text in (contact.name, contact.email):
                if text:
                    found[contact.commercial_partner_id.id, key(text)].add(contact.id)
        return found

    def _find_contact(self, text, customer):
        if not isinstance(customer, int) or not customer:
            raise Unknown(
                self.env._(
                    "“%(text)s” cannot be assigned: the asset has no existing customer.", text=text
                )
            )
        ids = (
            self._contacts[customer, key(text)]
            or self._contacts[customer, key(text.rpartition(", ")[2])]
        )
        return self._choose("assigned_partner_id", text, ids)

    def _find_site(self, text, customer):
        """Prefer the customer's own site to one that is nobody's."""
        ids = self._catalog("site_id")[key(text)]
        sites = self.env["ipai.site"].browse(ids)
        own = sites.filtered(lambda site: customer and site.customer_id.id == customer)
        chosen = own or sites.filtered(lambda site: not site.customer_id)
        extra = {"customer": customer} if customer else None
        return self._choose("site_id", text, set(chosen.ids), extra)
