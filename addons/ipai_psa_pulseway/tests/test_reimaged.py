# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import notified
from .rocketcyber import TOKEN, RocketCyberServer
from .test_reconcile import ServerCase


class TestReimaged(ServerCase):
    """Machines that stand here twice: told under a new identifier, or by two providers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_server = RocketCyberServer()
        cls.addClassCleanup(cls.other_server.close)
        cls.startClassPatcher(patch.dict(os.environ, {"IPAI_SECRET_RC": TOKEN}))
        cls.second = cls.env["ipai.pulseway.account"].create(
            {"name": "RocketCyber of the test", "provider": "rocketcyber", "base_url": cls.other_server.url, "rate": 50,
             "burst": 100, "credential_source": "env", "token_secret_name": "IPAI_SECRET_RC", "reconcile_hours": 0}
        )  # fmt: skip

    def rows(self):
        self.env.flush_all()
        self.env.invalidate_all()
        return self.env["ipai.pulseway.reimaged"].with_user(self.technician).search(
            [("customer_id", "=", self.customer.id)]
        )  # fmt: skip

    def told_by(self, account, identifier):
        return self.env["ipai.pulseway.device"].search(
            [("account_id", "=", account.id), ("identifier", "=", identifier)]
        )

    def two_assets(self):
        """One machine that RocketCyber calls otherwise, and so two assets; then somebody renames it there."""
        self.pulseway.add("p1", name="PC-A")
        self.other_server.agents.clear()
        self.other_server.add_agent(5, hostname="agent-5")
        self.reconcile()
        self.reconcile(account=self.second)
        one, two = self.asset("p1"), self.told_by(self.second, "5").asset_id
        self.assertNotEqual(one, two)
        self.assertFalse(self.rows())
        self.other_server.agents[5]["hostname"] = "PC-A"
        self.reconcile(account=self.second)
        return one, two

    def test_a_machine_installed_anew_with_its_name_and_serial_number_stays_one(self):
        self.pulseway.add("old", name="PC-A", serial="REAL-1")
        self.reconcile()
        asset = self.asset("old")
        self.pulseway.remove("old")
        self.pulseway.add("new", name="PC-A", serial="REAL-1")
        self.reconcile()
        self.assertEqual(self.asset("new"), asset)
        self.assertEqual(asset.pulseway_id, "new")
        self.assertFalse(self.rows())
        for _run in range(3):
            self.reconcile()
        self.assertEqual((asset.status, self.device("old").state), ("active", "missing"))

    def test_clones_that_alternate_under_one_identifier_are_one_device(self):
        """Golden images share the identifier: one of them is told of, now with this name and now with that."""
        self.pulseway.add("clone", name="PC-1", serial="CLONE-1")
        self.reconcile()
        asset = self.asset("clone")
        for name, serial in (("PC-2", "CLONE-2"), ("PC-1", "CLONE-1"), ("PC-2", "CLONE-2")):
            self.pulseway.add("clone", name=name, serial=serial)
            self.reconcile()
        devices = self.env["ipai.pulseway.device"].search([("identifier", "=", "clone")])
        self.assertEqual((len(devices), devices.asset_id), (1, asset))
        self.assertEqual(self.env["ipai.asset"].search_count([("name", "in", ["PC-1", "PC-2"])]), 1)

    def test_a_device_that_is_asked_about_is_answered(self):
        self.pulseway.add("x", name="PC-X", serial="REAL-9")
        self.reconcile()
        self.pulseway.add("y", name="PC-X", serial="None")
        self.reconcile()
        row = self.rows()
        self.assertEqual((row.why, row.kept_id, row.device_id), ("asked", self.asset("x"), self.device("y")))  # fmt: skip
        self.assertTrue(row.action_merge())
        self.assertEqual((self.device("y").state, self.asset("y")), ("linked", self.asset("x")))
        self.assertFalse(self.rows())
        self.reconcile()
        self.assertEqual(self.asset("y"), self.asset("x"), "and it stays so")

    def test_a_device_that_is_another_machine_becomes_an_asset(self):
        self.pulseway.add("x", name="PC-X", serial="REAL-9")
        self.reconcile()
        self.pulseway.add("z", name="PC-Z", serial="REAL-9")
        self.reconcile()
        self.assertEqual(self.device("z").state, "question")
        self.assertTrue(self.rows().action_other())
        with self.assertRaises(UserError):
            self.device("z")._answer(self.asset("x"))
        self.assertEqual((self.device("z").state, self.asset("z").name), ("linked", "PC-Z"))
        self.assertNotEqual(self.asset("z"), self.asset("x"))

    def test_two_assets_of_two_providers_are_merged_and_parted_again(self):
        one, two = self.two_assets()
        row = self.rows()
        self.assertEqual((row.kept_id, row.asset_id, row.why), (one, two, "hostname"))
        self.assertIn("RocketCyber of the test", row.accounts)
        action = row.action_merge()
        merge = self.env["ipai.asset.merge"].with_user(self.technician).browse(action["res_id"])
        self.assertEqual((merge.source_id, merge.target_id), (two, one))
        merge.action_do()
        self.assertEqual(self.told_by(self.second, "5").asset_id, one)
        self.assertFalse(self.rows())
        self.reconcile(account=self.second)
        self.assertEqual(self.told_by(self.second, "5").asset_id, one, "reports follow")
        merge.action_undo()
        self.assertEqual(self.told_by(self.second, "5").asset_id, two)

    def test_what_is_open_ends_after_a_merge_as_before(self):
        one, two = self.two_assets()
        swapped = two.with_user(self.technician)._prepared_merge("merge", one, two)
        self.deliver(notified("p1", Header="Offline"))
        ticket = self.tickets("p1")
        self.assertEqual(ticket.asset_id, one)
        merge = self.env["ipai.asset.merge"].with_user(self.technician).browse(swapped["res_id"])
        merge.action_do()
        self.assertEqual(self.asset("p1"), two)
        again = notified("p1", Header="Offline", Message="Still")
        self.deliver(again, notified("p1", Header="Back online"))
        self.assertTrue(ticket.closed, "neither a second ticket nor one that stays")

    def test_other_customers_machines_are_not_shown(self):
        _one, two = self.two_assets()
        two.customer_id = self.env["res.partner"].create({"name": "Bolt Pulse", "is_company": True})
        self.assertFalse(self.rows())
        self.assertFalse(self.env["ipai.pulseway.reimaged"].search([("asset_id", "in", two.ids)]))

    def test_technicians_merge(self):
        self.two_assets()
        reader = new_test_user(self.env, "pulse_reader", "ipai_base.group_user")
        for act in ("action_merge", "action_other"):
            with self.subTest(act), self.assertRaises(AccessError):
                getattr(self.rows().with_user(reader), act)()

    def test_alerts_come_back_by_an_undo_and_what_went_on_since_stays(self):
        one, two = self.two_assets()
        self.second.source_id.alert_settle = 0
        self.reconcile(account=self.second)
        alert = self.env["ipai.alert"].create(
            {"name": "Told", "source_id": self.second.source_id.id, "company_id": self.second.company_id.id, "asset_id": two.id,
             "fingerprint": "x", "severity": "high"}
        )  # fmt: skip
        third = self.env["ipai.asset"].create({"name": "PC-3", "type_id": one.type_id.id})
        action = self.rows().action_merge()
        merge = self.env["ipai.asset.merge"].with_user(self.technician).browse(action["res_id"])
        merge.action_do()
        self.assertEqual(alert.asset_id, one)
        self.told_by(self.second, "5").asset_id = third
        merge.action_undo()
        self.assertEqual(alert.asset_id, two)
        self.assertEqual(self.told_by(self.second, "5").asset_id, third)

    def pair(self, account=None, first=(), second=(), told=(), told_too=()):
        """Two assets of one customer, each with a device; return what is shown of them."""
        kind = self.env.ref("ipai_asset.type_endpoint").id
        number = self.env["ipai.asset"].search_count([])
        assets, devices = self.env["ipai.asset"], self.env["ipai.pulseway.device"]
        for values, facts, of in ((first, told, self.account), (second, told_too, account or self.account)):  # fmt: skip
            number += 1
            values = {"name": f"PC {number}", "type_id": kind, "customer_id": self.customer.id, **dict(values)}  # fmt: skip
            asset = assets.create(values)
            devices.create(
                {"account_id": of.id, "company_id": of.company_id.id, "identifier": f"pair-{number}", "name": f"told {number}",
                 "state": "linked", "asset_id": asset.id, **dict(facts)}
            )  # fmt: skip
            assets |= asset
        return assets, self.rows().filtered(lambda row: row.asset_id == assets[1])

    def test_a_serial_number_counts_within_one_account_too(self):
        assets, row = self.pair(first={"serial_number": "REAL-77"}, told_too={"serial": " real-77"})
        self.assertEqual((row.kept_id, row.why), (assets[0], "serial"))

    def test_a_host_name_counts_where_one_is_not_told_of_any_more(self):
        _assets, row = self.pair(first={"hostname": "pc-same"}, told_too={"name": "PC-Same"})
        self.assertFalse(row, "one account tells of both, so they are two")
        _assets, row = self.pair(self.second, first={"hostname": "pc-two"}, told_too={"name": "PC-Two"})  # fmt: skip
        self.assertEqual(row.why, "hostname", "two accounts may tell of one")
        gone = {"state": "missing"}
        assets, row = self.pair(first={"hostname": "pc-gone"}, told=gone, told_too={"name": "PC-Gone."})  # fmt: skip
        self.assertEqual((row.kept_id, row.why), (assets[0], "hostname"))

    def test_what_says_nothing_and_what_is_out_of_service_is_no_pair(self):
        self.assertFalse(self.pair(self.second)[1], "neither has a serial number")
        told = {"name": "Both Told"}
        self.assertFalse(self.pair(self.second, told=told, told_too=told)[1], "neither is called so")  # fmt: skip
        told = {"told_too": {"serial": "REAL-78"}}
        out = {"serial_number": "REAL-78", "status": "decommissioned"}
        self.assertFalse(self.pair(first=out, **told)[1])
        out = {"serial_number": "REAL-78", "customer_id": False}
        self.assertFalse(self.pair(first=out, **told)[1])
        assets, row = self.pair(first={"serial_number": "REAL-79"}, told_too={"serial": "REAL-79"})
        self.assertTrue(row)
        assets[0].merged_into_id = self.env["ipai.asset"].create(
            {"name": "Kept", "type_id": assets.type_id.id}
        )
        self.assertFalse(self.rows().filtered(lambda one: one.asset_id == assets[1]))

    def test_machines_of_two_companies_are_two(self):
        assets, row = self.pair(first={"serial_number": "REAL-80"}, told_too={"serial": "REAL-80"})
        self.assertTrue(row)
        other = self.env["res.company"].create({"name": "Second Company"})
        self.env.flush_all()
        self.env.cr.execute("UPDATE ipai_asset SET company_id = %s WHERE id = %s", [other.id, assets[1].id])  # fmt: skip
        self.env.invalidate_all()
        self.assertFalse(self.env["ipai.pulseway.reimaged"].search([("asset_id", "=", assets[1].id)]))  # fmt: skip

    def test_an_old_question_is_none(self):
        self.pulseway.add("x", name="PC-X", serial="REAL-9")
        self.reconcile()
        self.pulseway.add("y", name="PC-X", serial="None")
        self.reconcile()
        self.device("y").state = "ignored"
        self.assertFalse(self.rows())
