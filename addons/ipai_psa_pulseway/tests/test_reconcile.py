# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError

from ..pulseway import client as api_client
from .common import PulsewayCase
from .server import TOKEN, Server


class ServerCase(PulsewayCase):
    """An account that asks a Pulseway server on this machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.server = Server()
        cls.addClassCleanup(cls.server.close)
        environ = {"IPAI_SECRET_PW_ID": TOKEN[0], "IPAI_SECRET_PW_SECRET": TOKEN[1]}
        cls.startClassPatcher(patch.dict(os.environ, environ))
        cls.account.write(
            {
                "base_url": cls.server.url,
                "credential_source": "env",
                "token_id_name": "IPAI_SECRET_PW_ID",
                "token_secret_name": "IPAI_SECRET_PW_SECRET",
                "rate": 50,
                "burst": 100,
                "reconcile_hours": 0,
            }
        )
        cls.slept = []
        cls.startClassPatcher(patch.object(api_client, "sleep", cls.slept.append))

    def setUp(self):
        super().setUp()
        self.pulseway = self.server.pulseway
        self.pulseway.__init__()
        self.slept.clear()

    def reconcile(self, dry_run=False, account=None):
        account = account or self.account
        run = account._new_run(dry_run)
        for _turn in range(20):
            account._cron_work()
            if run.state not in ("queued", "fetching", "applying"):
                break
            run.retry_on = account.busy_until = False
        self.env.flush_all()
        self.env.invalidate_all()
        return run

    def plan(self, run):
        return sorted((line.action, line.identifier) for line in run.line_ids)


class PolledCase(ServerCase):
    """An account with a webhook and two devices, polled once."""

    def setUp(self):
        super().setUp()
        self.account.action_provision()
        for one in ("p1", "p2"):
            self.pulseway.add(one)
        self.reconcile()
        self.poll()

    def poll(self):
        self.account.polled_on = False
        self.account._cron_work()
        self.work()


class TestReconcile(ServerCase):
    def test_a_dry_run_shows_and_an_apply_does(self):
        for one in ("a", "b"):
            self.pulseway.add(one)
        self.pulseway.add("n", organization="Nobody Here")
        run = self.reconcile(dry_run=True)
        self.assertEqual(run.state, "planned", run.message)
        self.assertEqual(self.plan(run), [("create", "a"), ("create", "b"), ("waiting", "n")])
        self.assertFalse(
            self.env["ipai.pulseway.device"].search([("account_id", "=", self.account.id)])
        )
        run.with_user(self.technician).action_apply()
        self.account._cron_work()
        self.assertEqual(run.state, "done", run.message)
        asset = self.asset("a")
        self.assertEqual(
            (asset.name, asset.serial_number, asset.customer_id, asset.manufacturer_id.name),
            ("PC-a", "SNa", self.customer, "Dell Inc."),
        )
        self.assertEqual(asset.type_id, self.env.ref("ipai_asset.type_endpoint"))
        self.assertEqual(self.device("n").state, "waiting")
        client = self.device("n").client_id
        self.assertEqual(
            (client.name, client.level, client.state), ("Nobody Here", "organization", "unmatched")
        )

    def test_many_devices_take_few_calls(self):
        for number in range(250):
            self.pulseway.add(f"m{number:03}")
        run = self.reconcile()
        self.assertEqual((run.state, run.device_total, run.is_whole), ("done", 250, True))
        self.assertEqual(len([c for c in self.pulseway.calls if c[1] in ("devices", "assets")]), 6)
        self.assertFalse(
            [call for call in self.pulseway.calls if "/" in call[1]], "none per device"
        )

    def test_unchanged_ones_write_nothing(self):
        for number in range(5):
            self.pulseway.add(f"u{number}")
        self.reconcile()
        tables = (
            "ipai_asset",
            "ipai_pulseway_device",
            "ipai_sighting",
            "ipai_import_run",
            "mail_message",
        )
        before = [self.rows(table) for table in tables]
        self.pulseway.hardware["u0"]["LastSeenOnline"] = "2026-01-01T00:00:00Z"
        run = self.reconcile()
        self.assertEqual((run.unchanged, self.plan(run)), (5, []))
        self.assertEqual([self.rows(table) for table in tables], before)

    def test_each_page_costs_as_many_queries_as_the_one_before_and_unchanged_ones_none(self):
        for number in range(350):
            self.pulseway.add(f"g{number:03}")
        self.reconcile()
        run = self.account._new_run(False)
        pages = []
        while not pages or run.state == "fetching":
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            run._fetch_some()
            self.env.flush_all()
            pages.append(self.env.cr.sql_log_count - before)
        *pages, plan = pages
        self.assertEqual(len(pages), 8, "four of each list, and one row over")
        self.assertLessEqual(max(pages), 12, pages)
        self.assertLessEqual(max(pages) - min(pages), 2, pages)
        self.assertLessEqual(plan, 60, "however many devices there are")
        self.assertEqual((run.unchanged, self.plan(run)), (350, []))

    def rows(self, table):
        self.env.cr.execute(f"SELECT count(*), max(xmin::text::bigint), max(ctid) FROM {table}")  # noqa: S608 (own names)
        return self.env.cr.fetchone()

    def test_unseen_goes_stale_then_missing_then_is_proposed(self):
        for number in range(8):
            self.pulseway.add(f"s{number}")
        self.reconcile()
        asset = self.asset("s0")
        self.pulseway.remove("s0")
        self.assertEqual(self.plan(self.reconcile()), [("stale", "s0")])
        self.assertEqual((self.device("s0").state, asset.status), ("stale", "active"))
        self.assertEqual(self.plan(self.reconcile()), [("stale", "s0")])
        self.assertEqual(self.plan(self.reconcile()), [("missing", "s0")])
        self.assertEqual((self.device("s0").state, asset.status), ("missing", "missing"))
        self.assertEqual(self.plan(self.reconcile()), [])
        self.device("s0").unseen_since = fields.Datetime.now() - timedelta(days=31)
        run = self.reconcile()
        self.assertEqual(
            [(line.action, line.state) for line in run.line_ids], [("decommission", "proposed")]
        )
        self.assertEqual(asset.status, "missing", "only proposed")
        run.line_ids.with_user(self.technician).action_apply()
        self.assertEqual((asset.status, self.device("s0").state), ("decommissioned", "gone"))

    def test_seen_again_it_is_active_again(self):
        for number in range(8):
            self.pulseway.add(f"r{number}")
        self.reconcile()
        asset = self.asset("r0")
        gone = {table: getattr(self.pulseway, table).pop("r0") for table in ("devices", "hardware")}
        for _run in range(3):
            self.reconcile()
        self.assertEqual(asset.status, "missing")
        for table, row in gone.items():
            getattr(self.pulseway, table)["r0"] = row
        self.reconcile()
        self.assertEqual(
            (asset.status, self.device("r0").state, self.device("r0").missed),
            ("active", "linked", 0),
        )

    def test_too_many_vanished_stops_the_run(self):
        for number in range(20):
            self.pulseway.add(f"v{number:02}")
        self.reconcile()
        self.pulseway.remove(*(f"v{number:02}" for number in range(6)))
        self.pulseway.devices["v19"]["Name"] = "RENAMED"
        run = self.reconcile()
        self.assertEqual((run.state, run.vanished), ("asked", 6))
        self.assertEqual(
            set(
                self.env["ipai.pulseway.device"]
                .search([("account_id", "=", self.account.id)])
                .mapped("state")
            ),
            {"linked"},
        )
        self.assertEqual(self.device("v19").name, "PC-v19", "nothing of such a run is done")
        self.assertTrue(self.account.activity_ids)
        with self.assertRaises(AccessError):
            run.with_user(self.technician).action_apply()
        run.action_apply()
        self.account._cron_work()
        self.assertEqual(self.device("v00").state, "stale")
        self.assertFalse(self.account.activity_ids)

    def test_an_empty_list_of_a_full_account_stops(self):
        self.pulseway.add("e1")
        self.reconcile()
        self.pulseway.remove("e1")
        self.assertEqual(self.reconcile().state, "asked")
        self.assertEqual(self.device("e1").state, "linked")

    def test_a_page_that_fails_changes_nothing(self):
        for number in range(8):
            self.pulseway.add(f"f{number}")
        self.reconcile()
        self.pulseway.remove("f0")
        for what in ("null", "code", 403, "cut", 500):
            with self.subTest(what):
                self.pulseway.faults.clear()
                self.pulseway.fail(*[("GET", "assets", what)] * 30)
                run = self.reconcile()
                self.assertEqual(run.state, "failed", run.message)
                self.assertEqual(self.device("f0").state, "linked")
        self.assertTrue(self.account.api_error)
        self.assertEqual(
            self.account.health, "red" if self.account.token_state == "bad" else "amber"
        )

    def test_a_fault_that_passes_is_waited_for(self):
        self.pulseway.add("w1")
        self.pulseway.fail(("GET", "devices", 500), ("GET", "devices", 429), ("GET", "assets", 503))
        run = self.reconcile()
        self.assertEqual(run.state, "done", run.message)
        self.assertTrue(self.asset("w1"))

    def test_devices_that_move_while_one_pages_are_not_lost(self):
        for number in range(150):
            self.pulseway.add(f"p{number:03}")
        self.reconcile()
        moved = []

        def move(path, skip):
            if path == "devices" and skip and not moved:
                moved.append(1)
                self.pulseway.remove("p000", "p001")
                self.pulseway.add("p200")
                self.pulseway.add("p201")

        self.pulseway.before_page = move
        run = self.reconcile()
        self.assertTrue(moved)
        self.assertEqual(
            self.plan(run),
            [("create", "p200"), ("create", "p201")],
            "what was there at its beginning is not gone",
        )
        self.assertEqual(self.plan(self.reconcile()), [("stale", "p000"), ("stale", "p001")])

    def test_what_never_holds_still_marks_nobody(self):
        for number in range(150):
            self.pulseway.add(f"q{number:03}")
        self.reconcile()

        def move(path, skip):
            if path == "devices" and skip:
                self.pulseway.remove(min(self.pulseway.devices))

        self.pulseway.before_page = move
        run = self.reconcile()
        self.assertEqual((run.state, run.is_whole), ("done", False))
        self.assertEqual(self.plan(run), [])

    def test_a_server_that_gives_smaller_pages(self):
        self.pulseway.cap = 7
        for number in range(20):
            self.pulseway.add(f"c{number:02}")
        self.assertEqual(self.reconcile().device_total, 20)

    def test_a_move_is_proposed_and_recorded_when_decided(self):
        other = self.env["res.partner"].create({"name": "Bolt Pulse", "is_company": True})
        self.pulseway.add("o1")
        self.reconcile()
        asset = self.asset("o1")
        self.pulseway.devices["o1"] |= {"OrganizationId": 77, "OrganizationName": "Bolt Pulse"}
        run = self.reconcile()
        line = run.line_ids.filtered(lambda one: one.action == "move")
        self.assertEqual(
            (line.customer_id, line.state, asset.customer_id), (other, "proposed", self.customer)
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_asset_interval SET date_from = date_from - interval '1 day' WHERE asset_id = %s",
            [asset.id],
        )
        self.env.invalidate_all()
        line.with_user(self.technician).action_apply()
        self.assertEqual(asset.customer_id, other)
        self.assertIn(self.customer, asset.interval_ids.customer_id)
        self.assertEqual(self.plan(self.reconcile()), [])

    def test_blanks_erase_nothing_and_a_persons_word_stays(self):
        self.pulseway.add("k1")
        self.reconcile()
        asset = self.asset("k1")
        asset.with_user(self.technician).name = "Reception"
        hardware = self.pulseway.hardware["k1"]
        hardware["AssetInfo"][1]["CategoryData"]["Serial Number"] = ""
        hardware["Description"] = ""
        self.pulseway.devices["k1"]["Name"] = hardware["Name"] = "PC-new"
        self.reconcile()
        self.assertEqual((asset.name, asset.serial_number), ("Reception", "SNk1"))
        self.assertEqual(self.device("k1").serial, "SNk1", "nor what is told of it beside")
        self.assertIn(
            "name", asset.drift_ids.filtered(lambda one: one.state == "open").mapped("field")
        )

    def test_placeholders_and_the_windows_key_are_no_serial_numbers(self):
        for number, serial in enumerate(
            ("To Be Filled By O.E.M.", "Default string", "None", "0", "SystemSerialNumb", "QEMU")
        ):
            self.pulseway.add(f"x{number}", serial=serial)
        self.reconcile()
        for number in range(6):
            self.assertFalse(self.asset(f"x{number}").serial_number)

    def test_one_identifier_in_two_accounts_is_two_devices(self):
        second = self.env["ipai.pulseway.account"].create(
            {"name": "Second", "base_url": self.server.url, "credential_source": "env", "reconcile_hours": 0,
             "token_id_name": "IPAI_SECRET_PW_ID", "token_secret_name": "IPAI_SECRET_PW_SECRET", "rate": 50, "burst": 99}
        )  # fmt: skip
        self.pulseway.add("t1")
        self.reconcile()
        self.pulseway.hardware["t1"]["AssetInfo"][1]["CategoryData"]["Serial Number"] = "OTHER-1"
        self.pulseway.devices["t1"] |= {
            "Name": "PC-other",
            "OrganizationName": "Bolt Pulse",
            "OrganizationId": 9,
        }
        self.pulseway.hardware["t1"]["AssetInfo"][0]["CategoryData"] |= {
            "DNS Host Name": "PC-other"
        }
        bolt = self.env["res.partner"].create({"name": "Bolt Pulse", "is_company": True})
        self.reconcile(account=second)
        devices = self.env["ipai.pulseway.device"].search([("identifier", "=", "t1")])
        self.assertEqual(len(devices), 2)
        self.assertEqual(devices.asset_id.customer_id, self.customer | bolt)

    def test_the_test_of_the_connection_tells(self):
        told = self.account.action_test_connection()["params"]
        self.assertEqual(
            (told["type"], self.account.token_state, self.account.licence_limit),
            ("success", "good", 50),
        )
        self.pulseway.fail(("GET", "devices", 403))
        told = self.account.action_test_connection()["params"]
        self.assertEqual((told["type"], self.account.token_state), ("danger", "bad"))
        self.account.token_id_name = "IPAI_SECRET_NOT_THERE"
        self.assertIn(
            "IPAI_SECRET_NOT_THERE", self.account.action_test_connection()["params"]["message"]
        )
        self.assertEqual(self.account.token_state, "missing")
        with self.assertRaises(AccessError):
            self.account.with_user(self.technician).action_test_connection()
