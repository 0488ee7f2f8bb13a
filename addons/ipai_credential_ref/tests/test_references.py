# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form

from odoo.addons.ipai_base.models import ipai_bounded_calendar

from .. import locators
from .common import CredentialCase


class TestReferences(CredentialCase):
    def new_bao(self, user=None, **vals):
        vaults = self.env["ipai.vault"].with_user(user or self.env.user)
        return vaults.create(
            {
                "name": "Bao",
                "address": "https://bao.example:8200",
                "credential_name": "bao",
                **vals,
            }
        )

    def test_a_pasted_link_becomes_mount_and_path(self):
        vault = self.new_bao()
        form = Form(self.env["ipai.credential.ref"].with_user(self.technician))
        form.name = "pfsense_admin"
        form.vault_id = vault
        form.locator = (
            "https://bao.example:8200/ui/vault/secrets/secret/kv/lab%2Fpfsense_admin/details"
        )
        self.assertEqual(form.locator, "secret/lab/pfsense_admin")
        reference = form.save()
        self.assertEqual(
            reference.deep_link,
            "https://bao.example:8200/ui/vault/secrets/secret/show/lab/pfsense_admin",
        )

    def test_what_people_paste_is_read_whatever_they_copied_it_from(self):
        """Pages of Vault before and after 1.15 and of OpenBao, API paths, commands; Bitwarden, op://, pass."""
        place = "secret/lab/net/pfsense_admin"
        item = "0b5f2b5e-3f0c-4b4e-9f5e-1d2c3b4a5f60"
        org = "11111111-2222-3333-4444-555555555555"
        vault, bw = "https://vault.example:8200", "https://vw.example"
        pasted = {
            "hashicorp": {
                f"{vault}/ui/vault/secrets/secret/kv/lab%2Fnet%2Fpfsense_admin/details?version=2": place,
                f"{vault}/ui/vault/secrets/secret/kv/lab%2Fnet%2Fpfsense_admin?namespace=admin": place,
                f"{vault}/ui/vault/secrets/secret/kv/lab%2Fnet%2Fpfsense_admin/metadata": place,
                f"{vault}/ui/vault/secrets/secret/kv/lab%2Fnet%2Fpfsense_admin/metadata/versions": place,
                f"{vault}/ui/vault/secrets/secret/kv/lab%2Fnet%2Fpfsense_admin/paths": place,
                f"{vault}/ui/vault/secrets-engines/secret/kv/lab%2Fnet%2Fpfsense_admin/details": place,
                f"{vault}/ui/vault/secrets/secret/show/lab/net/pfsense_admin": place,
                f"{vault}/ui/vault/secrets/secret/edit/lab/net/pfsense_admin": place,
                f"{vault}/v1/secret/data/lab/net/pfsense_admin": place,
                f"{vault}/v1/secret/metadata/lab/net/pfsense_admin": place,
                "/v1/secret/data/lab/net/pfsense_admin": place,
                "secret/data/lab/net/pfsense_admin": place,
                " secret/lab/net/pfsense_admin/ ": place,
                "vault kv get secret/lab/net/pfsense_admin": place,
                "vault kv get -mount=secret lab/net/pfsense_admin": place,
                "bao kv get -mount secret -field password lab/net/pfsense_admin": place,
                "$ vault kv metadata get -format json secret/lab/net/pfsense_admin": place,
                "VAULT_ADDR=https://x.example vault read secret/data/lab/net/pfsense_admin": place,
                "bao kv get -namespace team -version 3 'secret/lab/net/pfsense_admin'": place,
                f"curl -s {vault}/v1/secret/data/lab/net/pfsense_admin": place,
                f"{vault}/ui/vault/secrets/secret/metadata/lab/net/pfsense_admin": place,
                f"{vault}/ui/vault/secrets/secret/versions/lab/net/pfsense_admin": place,
                f"{vault}/v1/secret/data/lab/net/pfsense_admin?version=2": place,
                "/v1/secret/data/lab%2Fnet%2Fpfsense_admin": place,
                "secret/data/lab/net/pfsense_admin?version=2": place,
                "ref+vault://secret/data/lab/net/pfsense_admin#/password": place,
                "vault:secret/data/lab/net/pfsense_admin#password": place,
                "vault kv rollback -version=2 secret/lab/net/pfsense_admin": place,
                "vault kv destroy -versions=1 -mount secret lab/net/pfsense_admin": place,
                "vault kv put secret/lab/net/pfsense_admin user=admin": place,
                "vault kv get secret/lab/net/pfsense_admin | jq .data": place,
            },
            "bitwarden": {
                f"{bw}/#/vault?itemId={item}": item,
                f"{bw}/#/vault?cipherId={item}": item,
                f"{bw}/#/organizations/{org}/vault?itemId={item}&action=view": item,
                f"{bw}/#/vault?collectionId={org}&itemId={item}": f"{org}/{item}",
                item.upper(): item,
                f"bw get item {item}": item,
                f"bw get password {item} --raw": item,
            },
            "uri": {
                "op://Lab/pfsense/password": "op://Lab/pfsense/password",
                'op read "op://Lab/pfsense/password"': "op://Lab/pfsense/password",
                "vaultwarden://Collections/Homelab/pfsense_admin": "vaultwarden://Collections/Homelab/pfsense_admin",
                "pass show lab/pfsense_admin": "pass://lab/pfsense_admin",
                "keepass://lab.kdbx/Net/pfsense": "keepass://lab.kdbx/Net/pfsense",
            },
        }
        for kind, texts in pasted.items():
            for text, locator in texts.items():
                with self.subTest(text):
                    self.assertEqual(locators.parse(kind, text), locator)
        for text in (
            f"{vault}/ui/vault/secrets/secret/kv/list/lab/",
            f"{vault}/ui/vault/secrets/secret/list/lab",
            f"{vault}/ui/vault/policies/acl",
        ):
            with self.subTest(text), self.assertRaises(locators.LocatorError):
                locators.parse("hashicorp", text)

    def test_a_mount_of_several_parts_is_one_mount(self):
        vault = self.new_bao(mounts="team/kv")
        for pasted in (
            "team/kv/data/lab/a",
            "/v1/team/kv/metadata/lab/a",
            "https://bao.example:8200/v1/team/kv/data/lab/a",
            "https://bao.example:8200/ui/vault/secrets/team%2Fkv/show/lab/a",
            "vault kv get -mount=team/kv lab/a",
        ):
            with self.subTest(pasted):
                reference = self.new_ref(pasted, vault_id=vault.id, locator=pasted)
                self.assertEqual(reference.locator, "team/kv/lab/a")
                self.assertEqual(
                    reference.deep_link,
                    "https://bao.example:8200/ui/vault/secrets/team%2Fkv/show/lab/a",
                )
                reference.sudo().unlink()

    def test_the_secret_pasted_for_its_place_is_not_repeated(self):
        """It would stand in the log of the server; nothing of a password tells that it is one."""
        vault, word = self.new_bao(), "correct-horse-8x"
        for kind in ("hashicorp", "bitwarden", "uri"):
            for text in (word, f"#{word}", f"secret//{word}", f"bw get {word}", f"vault {word}"):
                with self.subTest(kind=kind, text=text):
                    try:
                        locators.parse(kind, text)
                    except locators.LocatorError as error:
                        self.assertNotIn(word, str(error))
        with self.assertRaises(ValidationError) as caught:
            self.new_ref("x", vault_id=vault.id, locator=word)
        self.assertNotIn(word, str(caught.exception))
        vault.mounts = "secret"
        with self.assertRaises(ValidationError) as caught:
            self.new_ref("x", vault_id=vault.id, locator=f"{word}/{word}")
        self.assertNotIn(word, str(caught.exception))

    def test_a_link_says_which_vault_it_is_of(self):
        first = self.new_bao(name="First", namespace="a")
        second = self.new_bao(name="Second", namespace="b/c", address="https://Bao.example:8200")
        third = self.new_bao(name="Third", address="https://third.example:443")
        link = "https://bao.example:8200/ui/vault/secrets/secret/show/lab/x"
        for pasted, vault in (
            (f"{link}?namespace=a", first),
            (f"{link}?namespace=b%2Fc", second),
            (link, self.env["ipai.vault"]),
            ("https://third.example/v1/secret/data/lab/x", third),
        ):
            with self.subTest(pasted):
                self.assertEqual(self.env["ipai.vault"]._of_pasted(pasted), vault)
        with Form(self.env["ipai.credential.ref"].with_user(self.technician)) as form:
            form.name = "x"
            form.vault_id = first
            form.locator = "https://third.example/v1/secret/data/lab/x"
            self.assertEqual((form.vault_id, form.locator), (third, "secret/lab/x"))

    def test_the_vault_is_found_by_what_was_pasted(self):
        Vault = self.env["ipai.vault"].with_user(self.technician)
        bao, warden = self.env["ipai.vault"].create(
            [
                {
                    "name": "Bao of the test",
                    "kind": "hashicorp",
                    "address": "https://bao.test",
                    "credential_name": "b",
                },
                {
                    "name": "Warden of the test",
                    "kind": "bitwarden",
                    "address": "https://vw.test",
                    "credential_name": "w",
                },
            ]
        )
        for text, vault in (
            ("https://bao.test/ui/vault/secrets/secret/show/lab/a", bao),
            ("https://vw.test/#/vault?itemId=0b5f2b5e-3f0c-4b4e-9f5e-1d2c3b4a5f60", warden),
            ("https://elsewhere.test/ui/vault/secrets/secret/show/lab/a", Vault),
            ("envelope://safe/a", self.uri_vault),
        ):
            with self.subTest(text):
                self.assertEqual(Vault._of_pasted(text), vault)
        with Form(self.env["ipai.credential.ref"].with_user(self.technician)) as form:
            form.name = "a"
            form.locator = "https://bao.test/ui/vault/secrets/secret/show/lab/a"
            self.assertEqual((form.vault_id, form.locator), (bao, "secret/lab/a"))

    def test_the_same_is_done_for_a_program(self):
        reference = self.new_ref("x", vault_id=self.new_bao().id, locator="secret/data/lab/x")
        self.assertEqual(reference.locator, "secret/lab/x")
        reference.locator = "/v1/secret/metadata/lab/y"
        self.assertEqual(reference.locator, "secret/lab/y")

    def test_what_leads_nowhere_is_refused_with_what_to_paste(self):
        for locator, told in (("nonsense", "mount and path"), ("secret/../x", "empty part")):
            with self.assertRaisesRegex(ValidationError, told):
                self.new_ref("x", vault_id=self.new_bao(name=locator).id, locator=locator)

    def test_a_secret_in_a_field_is_refused_and_not_repeated(self):
        secret = "hvs." + "CAESIJ1" * 5
        for field in ("name", "username_hint", "break_glass", "note", "locator"):
            with self.subTest(field), self.assertRaises(ValidationError) as caught:
                self.new_ref(
                    **{"name": "x", "vault_id": self.new_bao(name=field).id, field: secret}
                )
            self.assertNotIn(secret, str(caught.exception))

    def test_two_references_do_not_lead_to_one_place(self):
        vault = self.new_bao()
        self.new_ref("a", vault_id=vault.id, locator="secret/lab/x")
        with self.assertConstraint("There already is a reference to this place"):
            self.new_ref("b", vault_id=vault.id, locator="secret/data/lab/x")

    def test_who_owns_it_does_not_approve_it(self):
        with self.assertRaisesRegex(ValidationError, "another approver"):
            self.new_ref("x", owner_id=self.technician.id, approver_id=self.technician.id)

    def test_it_is_due_from_the_date_that_the_vault_tells_else_from_the_declared(self):
        policy = self.env["ipai.rotation.policy"].create({"name": "Each quarter", "interval": 90})
        reference = self.new_ref("x", policy_id=policy.id, declared_on="2026-01-01")
        self.assertEqual(str(reference.due_on), "2026-04-01")
        reference.sudo().verified_on = "2026-02-01 12:00:00"
        self.assertEqual(str(reference.due_on), "2026-05-02")
        reference.sudo().vault_interval = 10
        self.assertEqual(str(reference.due_on), "2026-05-02")
        policy.from_vault = True
        self.assertEqual(str(reference.due_on), "2026-02-11")
        self.assertTrue(reference.with_user(self.reader).search([("is_overdue", "=", True)]))
        self.assertFalse(reference.search([("is_overdue", "=", False), ("id", "=", reference.id)]))

    def test_a_vault_by_address_is_never_asked(self):
        reference = self.new_ref(
            "pfsense_admin",
            vault_id=self.uri_vault.id,
            locator="vaultwarden://Collections/Homelab/pfsense_admin",
        )
        self.uri_vault.action_check()
        self.env["ipai.vault"]._cron_check()
        self.assertEqual(reference.state, "unverifiable")

    def test_another_place_forgets_what_was_found_of_the_first(self):
        reference = self.new_ref("x", vault_id=self.new_bao().id, locator="secret/lab/x")
        reference.sudo().write({"state": "ok", "verified_on": "2026-01-01", "verified_version": 3})
        reference.locator = "secret/lab/x"
        self.assertEqual(reference.state, "ok")
        reference.locator = "secret/lab/y"
        self.assertEqual((reference.state, reference.verified_on), ("unchecked", False))

    def test_our_own_credential_is_fenced_in(self):
        for vals in (
            {"credential_source": "file", "credential_name": "../odoo.conf"},
            {"credential_source": "file", "credential_name": "/etc/passwd"},
            {"credential_source": "env", "credential_name": "PGPASSWORD"},
            {"credential_source": "conf", "credential_name": "a b"},
            {"credential_name": "hvs." + "CAESIJ1" * 5},
            {"address": "http://bao.example:8200"},
            {"address": "https://u:p@bao.example"},
        ):
            with self.subTest(vals), self.assertRaises(ValidationError):
                self.new_bao(user=self.manager, **vals)

    def test_a_reader_reads_a_technician_writes_a_manager_makes_vaults(self):
        reference = self.new_ref("x")
        self.assertEqual(reference.with_user(self.reader).name, "x")
        with self.assertRaises(AccessError):
            reference.with_user(self.reader).name = "y"
        with self.assertRaises(AccessError):
            reference.with_user(self.reader).action_check()
        with self.assertRaises(AccessError):
            self.uri_vault.with_user(self.technician).name = "y"
        with self.assertRaises(AccessError):
            self.uri_vault.with_user(self.technician).action_check()

    def test_a_calendar_of_very_many_has_rows_with_a_count(self):
        many = self.env["ipai.credential.ref"].union(*(self.new_ref(f"r{n}") for n in range(23)))
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_credential_ref SET due_on = '2031-05-06' WHERE id = ANY(%s)", [many.ids]
        )
        rotations = self.env["ipai.rotation"].create(
            [{"credential_ref_id": one.id, "planned_on": "2031-05-06"} for one in many]
        )
        self.env.invalidate_all()
        for model, name in ((many, "due_on"), (rotations, "planned_on")):
            domain = [(name, "=", "2031-05-06")]
            board = model.with_user(self.reader)
            with self.subTest(model=model._name):
                self.assertEqual(len(board.calendar_read(domain, [name, "owner_id"])), 23)
                with patch.object(ipai_bounded_calendar, "EACH", 20):
                    [row] = board.calendar_read(domain, [name, "owner_id"])
                self.assertIn(": 23", row["display_name"])
                self.assertEqual(board.search_count(row["calendar_domain"]), 23)
