# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..vaults import policies
from .common import BaoCase


class TestVaultCheck(BaoCase):
    def setUp(self):
        super().setUp()
        self.urls.clear()

    def test_a_check_takes_the_date_and_the_version_from_the_vault(self):
        written = self.bao.put("secret/lab/pfsense_admin", self.secret_value)
        self.bao.put("secret/lab/pfsense_admin", self.secret_value)
        reference = self.new_ref(
            "pfsense_admin", vault_id=self.vault.id, locator="secret/lab/pfsense_admin"
        )
        self.assertEqual((reference.state, self.vault.state), ("unchecked", "unchecked"))
        before = self.now()
        self.check()
        self.assertEqual((reference.state, self.vault.state), ("ok", "ok"))
        self.assertEqual(reference.verified_version, 2)
        self.assertTrue(before - timedelta(seconds=60) <= reference.verified_on <= self.now())
        self.assertEqual(str(reference.verified_on)[:10], written["created_time"][:10])
        self.assertEqual(reference.verified_by_text, "not reported by this server")
        self.assertIn("could not read, asked at", self.vault.badge_text)
        self.assertEqual(self.vault.badge, "green")
        self.assertTrue(self.vault.credential_expires_on > self.now())

    def test_no_url_that_is_built_leads_to_a_value(self):
        self.new_place("secret/lab/a")
        self.new_place("secret/lab/b")
        self.check()
        self.assertTrue(self.urls)
        for _method, url in self.urls:
            self.assertNotRegex(url, "/(data|subkeys|undelete|destroy|delete)/")

    def test_each_state_that_a_secret_can_have(self):
        self.put("secret/lab/gone")
        self.bao.do("DELETE", "secret/data/lab/gone")
        self.put("secret/lab/shredded")
        self.bao.do("POST", "secret/destroy/lab/shredded", {"versions": [1]})
        self.bao.do("POST", "secret/metadata/lab/prepared", {"max_versions": 3})
        self.bao.do("POST", "secret/metadata/lab/mortal", {"delete_version_after": "48h"})
        self.put("secret/lab/mortal")
        self.bao.mount("old", version="1")
        self.bao.do("POST", "old/a", {"value": self.secret_value})
        policy = policies.text("hashicorp", ["secret", "old"])
        self.write_secret("bao", self.bao.token(policy))
        self.addCleanup(self.write_secret, "bao", self.token)
        locators = {
            "ok": "secret/lab/fine",
            "deleted": "secret/lab/gone",
            "destroyed": "secret/lab/shredded",
            "empty": "secret/lab/prepared",
            "missing": "secret/lab/nowhere",
            "forbidden": "elsewhere/x",
            "unverifiable": "old/a",
            "mismatch": "secret/lab/claimed",
        }
        self.put("secret/lab/fine")
        self.put("secret/lab/claimed")
        found = {
            state: self.new_ref(state, vault_id=self.vault.id, locator=locator)
            for state, locator in locators.items()
        }
        found["mismatch"].declared_version = 2
        mortal = self.new_ref("mortal", vault_id=self.vault.id, locator="secret/lab/mortal")
        self.check()
        for state, reference in found.items():
            with self.subTest(state):
                self.assertEqual(reference.state, state, reference.explanation)
                self.assertTrue(reference.explanation)
                self.assertEqual(bool(reference.verified_on), state in ("ok", "mismatch"))
        self.assertEqual(mortal.state, "ok")
        self.assertTrue(mortal.expires_on > self.now() + timedelta(hours=47))
        # Of the engine of version 1 nothing but its version was asked: its metadata path holds the value.
        self.assertEqual(
            {url.rpartition("/v1/")[2] for url in self.asked("old")}, {"sys/internal/ui/mounts/old"}
        )

    def test_a_sealed_vault_changes_no_date(self):
        reference = self.new_place("secret/lab/kept")
        self.check()
        kept = (reference.verified_on, reference.verified_version, reference.due_on)
        self.bao.seal()
        self.addCleanup(self.bao.unseal)
        self.check()
        self.assertEqual((self.vault.state, reference.state), ("sealed", "unreachable"))
        self.assertIn("sealed", self.vault.explanation)
        self.assertEqual(
            (reference.verified_on, reference.verified_version, reference.due_on), kept
        )
        self.assertTrue(self.vault.retry_on > self.now())
        self.bao.unseal()
        self.run_checks()
        self.assertEqual((self.vault.state, reference.state), ("ok", "ok"))

    def test_nobody_there_changes_no_date(self):
        reference = self.new_place("secret/lab/away")
        self.check()
        kept = reference.verified_on
        with patch.object(type(self.vault), "_client", autospec=True) as client:
            from ..vaults.kv_client import KvClient

            client.side_effect = lambda vault: KvClient("http://127.0.0.1:9", "x")
            self.check()
        self.assertEqual((self.vault.state, reference.state), ("unreachable", "unreachable"))
        self.assertEqual(reference.verified_on, kept)

    def test_the_root_token_is_red_and_asks_for_no_secret(self):
        reference = self.new_place("secret/lab/root")
        self.write_secret("bao", self.bao.root)
        self.addCleanup(self.write_secret, "bao", self.token)
        self.check()
        self.assertEqual((self.vault.state, self.vault.badge), ("too_powerful", "red"))
        self.assertIn("root", self.vault.privileges_found)
        self.assertEqual(reference.state, "unchecked")
        self.assertFalse(self.asked("metadata"))
        self.assertFalse(self.vault.is_run_open)

    def test_each_surplus_capability_is_red(self):
        base = policies.text("hashicorp", ["secret"])
        self.new_place("secret/lab/deep/one")
        self.addCleanup(self.write_secret, "bao", self.token)
        for line in (
            'path "secret/data/lab/deep/*" { capabilities = ["read"] }',
            'path "secret/data/lab/deep/one" { capabilities = ["patch"] }',
            'path "secret/subkeys/*" { capabilities = ["read"] }',
            'path "secret/undelete/*" { capabilities = ["update"] }',
            'path "secret/destroy/+/deep/one" { capabilities = ["update"] }',
            'path "secret/delete/*" { capabilities = ["update"] }',
            'path "secret/metadata/lab/deep/*" { capabilities = ["read", "list", "delete"] }',
            'path "auth/token/create" { capabilities = ["update"] }',
            'path "sys/policies/acl/*" { capabilities = ["update"] }',
            'path "identity/*" { capabilities = ["read"] }',
        ):
            with self.subTest(line):
                self.write_secret("bao", self.bao.token(f"{base}\n{line}\n"))
                self.check()
                self.assertEqual(self.vault.state, "too_powerful", self.vault.explanation)

    def test_a_policy_without_capabilities_self_is_red(self):
        self.new_place("secret/lab/blind")
        lines = policies.text("hashicorp", ["secret"]).splitlines()
        self.addCleanup(self.write_secret, "bao", self.token)
        for left_out in (("capabilities-self",), ("capabilities-self", "lookup-self")):
            policy = "\n".join(line for line in lines if not any(word in line for word in left_out))
            self.write_secret("bao", self.bao.token(policy))
            self.check()
            self.assertEqual((self.vault.state, self.vault.badge), ("cannot_check", "red"))
            self.assertFalse(self.asked("metadata"))

    def test_a_token_that_was_revoked_is_forbidden(self):
        reference = self.new_place("secret/lab/revoked")
        self.check()
        kept = reference.verified_on
        self.write_secret("bao", "s.doesnotexistanymore")
        self.addCleanup(self.write_secret, "bao", self.token)
        self.check()
        self.assertEqual((self.vault.state, reference.state), ("forbidden", "forbidden"))
        self.assertEqual(reference.verified_on, kept)

    def test_no_credential_is_no_proof(self):
        self.new_place("secret/lab/nothing")
        self.vault.credential_name = "absent"
        self.check()
        self.assertEqual(self.vault.state, "cannot_check")
        self.assertIn("no file absent", self.vault.explanation)
        self.assertFalse(self.urls)

    def test_an_override_needs_a_manager_a_reason_and_an_end(self):
        reference = self.new_place("secret/lab/overridden")
        self.write_secret("bao", self.bao.root)
        self.addCleanup(self.write_secret, "bao", self.token)
        self.check()
        end = fields.Datetime.now() + timedelta(hours=2)
        with self.assertRaises(AccessError):
            self.vault.with_user(self.technician).action_override("Lab", end)
        manager = self.vault.with_user(self.manager)
        for reason, until in (("", end), ("Lab", False), ("Lab", end + timedelta(days=40))):
            with self.assertRaises(UserError):
                manager.action_override(reason, until)
        manager.action_override("The lab has no other token today", end)
        self.run_checks()
        self.assertEqual((self.vault.state, reference.state), ("too_powerful", "ok"))
        self.assertEqual(self.vault.override_by_id, self.manager)
        self.assertEqual(self.vault.badge, "red")
        self.vault.override_until = fields.Datetime.now() - timedelta(minutes=1)
        self.env["ipai.vault"].invalidate_model()
        reference.sudo()._forget()
        self.check()
        self.assertEqual(reference.state, "unchecked")

    def test_a_changed_vault_is_checked_anew_before_it_is_used(self):
        reference = self.new_place("secret/lab/moved")
        self.check()
        self.vault.with_user(self.manager).namespace = "other"
        self.assertEqual((self.vault.state, self.vault.badge), ("unchecked", "red"))
        self.urls.clear()
        self.env["ipai.vault"]._cron_start_runs()
        self.check(reference)
        self.assertFalse(self.urls)
        self.assertIn("not checked since it was changed", reference.explanation)

    def test_one_reference_is_checked_without_the_others(self):
        one, other = self.new_place("secret/lab/one"), self.new_place("secret/lab/other")
        self.check()
        self.put("secret/lab/one")
        self.put("secret/lab/other")
        self.check(one)
        self.assertEqual((one.verified_version, other.verified_version), (2, 1))

    def test_what_a_check_found_is_written_by_nobody(self):
        reference = self.new_place("secret/lab/evidence")
        for user in (self.technician, self.manager):
            for vals in ({"state": "ok"}, {"verified_on": "2020-01-01"}, {"verified_version": 9}):
                with self.assertRaisesRegex(AccessError, "never written"):
                    reference.with_user(user).write(vals)
            with self.assertRaises(AccessError):
                self.new_ref("x", user=user, verified_on="2020-01-01")
        for vals in (
            {"state": "ok"},
            {"override_until": "2099-01-01"},
            {"privileges_asked_on": "2099-01-01"},
        ):
            with self.assertRaises(AccessError):
                self.vault.with_user(self.manager).write(vals)

    def test_a_proof_of_yesterday_is_amber(self):
        self.new_place("secret/lab/old")
        self.check()
        self.vault.privileges_asked_on = fields.Datetime.now() - timedelta(days=1, minutes=1)
        self.assertEqual(self.vault.badge, "amber")

    def test_secrets_without_a_reference_are_found_and_referred_to(self):
        known = self.new_place("secret/lab/known")
        self.put("secret/lab/net/forgotten")
        self.put("secret/top")
        self.assertIs(self.vault.with_user(self.manager).action_discover(), True)
        self.run_checks()
        findings = self.vault.finding_ids.with_user(self.manager)
        locators = findings.mapped("locator")
        self.assertIn("secret/lab/net/forgotten", locators)
        self.assertIn("secret/top", locators)
        self.assertNotIn(known.locator, locators)
        for _method, url in self.urls:
            self.assertNotIn("/data/", url)
        for user in (self.reader, self.technician):
            with self.assertRaises(AccessError):
                findings.with_user(user).read(["locator"])
        chosen = findings.filtered(lambda one: one.locator == "secret/top")
        chosen.owner_id = self.technician
        action = chosen.action_create_references()
        [reference] = self.env["ipai.credential.ref"].search(action["domain"])
        self.assertEqual((reference.name, reference.owner_id), ("top", self.technician))
        self.run_checks()
        self.assertEqual(reference.state, "ok")
        self.vault.with_user(self.manager).action_discover()
        self.run_checks()
        self.assertNotIn("secret/top", self.vault.finding_ids.mapped("locator"))
