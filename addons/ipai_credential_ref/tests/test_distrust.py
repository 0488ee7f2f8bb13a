# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a vault, or somebody in its place, sends that no vault should: it costs that vault, and no date."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ..models import ipai_vault_check
from ..vaults import asking, policies
from .common import BaoCase
from .stand_in import WRITTEN
from .test_stand_in import StandInCase

METADATA = "/v1/secret/metadata/lab/a"
CAPABILITIES = "/v1/sys/capabilities-self"
CHECKS = "odoo.addons.ipai_credential_ref.models.ipai_vault_check"
JUNK = (None, 10**30, "\0", "²", [[]], {"a": None})


def told(**vals):
    version = {"created_time": WRITTEN, "deletion_time": "", "destroyed": False}
    return {"current_version": 3, "versions": {"3": version}, **vals}


def version(**vals):
    return told(versions={"3": {"created_time": WRITTEN, **vals}, "1": {"created_time": WRITTEN}})


class Endless(dict):
    """Rules of a server in which every folder holds another."""

    NAMES = ("deeper/", "../", "..", "", "/", "a\0b", 7, "one")

    def get(self, path, default=None):
        if path.startswith("/v1/secret/metadata") and path != METADATA:
            return 200, {"data": {"keys": self.NAMES}}, {}
        return super().get(path, default)


