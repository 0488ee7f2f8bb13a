# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os
from unittest.mock import patch

from odoo.exceptions import AccessError
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
        self.assertFalse(self.env["ipai.pulseway.reimaged"].search([("kept_id", "in", two.ids)]))

    def test_technicians_merge(self):
        self.two_assets()
        reader = new_test_user(self.env, "pulse_reader", "ipai_base.group_user")
        with self.assertRaises(AccessError):
            self.rows().with_user(reader).action_merge()
