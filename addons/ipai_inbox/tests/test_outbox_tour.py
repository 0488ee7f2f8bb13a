# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import HttpCase

from .outbox_common import OutboxCase


class TestOutboxTour(OutboxCase, HttpCase):
    def test_a_delivery_that_failed_is_looked_at_and_replayed(self):
        target = self.new_target(name="Outbox tour")
        self.receiver.statuses, self.receiver.answer = [503], b"Out to lunch"
        self.announce(self.new_map("Tour map"))
        self.run_lane()
        [delivery] = self.deliveries(target)
        self.assertEqual(delivery.state, "failed")
        deliveries = "/odoo/action-ipai_inbox.ipai_outbox_delivery_action"
        self.start_tour(deliveries, "ipai_outbox_replay", login="outbox_manager")
        self.env.invalidate_all()
        self.assertEqual((delivery.state, delivery.replays), ("waiting", 1))
        self.run_lane()
        self.assertEqual(delivery.state, "sent")
        targets = "/odoo/action-ipai_inbox.ipai_outbox_target_action"
        self.start_tour(targets, "ipai_outbox_target", login="outbox_manager")
        made = self.env["ipai.outbox.target"].search([("name", "=", "Made in a tour")])
        self.assertEqual(made.address, "https://events.example.com/…")
        self.assertTrue(made.has_secret)
