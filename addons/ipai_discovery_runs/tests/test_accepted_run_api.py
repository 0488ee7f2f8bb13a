# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.tests import new_test_user, tagged

from odoo.addons.ipai_base.tests.api_common import ApiCase


@tagged("post_install", "-at_install")
class TestAcceptedRunApi(ApiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reporter = new_test_user(cls.env, "big_reporter", groups="ipai_base.group_technician")
        cls.big_key = cls.env["ipai.api.key"].create(
            {
                "name": "Reporter",
                "user_id": cls.reporter.id,
                "scope_ids": [Command.link(cls.env.ref("ipai_asset.scope_assets").id)],
            }
        )
        cls.big_secret = cls.big_key._issue()

    def report(self, body, **headers):
        return self.call("POST", "/ipai/assets/runs", body, self.big_secret, **headers)

    def ask(self, url):
        return self.call("GET", url, secret=self.big_secret)

    def body(self, count, **values):
        objects = [{"id": f"big-{n}", "hostname": f"big-{n:03d}"} for n in range(count)]
        return {"source": "big-agent", "objects": objects, **values}

    def test_a_large_report_is_accepted_and_tells_how_far_it_is(self):
        status, value, headers = self.report(self.body(120))
        self.assertEqual(status, 202, value)
        self.assertEqual((value["state"], value["parts"]), ("waiting", 2))
        self.assertEqual(headers["Location"], value["url"])
        status, told, _headers = self.ask(value["url"])
        self.assertEqual((status, told["done"], told["total"]), (200, 0, 120))
        self.env["ipai.accepted.run"]._cron_work()
        _status, told, _headers = self.ask(value["url"] + "?part=2")
        self.assertEqual((told["state"], told["done"]), ("done", 120))
        self.assertEqual(told["counts"]["created"], 120)
        self.assertEqual([o["position"] for o in told["objects"]], list(range(100, 120)))
        self.assertEqual({o["result"] for o in told["objects"]}, {"created"})

    def test_the_same_key_is_accepted_once(self):
        key = {"Idempotency-Key": "4f0d6b3e-0000-4000-8000-000000000001"}
        first = self.report(self.body(3), **key)[1]
        self.assertEqual(self.report(self.body(3), **key)[1]["run"], first["run"])

    def test_a_run_of_another_company_is_not_there(self):
        run = self.report(self.body(1))[1]["run"]
        other = self.env["res.company"].create({"name": "Other"})
        self.env["ipai.accepted.run"].browse(run).company_id = other
        status, value, _headers = self.ask(f"/ipai/assets/runs/{run}")
        self.assertEqual((status, value["code"]), (404, "not-found"))

    def test_nothing_and_a_dry_run_are_refused(self):
        self.assertEqual(self.report(self.body(0))[0], 422)
        self.assertEqual(self.report(self.body(1, dry_run=True))[0], 422)
