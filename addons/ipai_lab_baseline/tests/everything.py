# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A record of every model of the suite in a company, whether the lab has one or not, for sweeps that spare no room.

It is what the table takes, past all that Python asks for: nobody looks at it, many try to get at it.
"""

import json
from datetime import timedelta
from itertools import count

from psycopg2 import Error

from odoo import fields
from odoo.tools import SQL, mute_logger

OURS = "ipai."
DEEPEST = 6
VALUES = {
    ("ipai.ip.range", "first_address"): "192.0.2.10",
    ("ipai.ip.range", "last_address"): "192.0.2.20",
    ("ipai.ip.address", "name"): "192.0.2.10/24",
    ("ipai.vlan.group", "vid_ranges"): "1-4094",
}
"""What is read as something, and would be no text."""
MADE = ("contract.line", "helpdesk.ticket")
"""Records of Odoo that are made as people make them."""


class Everything:
    def __init__(self, env):
        self.env = env
        self.refused = {}
        self._ids = {}
        self._numbers = count(1)
        env.cr.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema AND is_nullable = 'NO' AND column_default IS NULL"
        )
        self._needed = set(env.cr.fetchall())

    def models(self):
        """Each model of the suite with a table of its own that is no wizard."""
        found = [self.env[name] for name in sorted(self.env.registry) if name.startswith(OURS)]
        return [model for model in found if model._auto and not model._abstract | model._transient]

    def of(self, model, company, depth=0):
        """A record of a model that is of this company; an empty one where there can be none."""
        key = model._name, company.id
        if key not in self._ids:
            found = self._found(model, company)
            if (
                not found and model._name == "ipai.prefix"
            ):  # its keys are computed, and then compared
                scope = self.of(self.env["ipai.ip.scope"], company, depth + 1)
                found = model.sudo().create(
                    {"name": "192.0.2.0/24", "scope_id": scope.id, "company_id": company.id}
                )
            found = found or self._inserted(model, company, depth)
            self._ids[key] = found.id
        return model.browse(self._ids[key] or ())

    def user_of(self, company):
        domain = [("company_ids", "in", company.ids), ("share", "=", False)]
        return self.env["res.users"].search(domain, limit=1)

    def _found(self, model, company):
        ways = model._belonging()[1]
        everything = model.sudo().with_context(active_test=False)
        if not ways:
            return everything.search([], limit=1)
        for one in everything.search([(ways[0], "=", company.id)], limit=5):
            if all(one.mapped(way) <= company for way in ways):
                return one
        return model.browse()

    def _inserted(self, model, company, depth):
        if depth > DEEPEST:
            return model.browse()
        vals = {}
        for name, field in model._fields.items():
            if not field.store or not field.column_type or name == "id":
                continue
            value = self._value(model, name, field, company, depth)
            if value is not None:
                vals[name] = value
        query = SQL(
            "INSERT INTO %s (%s) VALUES (%s) RETURNING id",
            SQL.identifier(model._table),
            SQL(", ").join(map(SQL.identifier, vals)),
            SQL(", ").join(SQL("%s", value) for value in vals.values()),
        )
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.env.cr.execute(query)
                return model.browse(self.env.cr.fetchone()[0])
        except Error as error:
            self.refused[model._name] = str(error)
            return model.browse()
        finally:
            self.env.invalidate_all()

    def _value(self, model, name, field, company, depth):
        """What stands in a column; None where nothing needs to."""
        needed = field.required or (model._table, name) in self._needed
        if name in ("create_uid", "write_uid"):
            return 1
        if name in ("create_date", "write_date"):
            return fields.Datetime.now()
        if name in ("active", "name") or field.type == "boolean":
            needed = True
        if field.type == "many2one":
            return self._target(model, name, field, company, depth, needed)
        return self._plain(model, name, field, company) if needed else None

    def _target(self, model, name, field, company, depth, needed):
        target = self.env[field.comodel_name]
        leads = any(way.partition(".")[0] == name for way in model._belonging()[1])
        if target._name == "res.company":
            return company.id
        if not needed and not leads or target._name == model._name:
            return None
        if target._name == "res.users":
            return self.user_of(company).id
        if target._name.startswith(OURS):
            return self.of(target, company, depth + 1).id or None
        if target._name in MADE:
            return self._made(target, company).id
        domain = (
            [("company_id", "in", (company.id, False))] if "company_id" in target._fields else []
        )
        return target.sudo().with_context(active_test=False).search(domain, limit=1).id or None

    def _made(self, model, company):
        key = model._name, company.id
        if key not in self._ids:
            context = {"tracking_disable": True, "allowed_company_ids": company.ids}
            env = self.env(context=context, su=True)
            if model._name == "helpdesk.ticket":
                vals = {"name": "Printer", "description": "Smoke", "company_id": company.id}
                self._ids[key] = env[model._name].create(vals).id
            else:
                customer = env["res.partner"].create({"name": "Customer", "is_company": True})
                line = {"name": "Seats", "quantity": 1, "price_unit": 1}
                line["product_id"] = env["product.product"].search([], limit=1).id
                contract = env["contract.contract"].create(
                    {
                        "name": "Contract",
                        "partner_id": customer.id,
                        "company_id": company.id,
                        "contract_line_ids": [(0, 0, line)],
                    }
                )
                self._ids[key] = contract.contract_line_ids[:1].id
        return model.browse(self._ids[key])

    def _plain(self, model, name, field, company):
        if (model._name, name) in VALUES:
            return VALUES[model._name, name]
        if name == "active":
            return True
        if name == "res_model":
            return "ipai.site"
        if name == "res_id":
            return self.of(self.env["ipai.site"], company).id
        if field.type in ("integer", "float", "selection", "date", "datetime"):
            if default := model.sudo().default_get([name]).get(name):
                return default
        number = next(self._numbers)
        if field.type in ("char", "text", "html"):
            text = f"of{company.id}number{number}"
            return json.dumps({"en_US": text}) if field.translate else text
        if field.type == "selection":
            return field.get_values(self.env)[0]
        return {
            "boolean": False,
            "date": fields.Date.today()
            + timedelta(days=number),  # what ends comes after what begins
            "datetime": fields.Datetime.now() + timedelta(days=number),
            "binary": b"x",
        }.get(
            field.type, json.dumps({}) if "json" in field.type or "prop" in field.type else number
        )
