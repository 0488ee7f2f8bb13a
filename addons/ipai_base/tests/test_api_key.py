# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from ..compat import generate_api_key
from .api_common import ApiCase

SCOPED = "/ipai/test/scoped"


class TestApiKey(ApiCase):
    def scoped(self, **options):
        return self.call("GET", SCOPED, **options)

    def test_the_dialog_says_what_the_key_opens_and_shows_a_call(self):
        scope = self.env["ipai.api.scope"].create(
            {"code": "lab:try", "description": "Look at the lab"}
        )
        bot = new_test_user(self.env, "dialog_bot", groups="base.group_user", name="Dialog Bot")
        key = self.env["ipai.api.key"].create(
            {"name": "Dialog", "user_id": bot.id, "scope_ids": scope.ids}
        )
        shown = key.action_issue()["params"]
        self.assertIn("lab:try (Look at the lab)", shown["sentences"][0])
        self.assertIn("Dialog Bot", shown["sentences"][0])
        secret, sample = (one["value"] for one in shown["values"])
        self.assertEqual(secret, shown["value"])
        self.assertIn('curl -sS -H "Authorization: Bearer $IPAI_KEY"', sample)
        self.assertIn("/ipai/", sample)
        self.assertNotIn(secret, sample)

    def test_a_key_comes_as_bearer_or_in_its_own_header_never_in_the_address(self):
        self.assertEqual(self.scoped()[0], 200)
        self.assertEqual(self.scoped(secret="", **{"X-API-Key": self.secret})[0], 200)
        answer = self.call("GET", f"{SCOPED}?api_key={self.secret}", secret="")
        self.assert_problem(answer, 401, "key-missing")
        self.assertIn("Bearer", answer[2]["WWW-Authenticate"])

    def test_a_browser_session_opens_nothing_and_stays_as_it_is(self):
        self.authenticate("admin", "admin")
        self.assert_problem(self.scoped(secret=""), 401, "key-missing")
        self.assertEqual(self.scoped()[0], 200)

    def test_keys_of_odoo_open_nothing_here_and_ours_open_no_rpc(self):
        self.assert_problem(
            self.scoped(secret=generate_api_key(self.bot, "global", None)), 401, "key-unknown"
        )
        rpc = self.env["res.users.apikeys"]
        self.assertFalse(rpc._check_credentials(scope="rpc", key=self.secret))

    def test_a_wrong_key_is_refused_with_the_right_reason(self):
        self.assert_problem(self.scoped(secret=self.secret[:-1] + "x"), 401, "key-unknown")
        self.assert_problem(self.scoped(secret=self.secret[:8] + "0" * 32), 401, "key-unknown")
        self.key.expiration_date = fields.Datetime.now() - datetime.timedelta(seconds=1)
        self.assert_problem(self.scoped(), 401, "key-expired")
        self.key.expiration_date = False
        self.key.ip_ranges = "192.0.2.0/24"
        self.assert_problem(self.scoped(), 403, "address-refused")
        self.key.ip_ranges = "192.0.2.0/24\n127.0.0.0/8 ::1"
        self.assertEqual(self.scoped()[0], 200)
        self.key.scope_ids = [Command.clear()]
        self.assert_problem(self.scoped(), 403, "scope-missing")
        self.assertEqual(self.call("GET", "/ipai/status")[0], 200)

    def test_a_scope_switched_off_stops_all_keys(self):
        self.scope.enabled = False
        self.assert_problem(self.scoped(), 503, "scope-off")

    def test_the_key_of_an_archived_user_is_unknown(self):
        self.bot.active = False
        self.assert_problem(self.scoped(), 401, "key-unknown")

    def test_a_call_sees_the_company_of_the_key(self):
        company = self.env["res.company"].create({"name": "Other Company"})
        with self.assertRaises(ValidationError):
            self.env["ipai.api.key"].create(
                {"name": "x", "user_id": self.bot.id, "company_id": company.id}
            )
        self.bot.company_ids = [Command.link(company.id)]
        key = self.env["ipai.api.key"].create(
            {
                "name": "x",
                "user_id": self.bot.id,
                "company_id": company.id,
                "scope_ids": [Command.link(self.scope.id)],
            }
        )
        self.assertEqual(self.scoped(secret=key._issue())[1], {"word": "Other Company"})

    def test_two_secrets_hold_until_one_is_revoked(self):
        new = self.key._issue()
        self.assertEqual([self.scoped()[0], self.scoped(secret=new)[0]], [200, 200])
        with self.assertRaises(UserError):
            self.key._issue()
        old = self.key.secret_ids.filtered(lambda secret: secret.prefix == self.secret[:8])
        old.action_revoke()
        self.assert_problem(self.scoped(), 401, "key-unknown")
        self.assertEqual(self.scoped(secret=new)[0], 200)
        self.key.action_revoke()
        self.assert_problem(self.scoped(secret=new), 401, "key-unknown")
        self.assertFalse(self.key.active)
        actions = self.env["ipai.audit"].search([("action", "=like", "api.key.%")], order="id")
        self.assertEqual(
            actions.mapped("action")[-4:],
            ["api.key.issue", "api.key.revoke", "api.key.revoke", "api.key.change"],
        )

    def test_a_secret_is_in_no_record_that_can_be_read(self):
        manager = new_test_user(self.env, "boss", groups="ipai_base.group_manager")
        key = self.key.with_user(manager)
        self.assertNotIn(self.secret, str(key.read() + key.secret_ids.read()))
        self.assertNotIn("key", key.secret_ids._fields)

    def test_a_manager_makes_no_key_with_more_rights_than_her_own(self):
        manager = new_test_user(self.env, "boss", groups="ipai_base.group_manager")
        keys = self.env["ipai.api.key"].with_user(manager)
        self.assertTrue(keys.create({"name": "bot", "user_id": self.bot.id})._issue())
        with self.assertRaisesRegex(ValidationError, "rights that you do not have"):
            keys.create({"name": "admin", "user_id": self.env.ref("base.user_admin").id})
        strong = self.env["ipai.api.key"].create(
            {"name": "admin", "user_id": self.env.ref("base.user_admin").id}
        )
        with self.assertRaisesRegex(ValidationError, "rights that you do not have"):
            strong.with_user(manager).action_issue()

    def test_only_managers_see_keys(self):
        technician = new_test_user(self.env, "tech", groups="ipai_base.group_technician")
        for model in ("ipai.api.key", "ipai.api.secret", "ipai.audit", "ipai.idempotency"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(technician).search([])

    def test_a_key_in_use_keeps_its_user(self):
        with self.assertRaises(UserError):
            self.key.user_id = self.env.ref("base.user_admin")

    def test_networks_are_checked_when_typed(self):
        with self.assertRaisesRegex(ValidationError, "192.0.2.1/24 is not a network"):
            self.key.ip_ranges = "192.0.2.1/24"

    def test_a_script_gets_a_key_for_a_bot_without_password_and_groups(self):
        secret = self.env["ipai.api.key"]._for_script("n8n", ["test"])
        self.assertEqual(self.scoped(secret=secret)[0], 200)
        bot = self.env["res.users"].search([("login", "=", "n8n")])
        self.assertFalse(bot.has_group("ipai_base.group_user"))
        self.env.cr.execute("SELECT password FROM res_users WHERE id = %s", [bot.id])
        self.assertFalse(self.env.cr.fetchone()[0])
        again = [self.env["ipai.api.key"]._for_script("n8n", ["test"]) for _time in range(2)]
        self.assertEqual(self.env["ipai.api.key"].search_count([("user_id", "=", bot.id)]), 1)
        self.assert_problem(self.scoped(secret=secret), 401, "key-unknown")
        self.assertEqual([self.scoped(secret=each)[0] for each in again], [200, 200])
        with self.assertRaisesRegex(UserError, "Unknown scopes: nonsense"):
            self.env["ipai.api.key"]._for_script("n8n", ["nonsense"])
