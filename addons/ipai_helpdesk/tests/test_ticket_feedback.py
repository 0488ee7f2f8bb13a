# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError

from .common import TicketCase


class TestTicketFeedback(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.article = cls.env["ipai.kb.link"].create(
            {"name": "Put out printers", "url": "https://wiki.example/fire", "kind": "runbook"}
        )
        cls.ticket.asset_id = cls.new_asset("printer", kb_link_ids=[(6, 0, cls.article.ids)])

    def at_ticket(self, user=None):
        user = user or self.technician
        return self.article.with_user(user).with_context(ticket_id=self.ticket.id)

    def test_the_ticket_shows_the_articles_of_its_machine(self):
        self.assertEqual(self.ticket.with_user(self.technician).article_ids, self.article)

    def test_what_did_not_help_is_stale_until_it_is_reviewed(self):
        self.at_ticket().action_helped()
        self.assertFalse(self.article.is_stale)
        self.at_ticket().action_not_helped()
        self.assertTrue(self.article.is_stale)
        self.assertEqual((self.article.helped_count, self.article.not_helped_count), (0, 1))
        self.article.action_reviewed()
        self.assertFalse(self.article.is_stale)

    def test_one_answer_of_each_person(self):
        manager = self.user("manager", "ipai_base.group_manager")
        for user in (self.technician, self.technician, manager):
            self.at_ticket(user).action_helped()
        self.assertEqual(self.article.helped_count, 2)

    def test_it_is_said_on_a_ticket_that_one_reads(self):
        with self.assertRaisesRegex(UserError, "on a ticket"):
            self.article.with_user(self.technician).action_helped()
        with self.assertRaises(AccessError):
            self.at_ticket(self.reader).action_helped()

    def test_nobody_writes_it_by_hand(self):
        self.at_ticket().action_helped()
        for user in (self.technician, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                self.article.feedback_ids.with_user(user).write({"helped": False})
