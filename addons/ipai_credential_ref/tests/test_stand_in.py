# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime
from unittest.mock import patch

from odoo import fields

from ..vaults import http
from .common import CredentialCase
from .stand_in import StandIn

ITEM = "0b5f2b5e-3f0c-4b4e-9f5e-1d2c3b4a5f6{}"
COLLECTION = "11111111-2222-3333-4444-555555555555"
WRITTEN = datetime(2026, 11, 1, 8, 0, 0)


class StandInCase(CredentialCase):
    kind = "hashicorp"
    credential = "never-seen-token"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = StandIn()
        cls.addClassCleanup(cls.server.stop)
        cls.write_secret("own", cls.credential)
        cls.vault = cls.env["ipai.vault"].create(
            {
                "name": "Stand-in",
                "kind": cls.kind,
                "address": cls.server.address,
                "credential_name": "own",
            }
        )

    def setUp(self):
        super().setUp()
        self.server.asked.clear()

    def new_refs(self, *locators):
        return [self.new_ref(one, vault_id=self.vault.id, locator=one) for one in locators]

    def check(self):
        self.vault.action_check()
        self.vault.retry_on = False
        self.env["ipai.vault"]._cron_check()
        self.env.flush_all()
        self.env.invalidate_all()


class TestHashicorp(StandInCase):
    def test_who_wrote_it_is_told_where_the_server_says_so(self):
        self.server.like_hashicorp({"lab/a": "oidc-ada", "lab/b": None})
        first, second = self.new_refs("secret/lab/a", "secret/lab/b")
        self.check()
        self.assertEqual((first.state, first.verified_by_text), ("ok", "oidc-ada"))
        self.assertEqual(second.verified_by_text, "not reported by this server")
        self.assertEqual((first.verified_on, first.verified_version), (WRITTEN, 3))
        self.assertEqual(first.vault_interval, 30)
        self.assertEqual(str(first.due_on), "2026-12-01")

    def test_a_server_without_pages_is_asked_once_whether_it_has_them(self):
        self.server.like_hashicorp({f"lab/{name}": None for name in "abc"})
        references = self.new_refs(*(f"secret/lab/{name}" for name in "abcd"))
        self.check()
        self.assertEqual([one.state for one in references], ["ok", "ok", "ok", "missing"])
        pages = [path for _method, path in self.server.asked if "detailed" in path]
        self.assertEqual(len(pages), 1)

    def each_trouble(self):
        """Path of what is answered wrongly, and the rule."""
        metadata = "/v1/secret/metadata/lab/a"
        yield "429", metadata, (429, {"errors": []}, {"Retry-After": "120"})
        yield "cut", metadata, self.server.cut
        yield "slow", metadata, self.server.drip
        yield "html", metadata, (200, "<html>", {})
        yield "half", metadata, (200, {"data": None}, {})
        yield "no versions", metadata, (200, {"data": {"current_version": 3, "versions": {}}}, {})
        yield "redirect", metadata, (307, {}, {"Location": "http://127.0.0.1:9/"})
        yield "500", metadata, (500, {"errors": ["internal"]}, {})
        yield "403", metadata, (403, {"errors": ["permission denied"]}, {})
        yield "sealed", "/v1/sys/capabilities-self", (503, {"errors": ["Vault is sealed"]}, {})
        yield "no list", "/v1/sys/capabilities-self", (200, {"data": {}}, {})

    def test_whatever_goes_wrong_no_date_changes(self):
        self.server.like_hashicorp({"lab/a": None})
        [reference] = self.new_refs("secret/lab/a")
        self.check()
        kept = (reference.verified_on, reference.verified_version, reference.due_on)
        self.assertTrue(all(kept))
        for trouble, path, rule in self.each_trouble():
            with self.subTest(trouble), patch.object(http, "WHOLE", 0.3):
                self.server.like_hashicorp({"lab/a": None})
                self.check()
                self.assertEqual(reference.state, "ok")
                self.server.rules[path] = rule
                self.check()
                self.assertNotEqual((self.vault.state, reference.state), ("ok", "ok"))
                self.assertEqual(
                    (reference.verified_on, reference.verified_version, reference.due_on), kept
                )
                self.assertTrue(reference.explanation and self.vault.explanation)

    def test_too_many_requests_waits_as_long_as_it_is_told(self):
        self.server.like_hashicorp({"lab/a": None})
        self.new_refs("secret/lab/a")
        self.check()
        self.server.rules["/v1/secret/metadata/lab/a"] = (429, {}, {"Retry-After": "120"})
        self.check()
        wait = (self.vault.retry_on - fields.Datetime.now()).total_seconds()
        self.assertTrue(100 < wait <= 120, wait)
        asked = len(self.server.asked)
        self.env["ipai.vault"]._cron_check()
        self.assertEqual(len(self.server.asked), asked, "it is not asked before")
        self.assertTrue(self.vault.is_run_open, "the run goes on later")

    def test_back_off_grows(self):
        self.server.like_hashicorp({})
        self.server.rules["/v1/sys/capabilities-self"] = (500, {}, {})
        self.new_refs("secret/lab/a")
        waits = []
        for _time in range(3):
            self.check()
            waits.append(round((self.vault.retry_on - fields.Datetime.now()).total_seconds(), -1))
        self.assertEqual(waits, [60, 300, 900])


class TestBitwarden(StandInCase):
    kind = "bitwarden"
    credential = "user.1234:never-seen"

    def test_the_clear_fields_of_an_item_tell_its_date(self):
        self.server.like_bitwarden(
            {
                ITEM.format(0): {},
                ITEM.format(1): {"login": {"passwordRevisionDate": "2026-11-05T10:00:00Z"}},
                ITEM.format(2): {"deletedDate": "2026-11-06T10:00:00Z"},
                ITEM.format(3): {"collectionIds": [COLLECTION]},
            }
        )
        fresh, changed, trashed, here, elsewhere, gone = self.new_refs(
            *(ITEM.format(number) for number in range(3)),
            f"{COLLECTION}/{ITEM.format(3)}",
            f"{COLLECTION}/{ITEM.format(0)}",
            ITEM.format(9),
        )
        self.check()
        self.assertEqual((self.vault.state, self.vault.badge), ("ok", "green"))
        self.assertEqual((fresh.state, fresh.verified_on), ("ok", WRITTEN))
        self.assertEqual(changed.verified_on, datetime(2026, 11, 5, 10))
        self.assertEqual((trashed.state, here.state), ("deleted", "ok"))
        self.assertEqual((elsewhere.state, gone.state), ("missing", "missing"))

    def test_a_user_that_may_write_or_see_is_red(self):
        for more in ({"edit": True}, {"viewPassword": True}):
            self.server.like_bitwarden({ITEM.format(0): more})
            self.vault.sudo()._forget()
            with self.subTest(more):
                before = self.env["ipai.credential.ref"].search([("vault_id", "=", self.vault.id)])
                before.active = False
                self.env.flush_all()
                self.new_refs(ITEM.format(0))
                self.check()
                self.assertEqual((self.vault.state, self.vault.badge), ("too_powerful", "red"))
                self.assertFalse(self.vault.is_run_open)

    def test_a_wrong_key_is_not_an_absent_item(self):
        self.server.like_bitwarden({ITEM.format(0): {}}, key="user.1234:another")
        [reference] = self.new_refs(ITEM.format(0))
        self.check()
        self.assertEqual((self.vault.state, reference.state), ("forbidden", "forbidden"))
        self.write_secret("own", "organization.1:x")
        self.addCleanup(self.write_secret, "own", self.credential)
        self.check()
        self.assertEqual(self.vault.state, "cannot_check")
