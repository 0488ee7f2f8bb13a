# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import new_test_user

from odoo.addons.ipai_base.tests.api_common import ApiCase


class InventoryApiCase(ApiCase):
    """A key that reads the inventory, of a user who may read it, and some of it to read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.reading_user = new_test_user(cls.env, "reads", groups="ipai_base.group_user")
        cls.reads, cls.read_secret = cls.new_key("Reads", cls.reading_user, "assets_read")
        cls.acme = cls.env["res.partner"].create({"name": "Acme 4711", "is_company": True})
        cls.hall, cls.yard = cls.env["ipai.site"].create([{"name": "Hall"}, {"name": "Yard"}])
        cls.compute = cls.env.ref("ipai_asset.type_compute")

    @classmethod
    def new_key(cls, name, user, scope):
        key = cls.env["ipai.api.key"].create(
            {
                "name": name,
                "user_id": user.id,
                "scope_ids": [Command.link(cls.env.ref(f"ipai_asset.scope_{scope}").id)],
                "read_limit": 10**6,
                "write_limit": 10**6,
            }
        )
        return key, key._issue()

    @classmethod
    def new_asset(cls, name, **vals):
        vals = {"status": "active", "type_id": cls.compute.id, **vals}
        return cls.env["ipai.asset"].create({"name": name, **vals})

    def get(self, path, **headers):
        return self.call("GET", f"/ipai/{path}", secret=self.read_secret, **headers)

    def found(self, name, parameters=""):
        """The rows of a list."""
        status, value, _headers = self.get(f"{name}?{parameters}")
        self.assertEqual(status, 200, value)
        self.assertEqual(value["count"], len(value[name]))
        return value[name]

    def names(self, name, parameters, field="name"):
        return [row[field] for row in self.found(name, parameters)]

    def assert_parameter(self, path, pointer, told=""):
        """The parameter is refused by its name; what was sent is not said again."""
        problem = self.assert_problem(self.get(path), 400, "invalid-parameters")
        self.assertTrue(
            any(error["pointer"].startswith(f"/{pointer}") for error in problem["errors"]), problem
        )
        self.assertIn(told, problem["detail"])
