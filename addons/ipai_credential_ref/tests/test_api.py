# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestCredentialsApi(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bot = new_test_user(cls.env, "deployer", groups="ipai_base.group_user")
        cls.scope = cls.env.ref("ipai_credential_ref.scope_credentials")
        kind = cls.env.ref("ipai_asset.type_compute").id
        cls.asset = cls.env["ipai.asset"].create(
            {"name": "Deploy target", "hostname": "target01", "asset_tag": "T-77", "type_id": kind}
        )
        cls.vault = cls.env["ipai.vault"].create(
            {"name": "Bao", "address": "https://bao.example:8200", "credential_name": "bao"}
        )
        cls.team = cls.env["ipai.credential.team"].create({"name": "Closed"})
        link = [Command.link(cls.asset.id)]
        cls.open, cls.closed = cls.env["ipai.credential.ref"].create(
            [
                {
                    "name": "target_root",
                    "vault_id": cls.vault.id,
                    "locator": "secret/lab/target_root",
                    "asset_ids": link,
                },
                {"name": "closed_root", "asset_ids": link, "team_ids": [Command.link(cls.team.id)]},
            ]
        )

    def key(self, scopes):
        key = self.env["ipai.api.key"].create(
            {"name": "Deployer", "user_id": self.bot.id, "scope_ids": [Command.set(scopes.ids)]}
        )
        return key._issue()

    def ask(self, asset, scopes=None):
        secret = self.key(self.scope if scopes is None else scopes)
        return self.url_open(
            f"/ipai/credentials?asset={asset}", headers={"Authorization": f"Bearer {secret}"}
        )

    def test_the_references_of_an_asset_by_whatever_it_is_called(self):
        for name in (self.asset.id, "TARGET01", "t-77", "Deploy%20target"):
            answer = self.ask(name)
            self.assertEqual(answer.status_code, 200, answer.text)
            told = answer.json()
            self.assertEqual(told["asset"], self.asset.id)
            [credential] = told["credentials"]
            self.assertEqual(
                (
                    credential["name"],
                    credential["locator"],
                    credential["address"],
                    credential["state"],
                ),
                ("target_root", "secret/lab/target_root", "https://bao.example:8200", "unchecked"),
            )

    def test_what_the_user_of_the_key_may_not_know_of_is_not_told(self):
        self.assertNotIn("closed_root", self.ask("target01").text)
        self.team.member_ids = [Command.link(self.bot.id)]
        self.assertIn("closed_root", self.ask("target01").text)

    def test_it_needs_the_scope_and_an_asset(self):
        refused = self.ask("target01", self.env["ipai.api.scope"])
        self.assertEqual((refused.status_code, refused.json()["code"]), (403, "scope-missing"))
        missing = self.ask("nobody")
        self.assertEqual((missing.status_code, missing.json()["code"]), (404, "not-found"))
        self.assertEqual(self.ask("%25").status_code, 404)
