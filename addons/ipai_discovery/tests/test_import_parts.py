# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .snapshot_common import SnapshotCase


@tagged("post_install", "-at_install")
class TestImportParts(SnapshotCase):
    """What rows and objects say about VLANs, prefixes, services and relations."""

    def with_eth0(self, number=1, **interface):
        return self.machine(number, interfaces=[{"name": "eth0", **interface}])

    def named(self, model, name):
        return self.env[model].search([("name", "=", name), ("company_id", "=", self.company.id)])

    # -- VLANs and prefixes -----------------------------------------------------------------------

    def test_a_vlan_is_found_near_the_asset_or_created_in_the_group_of_the_site(self):
        site = self.env["ipai.site"].create({"name": "Lab", "company_id": self.company.id})
        group = self.env["ipai.vlan.group"].create(
            {"name": "Lab", "site_id": site.id, "company_id": self.company.id}
        )
        others = self.env["ipai.vlan.group"].create(
            {"name": "Globex", "customer_id": self.globex.id, "company_id": self.company.id}
        )
        vlans = self.env["ipai.vlan"].create(
            [
                {"vid": 20, "name": "servers", "group_id": group.id},
                {"vid": 20, "name": "theirs", "group_id": others.id},
                {"vid": 30, "name": "theirs too", "group_id": others.id},
            ]
        )
        self.report({**self.with_eth0(vlan=20, tagged=[30, 40]), "site": "Lab"})
        interface = self.found("pve01").interface_ids
        self.assertEqual(interface.vlan_id, vlans[0])
        made = interface.tagged_vlan_ids
        self.assertEqual(made.mapped("vid"), [30, 40])
        self.assertEqual(made.group_id, group)
        self.assertNotIn(vlans[2], made)

    def test_a_network_that_is_not_known_becomes_a_prefix(self):
        scope = self.env["ipai.ip.scope"]._get_global()
        known, container = self.env["ipai.prefix"].create(
            [
                {"name": "10.20.0.0/16", "scope_id": scope.id, "company_id": self.company.id},
                {
                    "name": "10.30.0.0/16",
                    "scope_id": scope.id,
                    "company_id": self.company.id,
                    "status": "container",
                },
            ]
        )
        self.report(
            self.with_eth0(1, addresses=["10.20.1.5/24"]),
            self.with_eth0(2, addresses=["10.30.1.5/24"], vlan=31),
            self.with_eth0(3, addresses=["10.30.1.6/24", "10.99.0.1", "10.98.0.1/32"]),
            self.with_eth0(4, addresses=["10.30.9.1/16"]),
        )
        prefixes = self.env["ipai.prefix"].search([("company_id", "=", self.company.id)])
        made = prefixes - known - container
        self.assertEqual(made.mapped("name"), ["10.30.1.0/24"])
        self.assertEqual((made.parent_id, made.vlan_id.vid), (container, 31))
        self.assertEqual(made.address_ids.mapped("host"), ["10.30.1.5", "10.30.1.6"])

    def test_the_prefix_of_a_customer_is_filed_at_the_customer(self):
        self.report({**self.with_eth0(addresses=["10.50.0.5/24"]), "customer": "ACME Import"})
        self.assertEqual(self.named("ipai.prefix", "10.50.0.0/24").customer_id, self.acme)

    def test_prefixes_stay_as_they_are_where_the_source_may_not_create_them(self):
        self.report(self.machine(2, interfaces=[]))
        self.source().create_prefixes = False
        self.report(self.with_eth0(addresses=["10.51.0.5/24"]))
        self.assertFalse(self.named("ipai.prefix", "10.51.0.0/24"))

    # -- services -----------------------------------------------------------------------------------

    def test_services_are_found_created_and_let_go(self):
        dns = self.env["ipai.service"].create({"name": "DNS", "company_id": self.company.id})
        asset = self.asset_of(
            self.report(self.machine(services=[{"name": "dns", "role": "first"}, {"name": "Mail"}]))
        )
        carried = self.env["ipai.relation"].search([("target_asset_id", "=", asset.id)])
        self.assertEqual(set(carried.source_service_id.mapped("name")), {"DNS", "Mail"})
        self.assertEqual(carried.filtered(lambda r: r.source_service_id == dns).role, "first")
        again = self.report(self.machine(services=[{"name": "dns"}, {"name": "Mail"}]))
        self.assertEqual(self.results(again), ["unchanged"])
        self.report(self.machine(services=[{"name": "DNS", "role": None}]))
        self.assertEqual((carried.exists().source_service_id, carried.exists().role), (dns, False))
        self.assertTrue(self.named("ipai.service", "Mail"), "the service itself stays")

    def test_a_service_that_a_person_took_off_is_drift(self):
        reported = self.machine(services=[{"name": "DNS"}])
        asset = self.asset_of(self.report(reported))
        relation = self.env["ipai.relation"].search([("target_asset_id", "=", asset.id)])
        self.by_hand(relation).unlink()
        self.report(reported)
        drift = self.open_drift(asset_id=asset.id)
        self.assertEqual((drift.label, drift.observed), ("Service dns", "DNS"))
        drift.with_user(self.person).action_accept()
        relation = self.env["ipai.relation"].search([("target_asset_id", "=", asset.id)])
        self.assertEqual(relation.source_service_id.name, "DNS")

    # -- relations ----------------------------------------------------------------------------------

    def relations(self):
        return {
            (r.type_id.name, r._end("source").name, r._end("target").name)
            for r in self.env["ipai.relation"].search([("company_id", "=", self.company.id)])
        }

    def test_relations_lead_to_what_is_there_and_to_what_the_snapshot_creates(self):
        self.asset("Switch", hostname="sw1")
        answer = self.report(
            self.machine(
                1,
                relations=[
                    {"type": "Depends On", "target": "pve02"},
                    {"type": "reaches the network through", "target": "SW1"},
                    {"type": "likes", "target": "pve02"},
                    {"type": "depends on", "target": "nowhere"},
                ],
            ),
            self.machine(2, relations=[{"type": "is needed by", "target": "pve01"}]),
        )
        self.assertEqual(
            self.relations(),
            {
                ("depends on", "pve01", "pve02"),
                ("reaches the network through", "pve01", "Switch"),
            },
        )
        warnings = "\n".join(answer["objects"][0]["warnings"])
        self.assertIn("There is no relation “likes”", warnings)
        self.assertIn("“nowhere” is neither an asset nor a service", warnings)

    def test_the_same_relations_again_change_nothing_and_those_left_out_go(self):
        first = self.machine(1, relations=[{"type": "depends on", "target": "pve02"}])
        second = self.machine(2, relations=[{"type": "is needed by", "target": "pve01"}])
        self.report(first, second)
        self.assertEqual(self.results(self.report(first, second)), ["unchanged"] * 2)
        self.env["ipai.relation"].create(
            {
                "type_id": self.env.ref("ipai_topology.relation_type_monitors").id,
                "source_asset_id": self.found("pve01").id,
                "target_asset_id": self.found("pve02").id,
            }
        )
        self.report({**first, "relations": []}, {**second, "relations": []})
        self.assertEqual(self.relations(), {("monitors", "pve01", "pve02")})

    # -- preview and undo ---------------------------------------------------------------------------

    def test_the_undo_removes_what_the_run_made_besides(self):
        self.report(self.machine(1), self.machine(2))
        reported = self.with_eth0(1, vlan=77, addresses=["10.60.0.5/24"])
        reported |= {
            "services": [{"name": "Undone Service"}],
            "relations": [{"type": "depends on", "target": "pve02"}],
        }
        run = self.run_of_answer(self.report(reported))
        made = [
            ("ipai.prefix", "10.60.0.0/24"),
            ("ipai.vlan", "VLAN 77"),
            ("ipai.service", "Undone Service"),
        ]
        for model, name in made:
            self.assertTrue(self.named(model, name), name)
        for told in ("VLAN 77", "prefix 10.60.0.0/24", "service Undone Service"):
            self.assertIn(told, run.line_ids.changes_text)
        self.undo(run)
        for model, name in made:
            self.assertFalse(self.named(model, name), name)
        self.assertFalse(self.relations())
        self.assertEqual(self.found("pve01").ip_addresses, "10.9.0.2")

    def test_the_undo_leaves_what_others_have_come_to_use(self):
        self.report(self.machine(1))
        run = self.run_of_answer(
            self.report({**self.with_eth0(1, vlan=77), "services": [{"name": "Kept Service"}]})
        )
        other = self.asset("Other")
        self.env["ipai.interface"].create(
            {
                "asset_id": other.id,
                "name": "eth0",
                "vlan_id": self.named("ipai.vlan", "VLAN 77").id,
            }
        )
        self.undo(run)
        self.assertTrue(self.named("ipai.vlan", "VLAN 77"))
        self.assertFalse(self.named("ipai.service", "Kept Service"))

    def test_a_csv_fills_interface_vlans_services_and_relations(self):
        text = (
            "name,hostname,interface,mac addresses,ip addresses,vlan,tagged vlans,services,relations\n"
            'Web,web,eth0,02:00:00:00:00:01,10.70.0.5/24,20,"30, 40","Web (front); DNS",depends on: db\n'
            "DB,db,,,,,,,\n"
        )
        run = self.preview(text)
        line = run.line_ids[0]
        self.assertIn(
            "New besides: VLAN 20, VLAN 30, VLAN 40, prefix 10.70.0.0/24", line.changes_text
        )
        self.assertFalse(self.named("ipai.prefix", "10.70.0.0/24"))
        self.apply(run)
        asset = self.found("Web")
        interface = asset.interface_ids
        self.assertEqual((interface.name, interface.mac_address), ("eth0", "02:00:00:00:00:01"))
        self.assertEqual(interface.address_ids.name, "10.70.0.5/24")
        self.assertEqual(interface.vlan_id.vid, 20)
        self.assertEqual(interface.tagged_vlan_ids.mapped("vid"), [30, 40])
        self.assertTrue(self.named("ipai.prefix", "10.70.0.0/24"))
        self.assertEqual(
            self.relations(),
            {("runs on", "Web", "Web"), ("runs on", "DNS", "Web"), ("depends on", "Web", "DB")},
        )
        self.assertEqual(self.preview(text).unchanged_count, 2)

    def test_a_csv_says_what_is_wrong_with_a_part(self):
        run = self.preview("name,interface,vlan,relations\na,eth0,4095,\nb,,20,\nc,,,needs nas01\n")
        reasons = run.line_ids.mapped("reason")
        self.assertEqual(run.error_count, 3)
        self.assertIn("'4095' is not a VLAN ID", reasons[0])
        self.assertIn("needs the column Interface", reasons[1])
        self.assertIn("'needs nas01' is no relation", reasons[2])

    def test_queries_do_not_grow_with_the_parts(self):
        self.report(self.machine(990), self.machine(991))

        def create(first, count):
            self.report(
                *[
                    self.machine(
                        number,
                        services=[{"name": "DNS"}],
                        relations=[{"type": "depends on", "target": "pve990"}],
                    )
                    for number in range(first, first + count)
                ],
                complete=False,
            )

        self.count_queries_of(create, 500, 1)
        few = self.count_queries_of(create, 10, 10)
        many = self.count_queries_of(create, 100, 100)
        self.assertLessEqual(many, few + 5)

    def count_queries_of(self, action, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before
