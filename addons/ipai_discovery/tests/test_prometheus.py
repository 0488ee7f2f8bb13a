# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.ipai_base.http.problems import Problem
from odoo.addons.ipai_topology.tests.relation_common import RelationCase


class TestPrometheusGroups(RelationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dns.write({"ports": "53/udp, 53/tcp, 8000-8010/tcp, 9153/tcp", "criticality": "high"})
        cls.dc01.write({"ip_addresses": "192.0.2.53", "criticality": "low"})
        cls.pve01.write({"ip_addresses": "2001:db8::1"})
        cls.bot = new_test_user(cls.env, "prometheus", groups="base.group_user")

    def groups(self, **choice):
        """Those of this test's machines, as the bot of a key is answered."""
        self.env.flush_all()
        found = self.env["ipai.asset"].with_user(self.bot).sudo()._prometheus_groups(**choice)
        mine = {str(self.pve01.id), str(self.dc01.id)}
        return [group for group in found if group["labels"]["asset_id"] in mine]

    def targets(self, **choice):
        return [target for group in self.groups(**choice) for target in group["targets"]]

    def test_a_service_is_scraped_at_its_tcp_ports_on_the_machine_that_carries_it(self):
        runbook = self.env["ipai.kb.link"].create(
            {"name": "DNS is down", "kind": "runbook", "url": "https://wiki.example/dns"}
        )
        self.dns.kb_link_ids = [Command.link(runbook.id)]
        [group] = self.groups(service="Resolver")
        self.assertEqual(group["targets"], ["192.0.2.53:53", "192.0.2.53:9153"])
        self.assertEqual(
            group["labels"],
            {
                "asset": "dc01",
                "asset_id": str(self.dc01.id),
                "asset_url": self.dc01._get_url(),
                "type": self.virtual_machine.name,
                "service": "Resolver",
                "owner": self.technician.name,
                "criticality": "high",
                "runbook_url": "https://wiki.example/dns",
            },
        )
        self.assertEqual(self.groups(), [group])

    def test_one_port_of_every_active_asset(self):
        self.assertEqual(self.targets(port=9100), ["192.0.2.53:9100", "[2001:db8::1]:9100"])
        machine = self.groups(port=9100)[0]["labels"]
        self.assertEqual((machine["service"], machine["criticality"]), ("Resolver", "low"))
        self.assertEqual(self.targets(port=9100, service="Resolver"), ["192.0.2.53:9100"])

    def test_what_is_not_active_is_not_scraped(self):
        for change in ({"status": "maintenance"}, {"status": "decommissioned"}, {"active": False}):
            with self.subTest(change), self.cr.savepoint() as savepoint:
                self.dc01.write(change)
                self.assertEqual(self.targets(port=9100), ["[2001:db8::1]:9100"])
                self.assertEqual(self.targets(), [])
                savepoint.rollback()
        self.dns.active = False
        self.assertEqual(self.targets(), [])

    def test_an_unknown_service_is_refused_rather_than_answered_with_nothing(self):
        with self.assertRaisesRegex(Problem, "No service has this name"):
            self.groups(service="resolver?")

    def test_a_service_is_named_in_any_case_and_a_wildcard_is_a_character(self):
        for name in ("resolver", "RESOLVER", " Resolver "):
            self.assertEqual(self.targets(port=9100, service=name), ["192.0.2.53:9100"])
        with self.assertRaises(Problem):
            self.groups(service="resolve_")

    def test_another_company_sees_none_of_it(self):
        company = self.env["res.company"].create({"name": "Other"})
        elsewhere = self.env["ipai.asset"].sudo().with_company(company)
        self.assertEqual(elsewhere._prometheus_groups(port=9100), [])
        self.assertEqual(elsewhere._prometheus_groups(), [])
        with self.assertRaises(Problem):
            elsewhere._prometheus_groups(service="Resolver")

    def test_the_queries_do_not_grow_with_the_machines(self):
        def read():
            self.env.invalidate_all()
            return self.env["ipai.asset"].sudo()._prometheus_groups()

        def carry(count, start):
            for number in range(start, start + count):
                asset = self.new_asset(
                    f"node{number}", status="active", ip_addresses=f"198.51.100.{number}"
                )
                self.relate(self.dns, self.runs_on, asset)

        read()
        carry(1, 1)
        few = self.count_queries(read)
        carry(20, 2)
        with self.assertQueryCount(few):
            self.assertGreaterEqual(len(read()), 22)


@tagged("post_install", "-at_install")
class TestPrometheusRoute(HttpCase):
    def test_the_scope_opens_a_bare_array_and_nothing_else(self):
        asset = self.env["ipai.asset"].create(
            {
                "name": "metrics01",
                "type_id": self.env.ref("ipai_asset.type_compute").id,
                "status": "active",
                "ip_addresses": "192.0.2.99",
            }
        )
        secret = self.env["ipai.api.key"]._for_script("prometheus", ["monitoring"])
        other = self.env["ipai.api.key"]._for_script("other", [])
        bearer = {"Authorization": f"Bearer {secret}"}
        url = "/ipai/prometheus/sd?port=9100"
        answer = self.url_open(url, headers=bearer)
        self.assertEqual(
            (answer.status_code, answer.headers["Content-Type"]), (200, "application/json")
        )
        groups = [
            group for group in json.loads(answer.text) if group["labels"]["asset"] == "metrics01"
        ]
        self.assertEqual(groups[0]["targets"], ["192.0.2.99:9100"])
        self.assertEqual(groups[0]["labels"]["asset_id"], str(asset.id))
        self.assertEqual(self.url_open(url, headers={"X-API-Key": secret}).text, answer.text)
        refused = self.url_open(url, headers={"X-API-Key": other})
        self.assertEqual((refused.status_code, refused.json()["code"]), (403, "scope-missing"))
        wrong = self.url_open("/ipai/prometheus/sd?port=0", headers=bearer)
        self.assertEqual((wrong.status_code, wrong.json()["code"]), (400, "invalid-parameters"))
        unknown = self.url_open("/ipai/prometheus/sd?service=none", headers=bearer)
        self.assertEqual((unknown.status_code, unknown.json()["code"]), (404, "not-found"))
        company = self.env["res.company"].create({"name": "Other"})
        user = self.env["res.users"].search([("login", "=", "prometheus")])
        user.company_ids = [Command.link(company.id)]
        key = self.env["ipai.api.key"].create(
            {
                "name": "Other",
                "user_id": user.id,
                "company_id": company.id,
                "scope_ids": [Command.set(self.env.ref("ipai_discovery.api_scope_monitoring").ids)],
            }
        )
        self.assertEqual(self.url_open(url, headers={"X-API-Key": key._issue()}).json(), [])
