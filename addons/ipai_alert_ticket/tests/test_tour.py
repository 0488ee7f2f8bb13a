# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.ipai_alert.alerting import payloads
from odoo.addons.ipai_alert.tests.common import told


@tagged("post_install", "-at_install")
class TestAlertTour(HttpCase):
    def test_from_alert_to_closed(self):
        stages = self.env["helpdesk.ticket.stage"].search([])
        # No mail is sent from here; and a stage that is folded away cannot be clicked.
        stages.write({"mail_template_id": False, "fold": False})
        technician = new_test_user(
            self.env, "al_tour", "ipai_base.group_technician", password="al_tour-1"
        )
        self.env["ipai.asset"].create(
            {
                "name": "tour-nas",
                "hostname": "tour-nas",
                "type_id": self.env.ref("ipai_asset.type_compute").id,
                "status": "active",
            }
        )
        self.env["ipai.alert.rule"].create({"name": "All", "is_on": True, "sequence": 1})
        source = self.env["ipai.inbox.source"].create(
            {"name": "Tour Alerts", "kind": "alertmanager", "alert_settle": 0}
        )

        def receive(firing):
            alert = told(
                "tour",
                firing,
                instance="tour-nas:9100",
                severity="critical",
                annotations={"summary": "tour-nas is down"},
            )
            reading = payloads.read({"alerts": [alert]})
            self.env["ipai.alert"]._take(source, reading.conditions, fields.Datetime.now())
            self.env["ipai.alert"]._cron_follow_up()

        receive(True)
        alert = self.env["ipai.alert"].search([("source_id", "=", source.id)])
        self.assertTrue(alert.ticket_id)
        self.start_tour("/odoo/alerts", "ipai_alert_ticket", login=technician.login)
        self.assertTrue(alert.ticket_id.closed)
        self.assertEqual(alert.state, "open")
        self.assertEqual(alert.occurrence_ids.acknowledged_by_id, technician)
        receive(False)
        self.assertEqual(alert.state, "closed")
