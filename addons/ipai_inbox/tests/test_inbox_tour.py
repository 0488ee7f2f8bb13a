# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from ..presets import PRESETS
from .common import InboxCase
from .test_generic import KUMA


class TestInboxTour(InboxCase):
    def test_failed_tried_mended_replayed_done(self):
        source = self.new_source("generic", "standard")
        path, secret = source._issue()
        wrong = {"name": "tour map", "title_template": "{monitor.title}", "is_on": True}
        source.map_id = self.env["ipai.inbox.map"].create({**PRESETS["uptime_kuma"], **wrong})
        self.env.flush_all()
        event = self.event(self.post(KUMA, path, secret=secret))
        self.work()
        self.assertEqual(self.states(event), ["failed"])
        events = "/odoo/action-ipai_inbox.ipai_inbox_event_action"
        self.start_tour(events, "ipai_inbox_failed", login="inbox_manager")
        maps = "/odoo/action-ipai_inbox.ipai_inbox_map_action"
        self.start_tour(maps, "ipai_inbox_mend", login="inbox_manager")
        self.assertEqual(self.states(event), ["failed"], "nothing of a dry run stays")
        self.start_tour(events, "ipai_inbox_replay", login="inbox_manager")
        self.work()
        self.assertEqual(self.states(event), ["done"])
        self.assertEqual(event.reason, "router: [router] [Down] timeout")
