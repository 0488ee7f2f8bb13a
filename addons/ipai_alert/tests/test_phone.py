# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from ..alerting import payloads
from .common import told


@tagged("post_install", "-at_install")
class TestPhone(HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_who_is_woken_at_night_acknowledges_on_a_phone(self):
        technician = new_test_user(
            self.env, "al_phone", "ipai_base.group_technician", password="al_phone-1"
        )
        # Those of the sample homelab are not what this is about.
        self.env["ipai.alert"].search([("is_standing", "=", True)])._close(
            "person", fields.Datetime.now()
        )
        source = self.env["ipai.inbox.source"].create(
            {"name": "Phone Alerts", "kind": "alertmanager", "alert_settle": 0}
        )
        alert = told(
            "phone",
            instance="phone-nas:9100",
            severity="critical",
            annotations={"summary": "phone-nas is down"},
        )
        reading = payloads.read({"alerts": [alert]})
        self.env["ipai.alert"]._take(source, reading.conditions, fields.Datetime.now())
        self.env["ipai.alert"]._cron_follow_up()
        self.start_tour("/odoo/alerts", "ipai_alert_phone", login=technician.login)
        alert = self.env["ipai.alert"].search([("source_id", "=", source.id)])
        self.assertEqual((alert.state, alert.user_id), ("acknowledged", technician))
        self.assertEqual(alert.acknowledge_note, "On my way")
