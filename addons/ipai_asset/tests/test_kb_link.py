# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError

from .common import AssetCase


class TestKbLink(AssetCase):
    def article(self, **vals):
        vals.setdefault("url", "https://wiki.example/runbook")
        return (
            self.env["ipai.kb.link"].with_user(self.technician).create({"name": "Restore", **vals})
        )

    def test_an_article_is_an_address_or_a_file(self):
        with self.assertRefused(ValidationError, "either its address or its file"):
            self.article(url=False)
        with self.assertRefused(ValidationError, "either its address or its file"):
            self.article(file=base64.b64encode(b"pdf"))
        stored = self.article(url=False, file=base64.b64encode(b"pdf"), file_name="a.pdf")
        self.assertIn(f"/web/content/ipai.kb.link/{stored.id}/file", stored.action_open()["url"])

    def test_an_article_opens_in_the_browser(self):
        for url in ("javascript:alert(1)", "ssh://host/"):
            with self.subTest(url=url), self.assertRaises(ValidationError):
                self.article(url=url)

    def test_an_article_goes_stale_by_itself_and_a_review_clears_it(self):
        today = fields.Date.context_today(self.env["ipai.kb.link"])
        article = self.article(review_interval=30, last_reviewed_on=today - timedelta(days=10))
        self.assertFalse(article.is_stale)
        # Twenty-one days pass, of which only the night job knows.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_kb_link SET next_review_date = %s WHERE id = %s",
            [today - timedelta(days=1), article.id],
        )
        self.env.invalidate_all()
        self.assertFalse(article.is_stale)
        self.env["ipai.kb.link"]._cron_mark_stale()
        self.assertTrue(article.is_stale)
        article.action_reviewed()
        self.assertFalse(article.is_stale)
        self.assertEqual(article.last_reviewed_by, self.technician)
        self.assertEqual(article.next_review_date, today + timedelta(days=30))

    def test_never_reviewed_again_is_never_stale(self):
        article = self.article(review_interval=0, last_reviewed_on="2020-01-01")
        self.assertFalse(article.next_review_date)
        self.assertFalse(article.is_stale)
        with self.assertRefused(ValidationError, "every 1 to 3650 days"):
            article.review_interval = -1
