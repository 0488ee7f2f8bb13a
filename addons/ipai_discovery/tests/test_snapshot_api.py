# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import uuid

from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.ipai_base.tests.api_common import ApiCase
from odoo.addons.ipai_base.tests.secrecy import Secrecy

# The body of the documentation, letter for letter.
EXAMPLE = {
    "source": "n8n-lab",
    "dry_run": False,
    "objects": [
        {
            "hostname": "pve01x",
            "type": "compute",
            "serial": "5CG1234XYZ",
            "os": "Debian",
            "os_version": "12",
            "host": None,
            "customer": None,
            "tags": ["lab"],
            "interfaces": [
                {
                    "name": "eth0",
                    "mac": "02:00:00:aa:bb:01",
                    "vlan": 20,
                    "addresses": ["198.51.100.7/24"],
                }
            ],
            "properties": {"rack": "A1"},
        }
    ],
}


@tagged("post_install", "-at_install")
class TestSnapshotApi(Secrecy, ApiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reporter = new_test_user(cls.env, "reporter", groups="ipai_base.group_technician")
        cls.assets_key = cls.env["ipai.api.key"].create(
            {
                "name": "Reporter",
                "user_id": cls.reporter.id,
                "scope_ids": [Command.link(cls.env.ref("ipai_asset.scope_assets").id)],
            }
        )
        cls.assets_secret = cls.assets_key._issue()

    def snapshot(self, body, **headers):
        return self.call("POST", "/ipai/assets/snapshot", body, self.assets_secret, **headers)

    def test_what_a_source_reports_is_told_once_and_followed_by_nobody(self):
        """A call that silences what it writes itself tells it: of a change in one message, in its own words."""
        status, value, _headers = self.snapshot(EXAMPLE)
        self.assertEqual(status, 200, value)
        asset = self.env["ipai.asset"].browse(value["objects"][0]["asset"])
        self.assertFalse(asset.message_ids)
        self.assertFalse(asset.message_follower_ids)
        changed = [{**EXAMPLE["objects"][0], "os_version": "13"}]
        status, value, _headers = self.snapshot({**EXAMPLE, "objects": changed})
        self.assertEqual(value["counts"]["updated"], 1, value)
        self.env.invalidate_all()
        told = asset.message_ids
        self.assertEqual(len(told), 1)
        self.assertIn("12 → 13", told.body)
        self.assertEqual(told.author_id, self.reporter.partner_id)

    def drift(self, parameters=""):
        return self.call("GET", f"/ipai/assets/drift{parameters}", secret=self.assets_secret)

    def test_the_documented_body_is_taken_and_told_object_by_object(self):
        status, value, _headers = self.snapshot(EXAMPLE)
        self.assertEqual(status, 200, value)
        self.assertEqual(value["counts"]["created"], 1)
        result = value["objects"][0]
        asset = self.env["ipai.asset"].browse(result["asset"])
        self.assertEqual((result["result"], asset.hostname), ("created", "pve01x"))
        self.assertEqual(asset.interface_ids.vlan_id.vid, 20)
        audit = self.env["ipai.audit"].search([], order="id desc", limit=1)
        self.assertEqual(
            (audit.source, audit.target), ("n8n-lab", f"ipai.import.run,{value['run']}")
        )
        again = self.snapshot(EXAMPLE)[1]
        self.assertEqual(again["objects"][0]["result"], "unchanged")

    def test_the_same_idempotency_key_is_one_run(self):
        once = {"Idempotency-Key": uuid.uuid4().hex}
        first = self.snapshot(EXAMPLE, **once)
        second = self.snapshot(EXAMPLE, **once)
        self.assertEqual(second[2]["Idempotency-Replayed"], "true")
        self.assertEqual(first[1], second[1])

    def test_another_scope_opens_nothing(self):
        self.assert_problem(
            self.call("POST", "/ipai/assets/snapshot", EXAMPLE), 403, "scope-missing"
        )
        self.assert_problem(self.call("GET", "/ipai/assets/drift"), 403, "scope-missing")

    def test_a_user_without_rights_reports_nothing(self):
        self.key.scope_ids = self.env.ref("ipai_asset.scope_assets")
        problem = self.call("POST", "/ipai/assets/snapshot", EXAMPLE)
        self.assert_problem(problem, 403, "access-denied")

    def test_a_part_that_cannot_be_read_costs_that_part_and_is_pointed_at(self):
        for number, (wrong, place) in enumerate(
            (
                ({"serail": "x"}, "serail"),
                ({"os": 5}, "os"),
                ({"interfaces": [{"name": "eth0", "vlan": 4095}]}, "interfaces/0/vlan"),
                ({"interfaces": [{"mac": "02:00:00:00:00:01"}]}, "interfaces/0/name"),
                ({"properties": {"rack": [1]}}, "properties/rack"),
            )
        ):
            objects = [{"hostname": f"bad{number}", **wrong}, {"hostname": f"good{number}"}]
            status, answer, *_rest = self.snapshot({"source": "n8n-lab", "objects": objects})
            self.assertEqual((status, answer["counts"]["created"]), (200, 2), answer)
            warnings = answer["objects"][0]["warnings"]
            self.assertEqual(len(warnings), 1, warnings)
            self.assertTrue(warnings[0].startswith(f"{place}"), warnings)
            self.assertIn("is left out: ", warnings[0])

    def test_what_is_empty_is_nothing_and_what_is_no_object_refuses_the_body(self):
        objects = [{"hostname": "empty1", "serial": "", "os": " "}]
        status, answer, *_rest = self.snapshot({"source": "n8n-lab", "objects": objects})
        self.assertEqual((status, answer["objects"][0]["warnings"]), (200, []))
        problem = self.assert_problem(
            self.snapshot({"source": "n8n-lab", "objects": ["pve01"]}), 422, "invalid-body"
        )
        self.assertEqual(problem["errors"][0]["pointer"], "/objects/0")

    def test_a_source_that_is_switched_off_is_told_so(self):
        self.snapshot(EXAMPLE)
        self.env["ipai.source"].search([("name", "=", "n8n-lab")]).active = False
        problem = self.assert_problem(self.snapshot(EXAMPLE), 422, "refused")
        self.assertIn("switched off", problem["detail"])

    def test_drift_is_read_page_by_page(self):
        bodies = [{"hostname": f"drift{number}", "os_version": "12"} for number in range(3)]
        answer = self.snapshot({"source": "n8n-lab", "objects": bodies})[1]
        ids = [result["asset"] for result in answer["objects"]]
        self.env["ipai.asset"].browse(ids).write({"os_version": "11"})
        self.snapshot({"source": "n8n-lab", "objects": bodies})
        status, first, _headers = self.drift("?limit=2")
        self.assertEqual((status, len(first["drift"]), first["more"]), (200, 2, True))
        line = first["drift"][0]
        self.assertEqual(
            (line["field"], line["documented"], line["observed"], line["source"]),
            ("os_version", "11", "12", "n8n-lab"),
        )
        second = self.drift(f"?limit=2&cursor={first['next_cursor']}&source=n8n-lab")[1]
        self.assertEqual((len(second["drift"]), second["more"]), (1, False))
        self.assert_problem(self.drift("?limit=0"), 400, "invalid-parameters")

    def test_a_secret_in_a_report_is_told_by_field_and_kind_only(self):
        said = dict(EXAMPLE["objects"][0], os_version=f"12 pw: {self.TYPED}")
        with self.assertSecret():
            status, value, _headers = self.snapshot({**EXAMPLE, "objects": [said]})
            self.assertUntold(value)
        self.assertIn("password", str(value), status)
        self.assertIn("vault", str(value))
