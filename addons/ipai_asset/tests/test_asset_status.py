# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError

from .common import AssetCase


class TestAssetStatus(AssetCase):
    def change(self, assets, status, **vals):
        wizard = (
            self.env["ipai.asset.transition"]
            .with_user(self.technician)
            .create({"asset_ids": [(6, 0, assets.ids)], "status": status, **vals})
        )
        wizard.action_apply()
        return wizard

    def test_reason_and_date_are_kept(self):
        asset = self.new_asset("pc", status="active")
        self.age_history(asset, days=10)
        since = fields.Datetime.now() - timedelta(days=2)
        self.change(asset, "missing", reason="not in its place", date=since)
        self.assertEqual(asset.status, "missing")
        self.assertEqual(asset.status_reason, "not in its place")
        self.assertEqual(asset.status_since, since)
        old, new = asset.interval_ids.sorted("date_from")
        self.assertEqual((old.date_to, new.date_from), (since, since))

    def test_a_date_before_the_present_state_or_in_the_future_is_refused(self):
        asset = self.new_asset("pc", status="active")
        self.age_history(asset, days=1)
        with self.assertRefused(UserError, "Active only since"):
            self.change(
                asset, "missing", reason="x", date=fields.Datetime.now() - timedelta(days=2)
            )
        with self.assertRefused(UserError, "cannot lie in the future"):
            self.change(
                asset, "missing", reason="x", date=fields.Datetime.now() + timedelta(days=1)
            )

    def test_leaving_service_wants_a_reason(self):
        asset = self.new_asset("pc", status="active")
        for status in ("maintenance", "missing", "decommissioned"):
            with self.subTest(status=status), self.assertRefused(UserError, "Say why"):
                self.change(asset, status)

    def test_a_change_that_life_does_not_know_is_refused_with_the_choices(self):
        asset = self.new_asset("pc")
        with self.assertRefused(UserError, "become: Active, Decommissioned"):
            asset.status = "maintenance"

    def test_decommissioning_asks_what_hangs_on_it(self):
        host = self.new_asset("pve01", status="active", assigned_partner_id=self.ada.id)
        guest = self.new_asset("dc01", status="active", host_id=host.id)
        nested = self.new_asset("container", status="active", host_id=guest.id)
        with self.assertRefused(UserError, "dc01 still run on pve01"):
            host.status = "decommissioned"
        with self.assertRefused(UserError, "Choose what shall become of them"):
            self.change(host, "decommissioned", reason="worn out")
        wizard = self.env["ipai.asset.transition"].new(
            {"asset_ids": [(6, 0, host.ids)], "status": "decommissioned"}
        )
        self.assertIn("assigned to Acme, Ada", wizard.dependents)
        self.assertEqual(wizard.guest_ids._origin, guest + nested)

    def test_a_state_that_lasted_no_second_leaves_no_history(self):
        asset = self.new_asset("pc", status="active")
        self.age_history(asset, days=1)
        self.change(asset, "missing", reason="x", date=asset.interval_ids.date_from)
        self.assertEqual(asset.interval_ids.mapped("status"), ["missing"])
        self.assertFalse(asset.interval_ids.date_to)

    def test_guests_are_decommissioned_too_or_kept_without_host(self):
        for choice, status, hosted in (
            ("decommission", "decommissioned", True),
            ("detach", "active", False),
        ):
            with self.subTest(choice=choice):
                host = self.new_asset(f"host {choice}", status="active")
                guest = self.new_asset(f"guest {choice}", status="active", host_id=host.id)
                self.change(host, "decommissioned", reason="old", guest_choice=choice)
                self.assertEqual(host.status, "decommissioned")
                self.assertEqual(guest.status, status)
                self.assertEqual(bool(guest.host_id), hosted)

    def test_several_at_once_from_the_list(self):
        assets = self.new_asset("a", status="active") + self.new_asset("b", status="active")
        wizard = (
            self.env["ipai.asset.transition"]
            .with_context(active_model="ipai.asset", active_ids=assets.ids)
            .create({"status": "maintenance", "reason": "window"})
        )
        wizard.action_apply()
        self.assertEqual(assets.mapped("status"), ["maintenance", "maintenance"])
