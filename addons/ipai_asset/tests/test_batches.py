# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import timedelta

from odoo import fields

from odoo.addons.ipai_base.models import ipai_secret_finding
from odoo.addons.ipai_base.models.ipai_secret_finding import SINCE
from odoo.addons.ipai_base.tests.killing import BatchCase

from .common import AssetCase


class TestBatches(AssetCase, BatchCase):
    crons = (
        "ipai_asset.cron_mark_stale",
        "ipai_asset.cron_remind",
        "ipai_base.cron_secret_sweep",
        "ipai_base.cron_secret_attachments",
    )

    def setUp(self):
        super().setUp()
        self.today = fields.Date.context_today(self.env["ipai.asset"])

    def test_articles_are_marked_stale(self):
        articles = self.env["ipai.kb.link"].create(
            [{"name": f"Article {n}", "url": "https://w.example/"} for n in range(7)]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_kb_link SET next_review_date = %s, is_stale = FALSE WHERE id = ANY(%s)",
            [self.today - timedelta(days=1), articles.ids],
        )
        self.env.invalidate_all()
        self.assertBatches("ipai_asset.cron_mark_stale", lambda: articles.mapped("is_stale"))
        self.assertEqual(set(articles.mapped("is_stale")), {True})

    def test_what_expires_is_told_once(self):
        assets = self.env["ipai.asset"].create(
            [
                {
                    "name": f"laptop {n}",
                    "type_id": self.compute.id,
                    "owner_id": self.manager.id,
                    "warranty_date": self.today + timedelta(days=20 + n),
                }
                for n in range(7)
            ]
        )
        past = self.env["ipai.expiry.notice"].create(
            [
                {
                    "res_model": "ipai.asset",
                    "res_id": assets[0].id,
                    "kind": "warranty",
                    "date": self.today - timedelta(days=1 + n),
                    "step": 7,
                }
                for n in range(5)
            ]
        )

        def outcome():
            told = [
                (one.res_id, one.user_id.login, one.summary)
                for one in self.env["mail.activity"].search([("res_id", "in", assets.ids)])
                if one.res_model == "ipai.asset"
            ]
            return sorted(told), len(past.exists())

        self.assertBatches("ipai_asset.cron_remind", outcome)
        told, left = outcome()
        self.assertEqual([id_ for id_, _user, _text in told], assets.ids)
        self.assertEqual(left, 0, "what is past is forgotten")

    def sweep_only(self, model):
        """Let the sweep look at what this test writes, and at nothing that was there."""
        # What was installed minutes ago is not looked at again and again.
        self.patch(ipai_secret_finding, "LOOK_BACK", timedelta(0))
        parameters = self.env["ir.config_parameter"].sudo()
        for name in self.env.registry:
            parameters.set_param(SINCE + name, "2090-01-01 00:00:00")
        since = fields.Datetime.to_string(self.env.cr.now() - timedelta(seconds=1))
        parameters.set_param(SINCE + model, since)
        return lambda: (
            sorted(
                self.env["ipai.secret.finding"]
                .search([("res_id", "in", self.written.ids)])
                .mapped("res_id")
            ),
            parameters.get_param(SINCE + model) == since,
        )

    def test_what_was_written_is_swept(self):
        self.written = self.env["ipai.asset"].create(
            [{"name": f"srv {n}", "type_id": self.compute.id} for n in range(7)]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_asset SET notes = 'password: Winter_2024!x' WHERE id = ANY(%s)",
            [self.written.ids],
        )
        self.env.invalidate_all()
        outcome = self.sweep_only("ipai.asset")
        self.assertBatches("ipai_base.cron_secret_sweep", outcome)
        self.assertEqual(outcome(), (self.written.ids, False))

    def test_what_was_attached_is_swept(self):
        asset = self.new_asset("srv")
        self.written = self.env["ir.attachment"].create(
            [
                {
                    "name": f"{n}.txt",
                    "datas": base64.b64encode(b"password: Winter_2024!x"),
                    "mimetype": "text/plain",
                    "res_model": "ipai.asset",
                    "res_id": asset.id,
                }
                for n in range(5)
            ]
        )
        outcome = self.sweep_only("ir.attachment")
        self.assertBatches("ipai_base.cron_secret_attachments", outcome)
        self.assertEqual(outcome(), (self.written.ids, False))
