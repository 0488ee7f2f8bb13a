# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_base.tests.killing import BatchCase

from .common import PulsewayCase, registered


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
