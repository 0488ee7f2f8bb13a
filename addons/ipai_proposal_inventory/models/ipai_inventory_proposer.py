# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.tools import escape_psql

from odoo.addons.ipai_base.http.problems import Problem
from odoo.addons.ipai_proposal.models.ipai_proposal_operation import plain_values
from odoo.addons.ipai_proposal.refusals import bad_field

from .ipai_inventory_desk import SOURCE

SHOWN = 5
ABOUT = {"case_id", "reasoning", "provenance"}
RENAMED = {"address": "name"}


class IpaiInventoryProposer(models.AbstractModel):
    """From the bodies of the inventory's proposals to their operations."""

    _name = "ipai.inventory.proposer"
    _inherit = "ipai.proposal.proposer"
    _description = "Proposals of the Inventory API"

    _source = SOURCE
    _group = "Technician"
    _kinds = {
        "asset": ("ipai.asset", "_asset"),
        "address": ("ipai.ip.address", "_address"),
        "relation": ("ipai.relation", "_relation"),
        "article": ("ipai.kb.link", "_article"),
    }

    def _asset(self, given):
        return self._one("asset", given, given.asset_id)

    def _address(self, given):
        filed = {}
        if given.interface and not given.scope and not given.address_id:
            interface = self._visible("ipai.interface", given.interface, "interface")
            filed = self._filed(interface.asset_id.customer_id)
        return self._one("address", given, given.address_id, filed)

    def _filed(self, customer):
        """The scope in which the addresses of a customer's machines are filed; {} for Global."""
        mine = [("customer_id", "=", customer.id), ("company_id", "=", self.env.company.id)]
        scope = customer and self.env["ipai.ip.scope"].search(mine, limit=1)
        return {"scope_id": scope.id} if scope else {}

    def _relation(self, given):
        ends = {}
        for end in ("source", "target"):
            if told := getattr(given, end):
                self._visible(f"ipai.{told.kind}", told.id, f"{end}/id")
                ends[f"{end}_{told.kind}_id"] = told.id
        return self._one("relation", given, given.relation_id, ends)

    def _article(self, given):
        # Whom nobody names, Odoo would take to be the program.
        nobody = {} if given.article_id or given.owner else {"owner_id": None}
        return self._one("article", given, given.article_id, nobody)

    def _one(self, kind, given, number, more=()):
        """The one operation of a body, and its summary.

        :param number: of the record that is changed; None for a new one.
        :param more: values beside those that stand in the body as they are called in its model.
        """
        model = self.env[self._kinds[kind][0]]
        record = self._visible(model._name, number, f"{kind}_id")
        left_out = ABOUT | {f"{kind}_id", "source", "target"}
        values = dict(more)
        for name in type(given).model_fields:
            if name in given.model_fields_set and name not in left_out:
                field = self._field(model, name)
                values[field.name] = self._value(field, name, getattr(given, name))
        if record:
            values = self._changes(record, values)
            if not values:
                raise Problem(
                    "operation-refused", "All of it is so already: there is nothing to propose."
                )
        else:
            values = {name: value for name, value in values.items() if self._says(name, value)}
        operation = {
            "name": f"{'change' if record else 'create'}_{kind}",
            "model": model._name,
            "method": "write" if record else "create",
            "id": record.id,
            "values": values,
        }
        return [operation], self._told(kind, record, values)

    def _says(self, name, value):
        """Whether a value of a new record is written: null is nothing, but who answers for it is nobody."""
        return value is not None or name == "owner_id"

    def _told(self, kind, record, values):
        """The summary: of a change which record, and what of it."""
        if not record:
            model = self.env[self._kinds[kind][0]]
            name = values.get("name")
            if kind == "relation":
                name = model.new(values).display_name
            return f"Create {kind}: {name}"
        labels = [record._fields[name]._description_string(self.env) for name in values]
        return f"Change {kind}: {record.display_name}: {', '.join(labels)}"[:250]

    def _field(self, model, name):
        """The field behind a name of the body, which is that of the reads."""
        name = RENAMED.get(name, name) if name not in model._fields else name
        spellings = (name, f"{name}_id", f"{name.removesuffix('s')}_ids")
        return next(model._fields[one] for one in spellings if one in model._fields)

    def _value(self, field, name, value):
        """The plain value of a field for what the body gives."""
        if value is None:
            return None
        if field.type == "many2one":
            return self._referred(field.comodel_name, value, name).id
        if field.type == "many2many":
            return [self._visible(field.comodel_name, number, name).id for number in value]
        return value.isoformat() if field.type == "date" else value

    def _referred(self, model, value, name):
        """The record of this number or this whole name; raise Problem where none or several are."""
        value = str(value)
        if value.isascii() and value.isdigit():
            if not 0 < int(value) < 2**31:
                raise bad_field(name, "no record has such a number")
            if model == "res.users":
                return self._person(int(value), name)
            return self._visible(model, int(value), name)
        domain = [("name", "=ilike", escape_psql(value))]
        if model == "res.users":
            domain += [("share", "=", False), ("company_ids", "in", self.env.company.ids)]
        found = self.env[model].search(domain, limit=SHOWN + 1)
        if len(found) == 1:
            return found
        what = self.env["ir.model"]._get(model).with_context(lang="en_US").name
        if not found:
            raise bad_field(name, f"no {what} that this key may see is called so")
        numbers = ", ".join(str(number) for number in found[:SHOWN].ids)
        raise bad_field(name, f"several are called so: send a number, as in {numbers}")

    def _changes(self, record, values):
        """The values that are not so yet; of a list what is added to it."""
        now = plain_values(record, values)
        changed = {}
        for name, value in values.items():
            if record._fields[name].type == "many2many":
                value = sorted(set(value) - set(now[name]))
                if value:
                    changed[name] = value
            elif value != now[name]:
                changed[name] = value
        return changed
