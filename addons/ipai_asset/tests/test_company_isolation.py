# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import AssetCase


class TestCompanyIsolation(AssetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other_company = cls.env["res.company"].create({"name": "Other MSP"})
        cls.outsider = new_test_user(
            cls.env,
            "outsider",
            groups="ipai_base.group_manager,base.group_allow_export",
            company_id=cls.other_company.id,
            company_ids=[Command.set(cls.other_company.ids)],
        )
        cls.secret = cls.new_asset("secret", hostname="secret", warranty_date="2030-01-01")
        cls.article = cls.env["ipai.kb.link"].create(
            {
                "name": "secret article",
                "file": base64.b64encode(b"secret"),
                "asset_ids": [Command.set(cls.secret.ids)],
            }
        )
        cls.env["ipai.link"].create(
            {"name": "secret", "url": "https://s.example/", "asset_id": cls.secret.id}
        )
        cls.site = cls.env["ipai.site"].create({"name": "secret site"})
        cls.env.flush_all()

    def test_no_way_of_reading_shows_another_company(self):
        for model, name in (
            ("ipai.asset", "name"),
            ("ipai.kb.link", "name"),
            ("ipai.link", "name"),
            ("ipai.site", "name"),
            ("ipai.asset.interval", "status"),
            ("ipai.expiry", "name"),
        ):
            with self.subTest(model=model):
                mine = self.env[model].search([])
                self.assertTrue(mine, "there is something to hide")
                records = self.env[model].with_user(self.outsider)
                self.assertFalse(records.search([]))
                self.assertFalse(records.name_search("secret", []))
                self.assertEqual(records.search_count([]), 0)
                self.assertFalse(records._read_group([], [name], ["__count"])[1:])
                with self.assertRaises(AccessError):
                    records.browse(mine[0].id).read([name])
                with self.assertRaises(AccessError):
                    records.browse(mine[0].id).export_data([name])

    def test_reports_and_attachments_are_closed_too(self):
        # 18.0 wraps what a template raises, 19.0 does not.
        with self.assertRaisesRegex(Exception, "doesn't have 'read' access"):
            self.env["ir.actions.report"].with_user(self.outsider)._render_qweb_html(
                "ipai_asset.asset_sheet", self.secret.ids
            )
        attachment = (
            self.env["ir.attachment"]
            .search([("res_model", "=", "ipai.kb.link"), ("res_field", "=", "file")])
            .filtered(lambda a: a.res_id == self.article.id)
        )
        self.assertTrue(attachment)
        with self.assertRaises(AccessError):
            attachment.with_user(self.outsider).read(["datas"])

    def test_nothing_of_another_company_can_be_tied_to_ones_own(self):
        own = self.new_asset("own", user=self.outsider)
        self.assertEqual(own.company_id, self.other_company)
        for field, record in (("host_id", self.secret), ("site_id", self.site)):
            with self.subTest(field=field), self.assertRaises(UserError):
                own.sudo().write({field: record.id})
        with self.assertRaises(UserError):
            self.article.sudo().write({"asset_ids": [Command.link(own.id)]})

    def test_the_same_hostname_may_stand_in_two_companies(self):
        self.new_asset("twin", user=self.outsider, hostname="secret")


@tagged("post_install", "-at_install")
class TestCompanyIsolationHttp(HttpCase):
    def test_downloads_of_another_company_are_refused(self):
        other = self.env["res.company"].create({"name": "Other MSP"})
        new_test_user(
            self.env,
            "outsider",
            password="outsider-1",
            groups="ipai_base.group_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        article = self.env["ipai.kb.link"].create(
            {"name": "secret", "file": base64.b64encode(b"crown jewels")}
        )
        asset = self.env["ipai.asset"].create(
            {"name": "crown jewels", "type_id": self.env.ref("ipai_asset.type_compute").id}
        )
        self.authenticate("outsider", "outsider-1")
        for path in (
            f"/web/content/ipai.kb.link/{article.id}/file",
            f"/report/html/ipai_asset.asset_sheet/{asset.id}",
        ):
            # Odoo 18.0 logs the refusal of a report as an error.
            with self.subTest(path=path), mute_logger("odoo.http"):
                answer = self.url_open(path, allow_redirects=False)
                self.assertNotEqual(answer.status_code, 200)
                self.assertNotIn("crown jewels", answer.text)
