# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_base.tests.killing import BatchCase

from .common import told
from .test_acknowledge import AnsweredCase, Recorded


class TestBatches(AnsweredCase, BatchCase):
    crons = ("ipai_alert.cron_follow_up", "ipai_alert.cron_silences", "ipai_alert.cron_poll")

    def burning(self, count):
        self.source.alert_storm_limit = 1000
        names = [f"al-b{n}" for n in range(count)]
        for name in names:
            self.asset(name)
        self.receive(*[told(name, instance=name) for name in names])
        return self.env["ipai.alert"].search([("fingerprint", "in", names)], order="id")

    def test_each_alert_is_followed_up_once(self):
        alerts = self.burning(7)
        self.assertBatches(
            "ipai_alert.cron_follow_up",
            lambda: [(one.to_follow, bool(one.noticed_at)) for one in alerts],
        )
        self.assertEqual({one.to_follow for one in alerts}, {False})
        self.assertTrue(all(one.noticed_at for one in alerts))

    def test_each_silence_is_made_once(self):
        alerts = self.burning(5)
        self.follow_up()
        alerts.with_user(self.technician).action_acknowledge(why="on it")
        self.assertBatches(
            "ipai_alert.cron_silences", lambda: [bool(one.silence_key) for one in alerts]
        )
        self.assertTrue(all(one.silence_key for one in alerts))

    def test_each_source_is_asked(self):
        apis = {}
        self.patch(
            self.registry["ipai.inbox.source"],
            "_alert_api",
            lambda source: apis.setdefault(source.id, Recorded()),
        )
        sources = self.source.union(
            *[self.source.copy({"name": f"Lab Alerts {n}"}) for n in range(4)]
        )
        sources.alert_api_url = "http://192.0.2.20:9093"
        self.assertBatches(
            "ipai_alert.cron_poll", lambda: [bool(one.alert_polled_at) for one in sources]
        )
        self.assertTrue(all(one.alert_polled_at for one in sources))
