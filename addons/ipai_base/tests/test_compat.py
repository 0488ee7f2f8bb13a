# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .. import compat


@tagged("post_install", "-at_install")
class TestCompat(TransactionCase):
    def test_the_names_of_fields_exist_on_this_series(self):
        self.assertIn(compat.GROUPS_FIELD, self.env["res.users"]._fields)
        self.assertIn(compat.GROUP_USERS_FIELD, self.env["res.groups"]._fields)
        self.assertIn(compat.GROUP_ALL_USERS_FIELD, self.env["res.groups"]._fields)

    def test_domains_combine(self):
        users = self.env["res.users"]
        admin, root = self.env.ref("base.user_admin"), self.env.ref("base.user_root")
        ids = [("id", "in", [admin.id, root.id])]
        everyone = users.with_context(active_test=False)
        self.assertEqual(
            everyone.search(compat.domain_and(ids, [("login", "=", admin.login)])), admin
        )
        self.assertEqual(
            everyone.search(compat.domain_or([("id", "=", admin.id)], [("id", "=", root.id)])),
            everyone.search(ids),
        )

    def test_search_values_are_the_same_whatever_the_series_sends(self):
        self.assertEqual(compat.search_values("=", False), ([False], True))
        self.assertEqual(compat.search_values("!=", "a"), (["a"], False))
        self.assertEqual(compat.search_values("in", [1, 2]), ([1, 2], True))
        self.assertEqual(compat.search_values("not in", {True}), ([True], False))
        with self.assertRaises(NotImplementedError):
            compat.search_values("ilike", "a")

    def test_an_api_key_opens_rpc(self):
        user = self.env.ref("base.user_admin")
        key = compat.generate_api_key(user, "test")
        uid = self.env["res.users.apikeys"]._check_credentials(scope="rpc", key=key)
        self.assertEqual(uid, user.id)

    def test_progress_of_a_scheduled_action_commits_nothing_inside_a_test(self):
        self.env["res.partner"].create({"name": "kept only in the test"})
        compat.cron_progress(self.env, 1, 1, 0)

    def test_a_reference_to_what_was_deleted_is_told_as_such(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught:
            with self.cr.savepoint():
                self.cr.execute("UPDATE res_partner SET country_id = 999999999 WHERE id = 1")
                self.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")
        message = compat.constraint_message(self.env, caught.exception)
        self.assertIn("was deleted meanwhile", message)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as caught:
            with self.cr.savepoint():
                self.cr.execute("DELETE FROM res_partner WHERE id = 1")
        self.assertNotIn("meanwhile", compat.constraint_message(self.env, caught.exception))