class TestForgedAnswers(StandInCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["ipai.vault"].create({"name": "Behind It", "kind": "uri"})

    def setUp(self):
        super().setUp()
        self.server.like_hashicorp({"lab/a": None})
        [self.reference] = self.new_refs("secret/lab/a")
        self.check()
        self.assertEqual(self.reference.state, "ok")
        self.kept = self.dates()

    def dates(self):
        one = self.reference
        return one.verified_on, one.verified_version, one.due_on, one.verified_by

    def each_forgery(self):
        """Yield path and body of answers in which one part is not what it should be."""
        for junk in JUNK:
            yield METADATA, junk
            yield METADATA, {"data": junk}
            for name in ("current_version", "versions", "custom_metadata"):
                yield METADATA, {"data": told(**{name: junk})}
            for name in ("created_time", "deletion_time", "destroyed", "created_by"):
                yield METADATA, {"data": version(**{name: junk})}
            yield METADATA, {"data": told(versions={"3": junk, "²": junk, "1": junk})}
            yield METADATA, {"data": version(created_by={"actor": junk})}
            yield CAPABILITIES, {"data": junk}
            yield CAPABILITIES, {"data": dict.fromkeys(["secret/data/lab/a"], junk)}
            yield "/v1/auth/token/lookup-self", {"data": junk}
            yield "/v1/auth/token/lookup-self", {"data": {"expire_time": junk, "policies": junk}}
            mount = "/v1/sys/internal/ui/mounts/secret"
            yield mount, {"data": junk}
            yield mount, {"data": {"type": junk, "options": {"version": junk}, "path": junk}}
        for date in ("9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2026-02-30T00:00:00Z"):
            yield METADATA, {"data": version(created_time=date)}
        yield METADATA, {"data": {"current_version": 2**31, "versions": {str(2**31): {}}}}

    @mute_logger(CHECKS)
    def test_an_answer_that_makes_no_sense_costs_that_vault_only(self):
        for path, body in self.each_forgery():
            with self.subTest(path=path, body=repr(body)[:120]):
                self.server.like_hashicorp({"lab/a": None})
                self.server.rules[path] = (200, body, {})
                kept = self.dates()
                self.other.action_check()
                self.check()
                self.assertTrue(self.other.run_ended_on, "the vault behind it was asked")
                self.other.sudo().run_ended_on = False
                if self.reference.state == "ok":
                    self.assertEqual(self.reference.verified_on, self.kept[0])
                else:
                    self.assertEqual(self.dates(), kept)
                    self.assertTrue(self.reference.explanation)

    @mute_logger(CHECKS)
    def test_a_fault_of_our_own_costs_that_vault_only(self):
        self.other.action_check()
        with patch.object(asking, "ask_privileges", side_effect=KeyError("never shown")):
            self.check()
        self.assertEqual(self.vault.state, "unreachable")
        self.assertNotIn("never shown", self.vault.explanation)
        self.assertTrue(self.other.run_ended_on)
        self.assertEqual(self.dates(), self.kept)

    def test_a_date_to_come_is_no_rotation(self):
        ahead = fields.Datetime.now() + timedelta(days=400)
        self.server.rules[METADATA] = (
            200,
            {"data": version(created_time=f"{ahead.isoformat()}Z")},
            {},
        )
        self.check()
        self.assertEqual((self.reference.state, self.dates()), ("unreachable", self.kept))
        self.assertIn("look at both clocks", self.reference.explanation)

    def test_a_proof_of_a_moment_to_come_is_amber(self):
        self.assertEqual(self.vault.badge, "green")
        self.vault.sudo().privileges_asked_on = fields.Datetime.now() + timedelta(hours=3)
        self.assertEqual(self.vault.badge, "amber")

    def test_a_wait_that_is_no_number_is_none(self):
        self.server.rules[METADATA] = (429, {}, {"Retry-After": "²"})
        self.check()
        self.assertTrue(self.vault.retry_on > fields.Datetime.now())
        self.assertEqual(self.dates(), self.kept)

    def test_of_a_slow_vault_a_few_are_kept_at_a_time(self):
        places = [f"lab/slow{number}" for number in range(3)]
        self.server.like_hashicorp(dict.fromkeys(["lab/a", *places]))
        found = self.env["ipai.credential.ref"].union(
            *self.new_refs(*[f"secret/{place}" for place in places])
        )
        with patch.object(asking, "SECONDS", -1), patch.object(ipai_vault_check, "BUDGET", -1):
            self.vault.action_check()
            for done in (0, 1, 2, 3):  # that of `setUp` comes first
                self.env["ipai.vault"]._cron_check()
                self.assertEqual(found.mapped("state").count("ok"), done)
        self.assertTrue(self.vault.run_ended_on)

    def test_folders_without_end_end(self):
        """A server that lists a folder in each folder, and names that no path holds."""
        self.server.rules = Endless(self.server.rules)
        found = self.env["ipai.vault.finding"].create(
            {"vault_id": self.vault.id, "locator": "secret/elsewhere", "name": "elsewhere"}
        )
        with patch.object(asking, "FOLDERS", 30):
            self.vault.action_discover()
            self.check()
        locators = self.vault.finding_ids.mapped("locator")
        self.assertIn("secret/deeper/one", locators)
        self.assertTrue(all(place.rpartition("/")[2] in ("one", "elsewhere") for place in locators))
        self.assertTrue(found.exists(), "what was not looked at is not gone")
        self.assertLess(len(self.server.asked), 60)
        self.server.asked.clear()
        with patch.object(ipai_vault_check, "BUDGET", -1):
            self.vault.action_discover()
            self.check()
        self.assertLess(len(self.server.asked), 12, "time over is time over")

    def after_the_first_portion(self, change):
        """Check two references in two portions, between which somebody else does something."""
        self.server.like_hashicorp({"lab/a": None, "lab/b": "ada"})
        [other] = self.new_refs("secret/lab/b")
        changes = [lambda: change(other)]

        def progress(*_args):
            for one in changes:
                changes.remove(one)
                one()
                self.env.flush_all()

        with (
            patch.object(ipai_vault_check.asking, "PORTION", 1),
            patch.object(ipai_vault_check, "cron_progress", progress),
        ):
            self.check()
        return other

    def test_a_reference_that_moves_meanwhile_keeps_nothing_of_its_old_place(self):
        other = self.after_the_first_portion(
            lambda one: one.with_user(self.technician).write({"locator": "secret/lab/c"})
        )
        self.assertEqual((other.state, other.verified_on), ("unchecked", False))

    def test_a_reference_that_goes_meanwhile_is_no_obstacle(self):
        other = self.after_the_first_portion(lambda one: one.sudo().unlink())
        self.assertFalse(other.exists())
        self.assertEqual((self.vault.state, self.reference.state), ("ok", "ok"))

    def test_a_vault_that_changes_meanwhile_is_asked_no_more(self):
        for vals in ({"namespace": "team"}, {"address": "https://elsewhere.example"}):
            with self.subTest(vals):
                self.env["ipai.credential.ref"].search([("locator", "=", "secret/lab/b")]).unlink()
                was = {name: self.vault[name] for name in vals}
                other = self.after_the_first_portion(lambda _one, vals=vals: self.vault.write(vals))
                self.assertEqual((self.vault.state, self.vault.badge), ("unchecked", "red"))
                self.assertEqual((other.state, other.verified_on), ("unchecked", False))
                self.vault.write(was)


class TestPowers(BaoCase):
    """What makes a token too powerful beyond what it may do below the mount."""

    def setUp(self):
        super().setUp()
        self.urls.clear()
        self.addCleanup(self.write_secret, "bao", self.token)
        self.base = policies.text("hashicorp", ["secret", "old"])

    def assertRed(self, *lines, name=None):
        self.write_secret("bao", self.bao.token("\n".join([self.base, *lines]), name))
        self.check()
        self.assertEqual((self.vault.state, self.vault.badge), ("too_powerful", "red"), lines)

    def test_the_mounts_are_asked_before_anything_else(self):
        self.new_place("secret/lab/first")
        self.check()
        self.assertIn("sys/internal/ui/mounts/secret", self.urls[0][1])

    def test_what_leads_to_tokens_policies_and_identities_is_red(self):
        self.new_place("secret/lab/powers")
        for path in (
            "auth/token/create/*",
            "auth/token/roles/*",
            "sys/policies/*",
            "sys/policy/*",
            "sys/auth/*",
            "sys/mounts/*",
            "identity/entity/id/*",
            "identity/entity/name/*",
            "identity/entity-alias*",
            "identity/group/id/*",
            "identity/group-alias/*",
        ):
            with self.subTest(path):
                self.assertRed(f'path "{path}" {{ capabilities = ["create", "update"] }}')

    def test_a_token_that_can_change_its_own_policy_is_red(self):
        self.new_place("secret/lab/own")
        self.assertRed(
            'path "sys/policies/acl/mine" { capabilities = ["update"] }',
            name="mine",
        )
        self.assertIn("sys/policies/acl/mine", self.vault.with_user(self.manager).privileges_found)

    def test_on_version_1_the_path_itself_is_the_value(self):
        self.bao.mount("old", version="1")
        self.bao.do("POST", "old/a", {"value": self.secret_value})
        old = self.new_ref("old", vault_id=self.vault.id, locator="old/a")
        self.assertRed('path "old/a" { capabilities = ["read"] }')
        self.assertRed('path "old/*" { capabilities = ["update"] }')
        self.assertEqual(old.state, "unchecked")
        self.write_secret("bao", self.bao.token(self.base))
        self.check()
        self.assertEqual((self.vault.state, old.state), ("ok", "unverifiable"))
        self.assertFalse(self.asked("v1/old/"))

    def test_what_was_found_names_places_to_managers_only(self):
        self.new_place("secret/lab/restricted")
        self.assertRed('path "secret/data/*" { capabilities = ["read"] }')
        found = self.vault.with_user(self.manager).read(["privileges_found"])[0]["privileges_found"]
        self.assertIn("secret/data/lab/restricted", found)
        for user in (self.reader, self.technician):
            vault = self.vault.with_user(user)
            with self.assertRaises(AccessError):
                vault.read(["privileges_found"])
            [shown] = vault.read()
            self.assertNotIn("restricted", str(shown))
