# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestDerivedKeys(TransactionCase):
    """By these keys two prefixes or VLANs are found to be the same: nobody types them."""

    def test_the_same_prefix_does_not_stand_twice_by_a_typed_key(self):
        user = new_test_user(self.env, "keys", groups="ipai_base.group_technician")
        prefixes = self.env["ipai.prefix"].with_user(user)
        prefix = prefixes.create({"name": "198.51.100.0/24"})
        for name, value in (("unique_key", "x"), ("first_key", "x"), ("parent_id", prefix.id)):
            for su in (False, True):
                with self.subTest(name, su=su), self.assertRaisesRegex(AccessError, name):
                    prefix.sudo(su).write({name: value})
        keyed = prefixes.with_context(default_unique_key="x", default_first_key="x")
        made = keyed.create({"name": "203.0.113.0/24"})
        self.assertNotIn("x", (made.unique_key, made.first_key))
        loaded = prefixes.load(["name", "unique_key"], [["203.0.113.0/25", "x"]])
        self.assertFalse(loaded["ids"])
        self.assertIn("unique_key", loaded["messages"][0]["message"])
