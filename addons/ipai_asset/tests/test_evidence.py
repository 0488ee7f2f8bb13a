# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestEvidence(HttpCase):
    """What was done and by whom is not written around: by a context, in another's name, across companies."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.technician = new_test_user(cls.env, "evidence", groups="ipai_base.group_technician")
        cls.stranger = new_test_user(cls.env, "stranger", groups="ipai_base.group_technician")
        cls.other = cls.env["res.company"].create({"name": "Other House"})
        cls.compute = cls.env.ref("ipai_asset.type_compute")
        cls.asset = cls.env["ipai.asset"].create(
            {"name": "traced", "type_id": cls.compute.id, "hostname": "traced"}
        )

    def test_a_change_leaves_its_trace_whatever_the_context_says(self):
        self.flush_tracking()
        before = self.asset.message_ids
        keys = {"tracking_disable": True, "mail_notrack": True, "mail_create_nolog": True}
        self.authenticate("evidence", "evidence")
        self.call("write", [self.asset.ids, {"status": "active"}], keys)
        traces = (self.asset.message_ids - before).sudo().tracking_value_ids
        self.assertIn("status", traces.field_id.mapped("name"))
        values = {"name": "traced too", "type_id": self.compute.id}
        (new,) = self.call("create", [[values]], keys)
        self.assertTrue(self.asset.browse(new).message_ids)

    def call(self, method, args, context):
        """A call as the web client makes it."""
        answer = self.make_jsonrpc_request(
            f"/web/dataset/call_kw/ipai.asset/{method}",
            {
                "model": "ipai.asset",
                "method": method,
                "args": args,
                "kwargs": {"context": context},
            },
        )
        self.env.invalidate_all()
        return answer

    def flush_tracking(self):
        self.env.flush_all()
        self.cr.precommit.run()

    def test_nobody_writes_a_message_in_anothers_name(self):
        asset = self.asset.with_user(self.technician)
        forged = self.stranger.partner_id
        for author in ({"author_id": forged.id}, {"email_from": "stranger@elsewhere.example"}):
            with self.subTest(author), self.assertRaisesRegex(AccessError, "own name"):
                asset.message_post(body="I did it", **author)
        own = asset.message_post(body="I did it", author_id=self.technician.partner_id.id)
        self.assertEqual(own.author_id, self.technician.partner_id)

    def test_nobody_reviews_in_anothers_name(self):
        articles = self.env["ipai.kb.link"].with_user(self.technician)
        article = articles.create({"name": "Restart", "url": "https://wiki.example/restart"})
        with self.assertRaisesRegex(AccessError, "button Reviewed"):
            article.last_reviewed_by = self.stranger
        article.action_reviewed()
        self.assertEqual(article.last_reviewed_by, self.technician)

    def test_a_foreign_company_is_refused_before_its_assets_are_named(self):
        self.env["ipai.asset"].create(
            {
                "name": "secret-host",
                "hostname": "secret-host",
                "asset_tag": "SECRET-1",
                "type_id": self.compute.id,
                "company_id": self.other.id,
            }
        )
        guess = {"name": "x", "type_id": self.compute.id, "company_id": self.other.id}
        for taken in ({"hostname": "secret-host"}, {"asset_tag": "SECRET-1"}):
            with self.subTest(taken), self.assertRaisesRegex(AccessError, "not one of yours"):
                self.env["ipai.asset"].with_user(self.technician).create({**guess, **taken})
            with self.subTest(taken), self.assertRaisesRegex(AccessError, "not one of yours"):
                self.asset.with_user(self.technician).write({"company_id": self.other.id, **taken})

    def test_what_hangs_on_an_asset_is_not_moved_to_a_foreign_one(self):
        foreign = self.asset.copy({"company_id": self.other.id, "hostname": "far"})
        link = (
            self.env["ipai.link"]
            .with_user(self.technician)
            .create({"name": "Console", "url": "https://traced.example", "asset_id": self.asset.id})
        )
        for su in (False, True):
            with self.assertRaises(AccessError), self.cr.savepoint():
                link.sudo(su).asset_id = foreign.id
        self.assertEqual(link.asset_id, self.asset)

    def test_a_company_of_ones_own_need_not_be_ticked(self):
        self.technician.company_ids += self.other
        site = self.env["ipai.site"].create({"name": "Hall"})
        mine = site.with_user(self.technician)
        mine.with_context(allowed_company_ids=self.env.company.ids).company_id = self.other
        self.assertEqual(site.company_id, self.other)
