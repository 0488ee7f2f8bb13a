# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .snapshot_common import SnapshotCase


@tagged("post_install", "-at_install")
class TestSnapshot(SnapshotCase):
    def test_an_object_becomes_an_asset_with_interface_address_and_extra_field(self):
        answer = self.report(
            self.machine(
                customer="ACME Import",
                type="compute",
                tags=["lab"],
                properties={"rack": "A1", "memory_gib": 64},
                interfaces=[
                    {
                        "name": "eth0",
                        "mac": "02-00-00-AA-BB-01",
                        "vlan": 20,
                        "addresses": ["198.51.100.7/24"],
                    }
                ],
            )
        )
        self.assertEqual(answer["counts"]["created"], 1)
        asset = self.asset_of(answer)
        self.assertEqual(
            (asset.name, asset.customer_id, asset.status), ("pve01", self.acme, "active")
        )
        self.assertEqual(asset.source, "n8n-test")
        self.assertEqual(asset.tag_ids.mapped("name"), ["lab"])
        interface = asset.interface_ids
        self.assertEqual((interface.name, interface.mac_address), ("eth0", "02:00:00:aa:bb:01"))
        self.assertEqual(
            (interface.vlan_id.vid, interface.address_ids.name), (20, "198.51.100.7/24")
        )
        self.assertEqual(asset.primary_ip4_id, interface.address_ids)
        self.assertEqual(asset.ip_addresses, "198.51.100.7")
        self.assertEqual(asset.address_ids.scope_id.customer_id, self.acme)
        held = dict(asset.properties.items())
        self.assertEqual((held["rack"], held["memory_gib"]), ("A1", 64))

    def test_the_same_again_writes_no_row_of_an_asset_and_yet_it_was_seen(self):
        reported = [self.machine(n, tags=["lab"], properties={"cpu": "N100"}) for n in range(1, 4)]
        answer = self.report(*reported)
        assets = self.env["ipai.asset"].browse(result["asset"] for result in answer["objects"])
        self.age("ipai_sighting", last_seen="2020-01-01", first_seen="2020-01-01")
        before = self.versions(assets)
        again = self.report(*reported)
        self.assertEqual(again["counts"]["unchanged"], 3)
        self.assertEqual(self.versions(assets), before)
        self.assertFalse(self.run_of_answer(again).line_ids)
        self.assertEqual(self.run_of_answer(again).unchanged_count, 3)
        self.assertGreater(assets[0].seen_on.year, 2020)

    def test_an_extra_field_may_have_any_name_and_keeps_its_type(self):
        self.compute.sudo().properties_definition = [
            *self.compute.properties_definition,
            {"name": "until", "string": "Rented Until", "type": "date"},
        ]
        reported = self.machine(properties={"Rack: Row!": "7", "rented until": "2027-01-31"})
        answer = self.report(reported)
        held = dict(self.asset_of(answer).properties.items())
        self.assertEqual((held["rack__row_"], str(held["until"])), ("7", "2027-01-31"))
        self.assertEqual(self.results(self.report(reported)), ["unchanged"])
        answer = self.report(self.machine(properties={"rented until": "soon", "memory_gib": "x"}))
        self.assertEqual(len(answer["objects"][0]["warnings"]), 2)

    def test_absent_leaves_alone_and_null_clears(self):
        asset = self.asset_of(self.report(self.machine(location="Rack A", purpose="Files")))
        answer = self.report({"hostname": "pve01", "location": None})
        self.assertEqual(self.results(answer), ["updated"])
        self.assertEqual((asset.location, asset.purpose), (False, "Files"))
        self.assertEqual(asset.ip_addresses, "10.9.0.2")

    def test_an_interface_is_reported_as_a_whole(self):
        asset = self.asset_of(self.report(self.machine()))
        eth0 = asset.interface_ids
        self.env["ipai.interface"].with_user(self.person).create(
            {"asset_id": asset.id, "name": "ilo", "kind": "management"}
        )
        answer = self.report(
            {
                "hostname": "pve01",
                "interfaces": [
                    {"name": "ETH0", "addresses": ["10.9.0.77/16", "2001:db8::7/64"]},
                    {"name": "eth1", "mac": None},
                ],
            }
        )
        self.assertEqual(answer["objects"][0]["changes"], ["interface:eth0", "interface:eth1"])
        self.assertEqual(eth0.address_ids.mapped("name"), ["10.9.0.77/16", "2001:db8::7/64"])
        self.assertTrue(eth0.mac_address, "its MAC was not spoken of")
        self.assertEqual(set(asset.interface_ids.mapped("name")), {"eth0", "eth1", "ilo"})
        self.report({"hostname": "pve01", "interfaces": []})
        self.assertEqual(asset.interface_ids.mapped("name"), ["ilo"])

    def test_addresses_swap_between_two_machines_in_one_snapshot(self):
        first, second = self.machine(1), self.machine(2)
        self.report(first, second)
        one, two = first["interfaces"][0]["addresses"], second["interfaces"][0]["addresses"]
        first["interfaces"][0]["addresses"], second["interfaces"][0]["addresses"] = two, one
        self.assertEqual(self.report(first, second)["counts"]["updated"], 2)
        self.assertEqual(self.found("pve01").address_ids.name, two[0])

    def test_bad_objects_are_told_apart_and_stop_no_other(self):
        self.asset("Holder", ip_addresses="10.9.0.200")
        taken = self.machine(2)
        taken["interfaces"][0]["addresses"] = ["10.9.0.200/16"]
        answer = self.report(
            self.machine(1),
            taken,
            self.machine(3, customer="Nobody Inc"),
            self.machine(4, type="spaceship"),
            self.machine(5, interfaces=[{"name": "eth0", "mac": "not a mac"}]),
            self.machine(6, serial="SN-0007"),
            self.machine(7),
            {"os": "Debian"},
        )
        self.assertEqual(
            self.results(answer),
            ["created", "created", "rejected", "rejected", "created", "created", "created"]
            + ["rejected"],
        )
        reasons = [result["reason"] or "" for result in answer["objects"]]
        self.assertIn("10.9.0.200 is already taken by Holder", answer["objects"][1]["warnings"][0])
        self.assertIn("“Nobody Inc” does not exist. Create it", reasons[2])
        self.assertIn("spaceship", reasons[3])
        self.assertIn("is not a MAC address", answer["objects"][4]["warnings"][0])
        self.assertIn("SN0007 is on several machines", answer["objects"][5]["warnings"][0])
        self.assertIn("Nothing names this row", reasons[7])
        self.assertEqual(self.found("Holder").ip_addresses, "10.9.0.200")
        self.assertTrue(self.found("pve02"), "a part that cannot be costs that part")
        self.assertFalse(self.found("pve03"), "of what is refused nothing stays")

    def test_customers_are_created_where_the_source_may(self):
        self.report(self.machine())
        self.source().create_customers = True
        answer = self.report(self.machine(2, customer="Brand New Inc"))
        self.assertEqual(self.asset_of(answer).customer_id.name, "Brand New Inc")

    def test_hosts_and_guests_come_in_any_order(self):
        answer = self.report(
            self.machine(1, host="pve02", type="virtual machine"),
            self.machine(2, type="hypervisor"),
            self.machine(3, host="pve01"),
        )
        self.assertEqual(answer["counts"]["created"], 3)
        guest, host, inner = (self.asset_of(answer, position) for position in range(3))
        self.assertEqual((guest.host_id, inner.host_id), (host, guest))
        circle = self.report(self.machine(8, host="pve09"), self.machine(9, host="pve08"))
        self.assertEqual(circle["counts"]["rejected"], 2)

    def test_the_id_in_the_source_outlives_every_name(self):
        asset = self.asset_of(self.report({"id": "vm-100", "hostname": "old"}))
        answer = self.report({"id": "vm-100", "hostname": "new"})
        self.assertEqual((self.results(answer), asset.hostname), (["updated"], "new"))

    def test_keys_of_the_source_decide(self):
        asset = self.asset_of(self.report({"hostname": "web", "serial": "S-1000"}))
        self.source().key_ids.filtered(lambda key: key.kind == "serial_number").used = False
        answer = self.report({"hostname": "other", "serial": "S-1000"})
        self.assertEqual(self.results(answer), ["created"])
        self.assertNotEqual(self.asset_of(answer), asset)

    def test_a_dry_run_tells_all_and_leaves_nothing(self):
        self.report(self.machine(1))
        runs = self.env["ipai.import.run"].search_count([])
        answer = self.report(self.machine(1, os_version="13"), self.machine(2), dry_run=True)
        self.assertEqual(self.results(answer), ["updated", "created"])
        self.assertEqual((answer["run"], answer["objects"][1]["asset"]), (None, None))
        self.assertEqual(self.found("pve01").os_version, "12")
        self.assertFalse(self.found("pve02"))
        self.assertEqual(self.env["ipai.import.run"].search_count([]), runs)

    def test_a_run_is_undone(self):
        self.report(self.machine(1))
        asset = self.found("pve01")
        moved = self.machine(1, os_version="13")
        moved["interfaces"] = [{"name": "eth9", "vlan": 30, "addresses": ["10.9.3.3/16"]}]
        run = self.run_of_answer(self.report(moved, self.machine(2)))
        self.assertEqual(asset.interface_ids.mapped("name"), ["eth9"])
        self.undo(run)
        self.assertEqual(run.line_ids.mapped("state"), ["undone", "undone"])
        self.assertEqual(asset.os_version, "12")
        self.assertEqual(asset.interface_ids.mapped("name"), ["eth0"])
        self.assertEqual(asset.interface_ids.address_ids.name, "10.9.0.2/16")
        self.assertEqual(asset.interface_ids.mac_address, "02:00:00:aa:00:01")
        self.assertFalse(self.found("pve02").active)
        # What was taken back is nobody's edit: the next report is carried out again.
        self.assertEqual(self.results(self.report(moved)), ["updated"])

    def test_undo_leaves_an_interface_that_was_changed_since(self):
        run = self.run_of_answer(self.report(self.machine(1, location="A")))
        self.report(self.machine(1, location="B"))
        run = self.run_of_answer(self.report(self.machine(1, location="C", os_version="13")))
        asset = self.found("pve01")
        self.by_hand(asset).location = "D"
        self.undo(run)
        self.assertEqual((asset.location, asset.os_version), ("D", "12"))
        self.assertEqual(run.line_ids.state, "kept")

    def test_queries_do_not_grow_with_the_objects(self):
        self.report(self.machine(999))  # what is read once for all is warm

        def create(first, count):
            machines = [self.machine(n) for n in range(first, first + count)]
            self.report(*machines, complete=False)

        few, many = self.count(create, 10, 10), self.count(create, 100, 100)
        self.assertLessEqual(many, few + 5, "created")
        few, many = self.count(create, 10, 10), self.count(create, 100, 100)
        self.assertLessEqual(many, few + 2, "unchanged")

        def change(first, count):
            machines = [self.machine(n, os_version=f"v{n}") for n in range(first, first + count)]
            for number, machine in enumerate(machines):
                machine["interfaces"][0]["addresses"] = [f"10.8.{first}.{number + 1}/16"]
            self.report(*machines, complete=False)

        few, many = self.count(change, 10, 10), self.count(change, 100, 100)
        self.assertLessEqual(many, few + 5, "updated")

    def count(self, action, *args):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        action(*args)
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_a_source_that_is_switched_off_is_refused(self):
        self.report(self.machine())
        self.source().active = False
        with self.assertRaisesRegex(UserError, "switched off"):
            self.report(self.machine())

    def test_who_may_not_create_assets_reports_none(self):
        with self.assertRaises(AccessError):
            self.env["ipai.source"].with_user(self.user)._take_snapshot("x", [self.machine()])

    def test_unseen_filter_counts_what_a_source_saw(self):
        asset = self.asset_of(self.report(self.machine()))
        arch = self.env["ipai.asset"].get_view(view_type="search")["arch"]
        self.assertIn("('sighting_ids', 'not any'", arch)
        unseen = [
            ("status", "in", ["active", "maintenance"]),
            "|",
            ("last_seen", "=", False),
            ("last_seen", "<", "2026-01-01"),
            ("sighting_ids", "not any", [("last_seen", ">=", "2026-01-01")]),
        ]
        self.assertNotIn(asset, self.env["ipai.asset"].search(unseen))
        self.age("ipai_sighting", last_seen="2025-01-01")
        self.assertIn(asset, self.env["ipai.asset"].search(unseen))
