# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from concurrent.futures import Future
from unittest.mock import patch

from odoo.addons.ipai_base.tests.killing import BatchCase

from ..models import ipai_outbox_lane
from .common import InboxCase
from .outbox_common import OutboxCase


class TestBatches(InboxCase, BatchCase):
    crons = ("ipai_inbox.cron_watch",)

    def test_silence_is_told_once(self):
        sources = self.env["ipai.inbox.source"].union(
            *[self.new_source("test", "standard", silent_after=1) for _n in range(7)]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_inbox_source SET create_date = now() - interval '3 hours' WHERE id = ANY(%s)",
            [sources.ids],
        )
        self.env.invalidate_all()
        self.assertBatches(
            "ipai_inbox.cron_watch",
            lambda: [(one.told_silent, len(one.activity_ids)) for one in sources],
        )
        self.assertEqual(set(sources.mapped("told_silent")), {True})


class AtOnce:
    """A pool that calls in turn, so that each run takes the same steps."""

    def __init__(self, _size):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *raised):
        return False

    def submit(self, call):
        future = Future()
        try:
            future.set_result(call())
        except Exception as error:
            future.set_exception(error)
        return future


class TestOutboxBatches(OutboxCase, BatchCase):
    crons = ("ipai_inbox.cron_outbox", "ipai_inbox.cron_outbox_watch")

    def test_what_waits_is_sent(self):
        targets = self.new_target() | self.new_target() | self.new_target()
        self.announce(self.new_map(), self.new_map())
        self.startPatcher(patch.object(ipai_outbox_lane, "ThreadPoolExecutor", AtOnce))
        self.startPatcher(patch.object(ipai_outbox_lane, "LINGER", 0))
        self.assertBatches(
            "ipai_inbox.cron_outbox",
            lambda: [self.deliveries(one).mapped("state") for one in targets],
        )
        sent = self.deliveries(targets[0]) | self.deliveries(targets[1]) | self.deliveries(targets[2])
        self.assertEqual((len(sent), set(sent.mapped("state"))), (6, {"sent"}))
        told = {event["id"] for event in self.receiver.events}
        self.assertEqual(told, set(sent.event_id.mapped("key")), "sent again under the same number")

    def test_events_that_wait_are_told_once(self):
        targets = self.env["ipai.outbox.target"].union(*(self.new_target() for _n in range(7)))
        self.announce(self.new_map())
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_outbox_delivery SET waits_since = waits_since - interval '3 hours' WHERE target_id = ANY(%s)",
            [targets.ids],
        )
        self.env.invalidate_all()
        self.assertBatches(
            "ipai_inbox.cron_outbox_watch",
            lambda: [(one.told_late, len(one.activity_ids)) for one in targets],
        )
        self.assertEqual(set(targets.mapped("told_late")), {True})
