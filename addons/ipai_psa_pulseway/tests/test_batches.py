# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_base.tests.killing import BatchCase

from .common import PulsewayCase, notified, registered


class TestBatches(PulsewayCase, BatchCase):
    crons = ("ipai_psa_pulseway.cron_work",)

    def test_devices_are_taken_when_their_customer_is_there(self):
        names = [f"machine-{number}" for number in range(7)]
        self.deliver(
            *(registered(name, Name=name, Group="Late Pulse", CustomFields={}) for name in names)
        )
        devices = self.account.env["ipai.pulseway.device"].search(
            [("account_id", "=", self.account.id), ("identifier", "in", names)]
        )
        self.assertEqual((len(devices), devices.asset_id.ids), (7, []))
        late = self.env["res.partner"].create({"name": "Late Pulse", "is_company": True})
        self.assertBatches(
            "ipai_psa_pulseway.cron_work",
            lambda: [(one.state, one.asset_id.customer_id.id) for one in devices],
        )
        self.assertEqual(devices.asset_id.customer_id, late)
        self.assertEqual(len(devices.asset_id), 7)


class TestMany(PulsewayCase):
    """Of many at once each costs little: no look-up and no statement of its own."""

    def queries(self, *values):
        """How many the lane has for these."""
        for value in values:
            self.assertEqual(self.post(value)[0], 202)
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        while any(self.lane._work()):
            self.env.invalidate_all()
        return self.cr.sql_log_count - before

    def test_many_updates_have_the_queries_of_few(self):
        names = [f"many-{number}" for number in range(9)]
        self.env["res.partner"].create([{"name": f"Pulse {one}", "is_company": True} for one in names])  # fmt: skip

        def told(one, system, **more):
            return registered(one, Name=one.upper(), Group=f"Pulse {one}", OS=system, CustomFields={}, **more)  # fmt: skip

        self.deliver(*(told(one, "Windows 10 Pro") for one in names))
        self.queries(told(names[0], "Windows 11 Home"))  # what is looked up once for all days
        few = self.queries(told(names[0], "Windows 11 Pro"))
        many = self.queries(*(told(one, "Windows 11 LTSC", User=f"U {one}") for one in names))
        self.assertLess(many - few, 6, "of the nine each would have one at least")
        devices = self.env["ipai.pulseway.device"].search([("identifier", "in", names)], order="identifier")  # fmt: skip
        self.assertEqual(devices.mapped("os_info"), ["Windows 11 LTSC"] * 9)
        self.assertEqual(devices.mapped("user_hint"), [f"U {one}" for one in names])
        self.assertEqual(devices.mapped("group_name"), [f"Pulse {one}" for one in names])
        self.assertEqual(devices.asset_id.operating_system_id.mapped("name"), ["Windows 11 LTSC"])
        self.assertEqual(len(devices.asset_id), 9)

    def test_a_body_is_read_once(self):
        read, events = [], self.registry["ipai.inbox.event"]
        raw = events._raw
        self.patch(events, "_raw", lambda some: read.extend(some.ids) or raw(some))
        self.assertEqual(read, self.deliver(registered()).ids)

    def test_many_notifications_have_the_queries_of_few(self):
        names = [f"many-{number}" for number in range(9)]
        self.deliver(*(registered(one, Name=one, CustomFields={}) for one in names))
        self.queries(notified(names[0], Header="Matter of the day before"))
        few = self.queries(notified(names[0], Header="Matter A"))
        many = self.queries(*(notified(one, Header="Matter B") for one in names))
        self.assertLess(many - few, 6, "of the nine each would have one at least")
