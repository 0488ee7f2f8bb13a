# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from odoo.addons.ipai_base.tests.api_common import ApiCase

SCOPES = ("assets:propose", "assets:execute")
PROPOSALS = "/ipai/proposals"


class TestInventoryProposals(ApiCase):
    """A program proposes of the inventory what people decide, and has it carried out once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bot = new_test_user(cls.env, "netbox", groups="ipai_base.group_technician")
        cls.anna = new_test_user(
            cls.env, "anna", groups="ipai_approval.group_approver", name="Anna"
        )
        cls.key, cls.secret = cls.new_key(cls.bot, *SCOPES)
        cls.kind = cls.env["ipai.asset.type"].create({"name": "Proposed machine"})
        cls.asset, cls.other = cls.env["ipai.asset"].create(
            [
                {"name": "core01", "hostname": "core01.lab", "type_id": cls.kind.id},
                {"name": "core02", "type_id": cls.kind.id, "criticality": "critical"},
            ]
        )
        cls.interface = cls.env["ipai.interface"].create({"name": "eth0", "asset_id": cls.asset.id})
        cls.service = cls.env["ipai.service"].create({"name": "Proposed service"})

    @classmethod
    def new_key(cls, user, *codes):
        scopes = cls.env["ipai.api.scope"].search([("code", "in", codes)])
        key = cls.env["ipai.api.key"].create(
            {
                "name": user.login,
                "user_id": user.id,
                "company_id": user.company_id.id,
                "scope_ids": [Command.set(scopes.ids)],
                "read_limit": 1000,
                "write_limit": 1000,
                "execute_limit": 1000,
            }
        )
        return key, key._issue()

    def propose(self, kind, /, **body):
        status, value, headers = self.call("POST", f"/ipai/propose/{kind}", body)
        self.assertEqual(status, 201, value)
        self.assertEqual(headers["Location"], f"{PROPOSALS}/{value['proposal_id']}")
        return value

    def refused(self, kind, status, code, /, **body):
        answer = self.call("POST", f"/ipai/propose/{kind}", body)
        return self.assert_problem(answer, status, code)

    def record_of(self, value):
        return self.env["ipai.proposal"].search([("code", "=", value["proposal_id"])])

    def approve(self, value):
        self.record_of(value).with_user(self.anna).action_approve("Fine")

    def execute(self, value):
        path = f"{PROPOSALS}/{value['proposal_id']}/execute"
        return self.call("POST", path, {"confirmed": True})

    def carried_out(self, value):
        """The record that was written."""
        self.approve(value)
        status, done, _headers = self.execute(value)
        self.assertEqual((status, done["state"]), (200, "executed"), done)
        result = done["results"][0]
        return self.env[result["model"]].browse(result["record_id"])

    # -- each kind ----------------------------------------------------------------------------

    def test_an_asset_is_proposed_decided_and_made(self):
        value = self.propose(
            "asset", name="srv07", type="proposed MACHINE", purpose="DNS", case_id="NB-7"
        )
        self.assertEqual(
            (value["state"], value["kind"], value["summary"], value["case_id"]),
            ("pending", "asset", "Create asset: srv07", "NB-7"),
        )
        self.assertIn("Anna", value["waiting_for"])
        self.assertFalse(self.env["ipai.asset"].search([("name", "=", "srv07")]))
        asset = self.carried_out(value)
        self.assertEqual((asset.name, asset.type_id, asset.purpose), ("srv07", self.kind, "DNS"))
        self.assertEqual(asset.create_uid, self.bot)

    def test_a_change_names_its_record_and_only_what_differs(self):
        value = self.propose(
            "asset", asset_id=self.asset.id, name="core01", purpose="Core", hostname=None
        )
        operation = value["operations"][0]["payload"]
        self.assertEqual(operation["values"], {"purpose": "Core", "hostname": None})
        self.assertIn("core01", value["summary"])
        self.assertEqual(value["simulation"]["operations"][0]["before"]["hostname"], "core01.lab")
        self.carried_out(value)
        self.assertEqual((self.asset.purpose, self.asset.hostname), ("Core", False))

    def test_an_address_is_made_on_an_interface(self):
        value = self.propose(
            "address", address="198.51.100.7/24", interface=self.interface.id, status="reserved"
        )
        address = self.carried_out(value)
        self.assertEqual(
            (address.name, address.asset_id, address.status),
            ("198.51.100.7/24", self.asset, "reserved"),
        )
        moved = self.propose("address", address_id=address.id, dns_name="core.example.com")
        self.carried_out(moved)
        self.assertEqual(address.dns_name, "core.example.com")

    def test_a_relation_is_made_from_its_two_ends(self):
        value = self.propose(
            "relation",
            type="depends on",
            source={"kind": "service", "id": self.service.id},
            target={"kind": "asset", "id": self.asset.id},
            note="Since the move",
        )
        relation = self.carried_out(value)
        self.assertEqual(
            (relation.source_service_id, relation.target_asset_id, relation.note),
            (self.service, self.asset, "Since the move"),
        )

    def test_an_article_is_made_for_its_assets_and_answered_for_by_no_program(self):
        value = self.propose(
            "article",
            name="Restart of the core",
            url="https://wiki.example.com/core",
            kind="runbook",
            assets=[self.asset.id],
        )
        article = self.carried_out(value)
        self.assertEqual((article.kind, article.asset_ids), ("runbook", self.asset))
        self.assertFalse(article.owner_id)
        added = self.propose("article", article_id=article.id, assets=[self.other.id])
        self.carried_out(added)
        self.assertEqual(article.asset_ids, self.asset | self.other)

    # -- what is refused ----------------------------------------------------------------------

    def test_bad_input_is_told_by_field_and_leaves_nothing(self):
        before = self.env["ipai.proposal"].search_count([])
        for kind, body, pointer in (
            ("asset", {"name": "x", "type": "No such type"}, "/type"),
            ("asset", {"name": "x", "type": str(self.kind.id), "owner": "0"}, "/owner"),
            ("asset", {"name": "x", "type": str(self.kind.id), "host": "9" * 30}, "/host"),
            ("asset", {"name": " ", "type": str(self.kind.id)}, "/name"),
            ("asset", {"asset_id": 2**31 - 1, "purpose": "x"}, "/asset_id"),
            ("asset", {"name": "x", "type": str(self.kind.id), "surplus": 1}, "/surplus"),
            ("address", {"address": "192.0.2.1", "interface": 2**31 - 1}, "/interface"),
            ("article", {"name": "x", "url": "https://x.example", "assets": [0]}, "/assets/0"),
            (
                "relation",
                {
                    "type": "depends on",
                    "source": {"kind": "asset", "id": self.asset.id},
                    "target": {"kind": "asset", "id": 2**31 - 1},
                },
                "/target/id",
            ),
        ):
            with self.subTest(kind=kind, pointer=pointer):
                problem = self.refused(kind, 422, "invalid-body", **body)
                self.assertEqual(problem["errors"][0]["pointer"], pointer, problem)
        for kind, body, words in (
            ("asset", {"name": "x"}, "type is needed"),
            ("asset", {"asset_id": self.asset.id, "name": None}, "name is needed"),
            ("asset", {"name": "x", "type": "1", "status": "active"}, "is planned"),
            ("address", {"interface": self.interface.id}, "address is needed"),
            ("relation", {"type": "depends on"}, "source is needed"),
            ("article", {"name": "x"}, "url is needed"),
        ):
            with self.subTest(kind=kind, words=words):
                problem = self.refused(kind, 422, "invalid-body", **body)
                self.assertIn(words, problem["detail"])
        self.assertEqual(self.env["ipai.proposal"].search_count([]), before)

    def test_what_odoo_would_refuse_is_refused_in_its_words(self):
        for kind, body, words in (
            ("address", {"address": "192.0.2.300"}, "192.0.2.300"),
            ("article", {"name": "x", "url": "javascript:alert(1)"}, "http"),
            ("asset", {"name": "x", "type": str(self.kind.id), "hostname": "CORE01.lab"}, "host"),
        ):
            with self.subTest(kind=kind):
                problem = self.refused(kind, 422, "simulation-failed", **body)
                self.assertIn(words, problem["detail"])

    def test_several_of_one_name_are_told_by_their_numbers(self):
        hosts = self.env["ipai.asset"].create(
            [{"name": name, "type_id": self.kind.id} for name in ("Twice", "twice")]
        )
        asked = {"asset_id": self.asset.id}
        problem = self.refused("asset", 422, "invalid-body", **asked, host="Twice")
        self.assertIn(str(hosts[1].id), problem["detail"])
        value = self.propose("asset", **asked, host=hosts[1].id)
        self.assertEqual(value["operations"][0]["payload"]["values"], {"host_id": hosts[1].id})

    def test_what_is_so_already_is_no_proposal(self):
        problem = self.refused(
            "asset", 422, "operation-refused", asset_id=self.asset.id, name="core01"
        )
        self.assertIn("so already", problem["detail"])

    def test_a_secret_is_refused_and_not_repeated(self):
        token = "ghp_" + "a1B2" * 9
        problem = self.refused(
            "asset", 422, "operation-refused", asset_id=self.asset.id, purpose=f"Token {token}"
        )
        self.assertNotIn(token, str(problem))

    def test_other_companies_are_not_there(self):
        company = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self.env["ipai.asset"].create(
            {"name": "far01", "type_id": self.kind.id, "company_id": company.id}
        )
        stranger = new_test_user(self.env, "far", company_id=company.id)
        for kind, body, pointer in (
            ("asset", {"asset_id": foreign.id, "purpose": "x"}, "/asset_id"),
            ("asset", {"asset_id": self.asset.id, "host": str(foreign.id)}, "/host"),
            ("asset", {"asset_id": self.asset.id, "owner": str(stranger.id)}, "/owner"),
            ("asset", {"asset_id": self.asset.id, "host": "far01"}, "/host"),
            (
                "article",
                {"name": "x", "url": "https://x.example", "assets": [foreign.id]},
                "/assets",
            ),
        ):
            with self.subTest(kind=kind, pointer=pointer):
                problem = self.refused(kind, 422, "invalid-body", **body)
                self.assertEqual(problem["errors"][0]["pointer"], pointer)
                self.assertNotIn("far01", problem["detail"])

    def test_scopes_and_the_rights_of_the_user_hold(self):
        body = {"name": "x", "type": str(self.kind.id)}
        reader = new_test_user(self.env, "reads", groups="ipai_base.group_user")
        _key, secret = self.new_key(reader, *SCOPES)
        answer = self.call("POST", "/ipai/propose/asset", body, secret=secret)
        problem = self.assert_problem(answer, 403, "kind-unavailable")
        self.assertIn("Technician", problem["next_step"])
        _key, secret = self.new_key(self.bot, "assets")
        answer = self.call("POST", "/ipai/propose/asset", body, secret=secret)
        self.assert_problem(answer, 403, "scope-missing")
        value = self.propose("asset", **body)
        self.approve(value)
        _key, secret = self.new_key(self.bot, "assets:propose")
        path = f"{PROPOSALS}/{value['proposal_id']}/execute"
        answer = self.call("POST", path, {"confirmed": True}, secret=secret)
        self.assert_problem(answer, 403, "scope-missing")

    def test_a_key_sees_the_proposals_of_its_user_alone(self):
        value = self.propose("asset", name="x", type=str(self.kind.id), case_id="NB-1")
        path = f"{PROPOSALS}/{value['proposal_id']}"
        listed = self.call("GET", f"{PROPOSALS}?case_id=NB-1")[1]
        self.assertEqual(
            [one["proposal_id"] for one in listed["proposals"]], [value["proposal_id"]]
        )
        rival = new_test_user(self.env, "rival", groups="ipai_base.group_technician")
        _key, secret = self.new_key(rival, *SCOPES)
        self.assertEqual(self.call("GET", PROPOSALS, secret=secret)[1]["count"], 0)
        for method, at, body in (
            ("GET", path, None),
            ("DELETE", path, None),
            ("POST", f"{path}/execute", {"confirmed": True}),
        ):
            answer = self.call(method, at, body, secret=secret)
            self.assert_problem(answer, 404, "not-found")
        self.assertEqual(self.call("DELETE", path)[1]["status"], "cancelled")
        self.assertEqual(self.call("GET", path)[1]["state"], "withdrawn")

    # -- what looks the same, and what is at stake --------------------------------------------

    def test_look_alikes_of_each_kind_are_listed(self):
        spare = self.env["ipai.ip.scope"].create({"name": "Spare"})
        self.env["ipai.ip.address"].create({"name": "198.51.100.9/24", "scope_id": spare.id})
        self.env["ipai.relation"].create(
            {
                "type_id": self.env["ipai.relation.type"].search([("name", "=", "depends on")]).id,
                "source_service_id": self.service.id,
                "target_asset_id": self.asset.id,
            }
        )
        self.env["ipai.kb.link"].create(
            {"name": "Old title", "url": "https://wiki.example.com/same", "active": False}
        )
        gone = {"name": "srv09", "serial_number": "SN-77", "type_id": self.kind.id, "active": False}
        self.env["ipai.asset"].create(gone)
        other_way = {
            "type": "depends on",
            "source": {"kind": "asset", "id": self.asset.id},
            "target": {"kind": "service", "id": self.service.id},
        }
        article = {"name": "New title", "url": "https://wiki.example.com/same"}
        for kind, body, why in (
            (
                "asset",
                {"name": "y", "serial_number": "sn-77", "type": "Proposed machine"},
                "serial",
            ),
            ("asset", {"name": "CORE02", "type": "Proposed machine"}, "same name"),
            ("address", {"address": "198.51.100.9"}, "another scope"),
            ("relation", other_way, "same relation"),
            ("article", article, "same address"),
        ):
            with self.subTest(kind=kind, why=why):
                twins = self.propose(kind, **body)["simulation"]["operations"][0]["duplicates"]
                self.assertTrue([one for one in twins if why in one["why"]], twins)

    def test_the_risk_is_that_of_the_machines_behind(self):
        critical = self.env["ipai.interface"].create({"name": "eth0", "asset_id": self.other.id})
        ends = {"source": {"kind": "service", "id": self.service.id}}
        for kind, body in (
            ("asset", {"asset_id": self.other.id, "purpose": "x"}),
            ("address", {"address": "198.51.100.8", "interface": critical.id}),
            (
                "relation",
                {"type": "depends on", "target": {"kind": "asset", "id": self.other.id}, **ends},
            ),
            ("article", {"name": "x", "url": "https://x.example", "assets": [self.other.id]}),
        ):
            with self.subTest(kind=kind):
                self.assertEqual(self.propose(kind, **body)["risk"], "critical")
        self.assertEqual(self.propose("address", address="198.51.100.6")["risk"], "low")

    # -- the gate -----------------------------------------------------------------------------

    def test_nothing_is_written_without_a_decision_of_another(self):
        value = self.propose("asset", asset_id=self.asset.id, purpose="Mine")
        problem = self.assert_problem(self.execute(value), 409, "approval-required")
        self.assertIn("Anna", problem["details"]["waiting_for"])
        with self.assertRaises(UserError):
            self.record_of(value).with_user(self.bot).action_approve("Me")
        self.assertFalse(self.asset.purpose)

    def test_a_decision_binds_what_was_seen(self):
        value = self.propose("asset", asset_id=self.asset.id, purpose="Seen")
        self.approve(value)
        self.asset.purpose = "By a person"
        self.env.flush_all()
        problem = self.assert_problem(self.execute(value), 409, "target-changed")
        self.assertEqual(problem["details"]["differences"][0]["field"], "purpose")
        value = self.propose("asset", asset_id=self.asset.id, purpose="Seen")
        self.approve(value)
        operation = self.record_of(value).operation_ids
        self.env.cr.execute(
            "UPDATE ipai_proposal_operation SET kept_values = %s WHERE id = %s",
            ['{"purpose": "Slipped in"}', operation.id],
        )
        self.env.invalidate_all()
        self.assert_problem(self.execute(value), 409, "payload-changed")
        self.assertEqual(self.asset.purpose, "By a person")

    def test_it_is_carried_out_once(self):
        value = self.propose("asset", name="once01", type=str(self.kind.id))
        asset = self.carried_out(value)
        again = self.execute(value)
        self.assertEqual(again[1]["results"][0]["record_id"], asset.id)
        self.assertEqual(self.env["ipai.asset"].search([("name", "=", "once01")]), asset)

    def test_a_proposal_that_is_sent_twice_with_one_key_is_one(self):
        body = {"name": "twice01", "type": str(self.kind.id)}
        once = {"Idempotency-Key": str(uuid.uuid4())}
        first, second = (self.call("POST", "/ipai/propose/asset", body, **once) for _n in range(2))
        self.assertEqual(first[1]["proposal_id"], second[1]["proposal_id"])
        self.assertEqual(second[2]["Idempotency-Replayed"], "true")
        answer = self.call("POST", "/ipai/propose/asset", {**body, "purpose": "x"}, **once)
        self.assert_problem(answer, 422, "idempotency-key-reused")

    def test_a_person_has_it_undone(self):
        value = self.propose("asset", asset_id=self.asset.id, purpose="New", hostname="new.lab")
        self.carried_out(value)
        self.assertFalse(
            self.record_of(value).with_user(self.anna).has_undo, "she may not write it"
        )
        berta = new_test_user(self.env, "berta", groups="ipai_base.group_technician")
        proposal = self.record_of(value).with_user(berta)
        self.assertTrue(proposal.has_undo)
        action = proposal.action_propose_undo()
        undo = self.env["ipai.proposal"].browse(action["res_id"])
        self.assertEqual(
            undo.operation_ids.kept_values, {"purpose": None, "hostname": "core01.lab"}
        )

    def test_the_page_shows_it_as_any_other(self):
        value = self.propose(
            "asset", asset_id=self.asset.id, purpose="New", reasoning="From NetBox"
        )
        page = self.record_of(value).with_user(self.anna)
        self.assertEqual(page.source, "API")
        self.assertIn("Purpose", page.review)
        self.assertIn("core01", page.review)
