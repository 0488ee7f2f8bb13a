# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from .common import AssetCase


class TestRights(AssetCase):
    def test_a_reader_reads_and_does_nothing_else(self):
        asset = self.new_asset("pc").with_user(self.reader)
        self.assertEqual(asset.name, "pc")
        with self.assertRaises(AccessError):
            asset.purpose = "mine"
        with self.assertRaises(AccessError):
            asset.copy()
        with self.assertRaises(AccessError):
            asset.unlink()
        with self.assertRaises(AccessError):
            self.env["ipai.asset.transition"].with_user(self.reader).create(
                {"asset_ids": [(6, 0, asset.ids)], "status": "active"}
            )

    def test_a_technician_works_and_a_manager_configures(self):
        self.new_asset("pc", user=self.technician).purpose = "mail"
        with self.assertRaises(AccessError):
            self.env["ipai.asset.type"].with_user(self.technician).create({"name": "Drone"})
        self.env["ipai.asset.type"].with_user(self.manager).create({"name": "Drone"})
        with self.assertRaises(AccessError):
            self.env["ipai.link.template"].with_user(self.technician).create(
                {"name": "x", "url_template": "https://x.example/"}
            )

    def test_a_user_without_the_group_sees_no_asset(self):
        from odoo.tests import new_test_user

        stranger = new_test_user(self.env, "stranger", groups="base.group_user")
        asset = self.new_asset("pc")
        with self.assertRaises(AccessError):
            asset.with_user(stranger).read(["name"])
        self.assertEqual(self.acme.with_user(stranger).ipai_asset_count, 0)

    def test_an_administrator_is_manager(self):
        self.assertTrue(self.env.ref("base.user_admin").has_group("ipai_base.group_manager"))


class TestInUse(AssetCase):
    def test_what_is_in_use_says_what_uses_it(self):
        site = self.env["ipai.site"].create({"name": "Vienna"})
        for name in ("web01", "web02"):
            self.new_asset(name, site_id=site.id, customer_id=self.acme.id)
        with mute_logger("odoo.sql_db"):
            with self.assertRefused(
                UserError, "Vienna cannot be deleted: it is “Site” of web01, web02 .IT Asset"
            ):
                site.with_user(self.manager).unlink()
            with self.assertRefused(UserError, "“Customer” of web01, web02"):
                self.acme.unlink()
        self.assertTrue(site.exists() and self.acme.exists())

    def test_what_is_used_where_one_may_not_look_is_counted(self):
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        maker = self.env["ipai.manufacturer"].create({"name": "Maker"})
        model = self.env["ipai.asset.model"].create({"name": "M1", "manufacturer_id": maker.id})
        self.env["ipai.asset"].create(
            {
                "name": "hidden",
                "type_id": self.compute.id,
                "company_id": elsewhere.id,
                "model_id": model.id,
            }
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(UserError, "1 records") as refused,
        ):
            model.with_user(self.manager).unlink()
        self.assertNotIn("hidden", str(refused.exception))
