# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import Command, release
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import CredentialCase

NAME = "crownjewel"


class TestRestricted(CredentialCase):
    """A restricted reference, and a technician who is not of its team: one test per way that its name could come out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = new_test_user(cls.env, "member", groups="ipai_base.group_technician")
        cls.outsider = new_test_user(
            cls.env, "outsider", groups="ipai_base.group_technician,base.group_allow_export"
        )
        cls.team = cls.env["ipai.credential.team"].create(
            {"name": "Inner", "member_ids": [Command.link(cls.member.id)]}
        )
        cls.asset = cls.new_asset("bastion")
        cls.reference = cls.new_ref(
            NAME,
            user=cls.manager,
            owner_id=cls.manager.id,
            approver_id=cls.member.id,
            team_ids=[Command.link(cls.team.id)],
            asset_ids=[Command.link(cls.asset.id)],
            certificate_not_after="2030-01-01",
            vault_id=cls.uri_vault.id,
            locator=f"vaultwarden://Collections/{NAME}",
        )
        cls.env.flush_all()
        cls.env.invalidate_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()
        self.refs = self.env["ipai.credential.ref"].with_user(self.outsider)

    def as_outsider(self, record):
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(self.outsider)

    def test_the_team_the_owner_the_approver_and_managers_see_it(self):
        self.reference.approver_id = self.technician
        for user in (self.member, self.manager, self.technician):
            self.assertIn(self.reference, self.refs.with_user(user).search([]))
        self.assertNotIn(self.reference, self.refs.with_user(self.reader).search([]))

    def test_search(self):
        self.assertFalse(self.refs.search([("name", "=", NAME)]))
        self.assertFalse(self.refs.search([("locator", "ilike", NAME)]))
        self.assertFalse(self.refs.search_count([("name", "=", NAME)]))
        self.assertFalse(self.refs.search_read([("name", "=", NAME)], ["name"]))

    def test_name_search(self):
        self.assertFalse(self.refs.name_search(NAME))
        found = self.refs.name_search("vaultwarden", limit=None)
        self.assertNotIn(self.reference.id, [number for number, _name in found])

    def test_read(self):
        with self.assertRaises(AccessError):
            self.as_outsider(self.reference).read(["name"])
        with self.assertRaises(AccessError):
            self.as_outsider(self.reference).display_name  # noqa: B018

    def test_group(self):
        groups = self.refs._read_group([], ["name"], ["__count"])
        self.assertNotIn(NAME, [name for name, _count in groups])
        if hasattr(self.refs, "formatted_read_group"):
            groups = self.refs.formatted_read_group([], ["name"], ["__count"])
            self.assertNotIn(NAME, str(groups))

    def test_export(self):
        with self.assertRaises(AccessError):
            self.as_outsider(self.reference).export_data(["name"])
        exported = self.as_outsider(self.asset).export_data(["name", "credential_ref_ids/name"])
        self.assertNotIn(NAME, str(exported))

    def test_domains_that_lead_through_another_record(self):
        assets = self.env["ipai.asset"].with_user(self.outsider)
        for domain in (
            [("credential_ref_ids.name", "=", NAME)],
            [("credential_ref_ids", "any", [("name", "ilike", NAME[:5])])],
            [("credential_ref_ids", "ilike", NAME)],
        ):
            with self.subTest(domain):
                self.assertFalse(assets.search(domain))
                self.assertTrue(assets.with_user(self.member).search(domain))
        vaults = self.env["ipai.vault"].with_user(self.outsider)
        self.assertFalse(vaults.search([("reference_ids.name", "=", NAME)]))

    def test_the_asset(self):
        asset = self.as_outsider(self.asset)
        self.assertFalse(asset.credential_ref_ids)
        self.assertEqual(asset.credential_ref_count, 0)
        told = asset.web_read({"credential_ref_ids": {"fields": {"display_name": {}}}})
        self.assertNotIn(NAME, str(told))
        self.env.invalidate_all()
        self.assertEqual(self.asset.with_user(self.member).credential_ref_count, 1)

    def test_the_vault(self):
        vault = self.as_outsider(self.uri_vault)
        self.assertFalse(vault.reference_ids)
        self.assertEqual(vault.reference_count, 0)
        self.assertNotIn(NAME, vault.policy_text)

    def test_the_board_of_expirations(self):
        board = self.env["ipai.expiry"]
        self.assertFalse(board.with_user(self.outsider).search([("name", "=", NAME)]))
        self.assertNotIn(
            NAME, str(board.with_user(self.outsider)._read_group([], ["name"], ["__count"]))
        )
        self.assertTrue(board.with_user(self.member).search([("name", "=", NAME)]))

    def test_the_rotation_and_its_places(self):
        self.reference.with_user(self.manager).action_plan_rotation()
        rotation = self.reference.open_rotation_id
        rotation.with_user(self.manager).action_start()
        seen = self.env["ipai.rotation"].with_user(self.outsider).search([])
        self.assertNotIn(rotation, seen)
        lines = self.env["ipai.rotation.line"].with_user(self.outsider).search([])
        self.assertFalse(lines & rotation.line_ids)
        asset = self.as_outsider(self.asset)
        self.assertEqual(asset.credential_rotation_count, 0)
        with self.assertRaises(AccessError):
            self.as_outsider(rotation).read(["display_name"])
        with self.assertRaises(AccessError):
            self.as_outsider(rotation.line_ids).action_changed_here()

    def test_asking_for_access(self):
        with self.assertRaises(AccessError) as caught:
            self.env["ipai.access.request"].with_user(self.outsider).create(
                {"credential_ref_id": self.reference.id, "reason": "guess"}
            )
        self.assertNotIn(NAME, str(caught.exception))

    def test_messages_followers_and_activities(self):
        self.reference.message_post(body=f"about {NAME}")
        self.reference.activity_schedule("mail.mail_activity_data_todo", user_id=self.manager.id)
        self.env.flush_all()
        messages = self.env["mail.message"].with_user(self.outsider)
        self.assertFalse(
            messages.search(
                [("model", "=", self.reference._name), ("res_id", "=", self.reference.id)]
            )
        )
        self.assertFalse(messages.search([("body", "ilike", NAME)]))
        activities = self.env["mail.activity"].with_user(self.outsider)
        self.assertFalse(activities.search([("res_model", "=", self.reference._name)]))
        self.assertFalse(activities.search([("res_name", "=", NAME)]))

    def test_the_audit(self):
        self.reference.with_user(self.manager).action_plan_rotation()
        rows = self.env["ipai.audit"].sudo().search([], limit=50)
        self.assertTrue(rows)
        self.assertNotIn(NAME, str(rows.read()))

    def test_the_map(self):
        graph = (
            self.env["ipai.map.layout"]
            .with_user(self.outsider)
            .load_graph("asset", self.asset.id, 2)
        )
        self.assertNotIn(NAME, json.dumps(graph, default=str))

    def test_that_the_place_is_taken_names_nobody(self):
        with self.assertConstraint("There already is a reference to this place"):
            self.new_ref(
                "guess",
                user=self.outsider,
                vault_id=self.uri_vault.id,
                locator=f"vaultwarden://Collections/{NAME}",
            )

    def test_a_customer_with_a_team_is_its_team_s(self):
        self.team.customer_ids = [Command.link(self.acme.id)]
        acme = self.new_ref(
            "acme_admin", user=self.manager, owner_id=False, customer_id=self.acme.id
        )
        own = self.new_ref("own_admin", user=self.manager, owner_id=False)
        found = self.refs.search([])
        self.assertNotIn(acme, found)
        self.assertIn(own, found)
        self.assertIn(acme, self.refs.with_user(self.member).search([]))

    def test_a_team_that_is_archived_still_restricts(self):
        self.team.active = False
        self.env.flush_all()
        self.assertFalse(self.refs.search([("name", "=", NAME)]))

    def test_another_company(self):
        company = self.env["res.company"].create({"name": "Other"})
        foreign = new_test_user(
            self.env,
            "foreign",
            groups="ipai_base.group_manager",
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )
        self.reference.with_user(self.manager).action_plan_rotation()
        for model in ("ipai.vault", "ipai.credential.ref", "ipai.rotation", "ipai.credential.team"):
            self.assertTrue(self.env[model].search([]))
            self.assertFalse(self.env[model].with_user(foreign).search([]), model)


@tagged("post_install", "-at_install")
class TestRestrictedHttp(HttpCase):
    @mute_logger("odoo.http")
    def test_json_2(self):
        """Odoo 19's own API for programs."""
        if release.version_info[0] < 19:
            return
        outsider = new_test_user(self.env, "outsider", groups="ipai_base.group_technician")
        team = self.env["ipai.credential.team"].create({"name": "Inner"})
        reference = self.env["ipai.credential.ref"].create(
            {"name": NAME, "owner_id": False, "team_ids": [Command.link(team.id)]}
        )
        key = self.env["res.users.apikeys"].with_user(outsider).sudo()._generate("rpc", "k", None)
        for method, body in (
            ("search_read", {"domain": [], "fields": ["name"]}),
            ("name_search", {"name": NAME}),
            ("read", {"ids": reference.ids, "fields": ["name"]}),
        ):
            answer = self.url_open(
                f"/json/2/ipai.credential.ref/{method}",
                data=json.dumps(body),
                headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
            )
            self.assertNotIn(NAME, answer.text)
            self.assertEqual(answer.status_code, 403 if method == "read" else 200, answer.text)
