# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_base.tests.killing import BatchCase

from .common import InboxCase


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
