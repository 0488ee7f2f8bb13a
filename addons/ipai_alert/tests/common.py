# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.tests import TransactionCase, new_test_user, tagged

from ..alerting import payloads


def told(fingerprint, firing=True, **labels):
    """An alert as Alertmanager sends it."""
    began = labels.pop("began", "2026-03-01T10:00:00Z")
    annotations = labels.pop("annotations", {"summary": f"{fingerprint} is wrong"})
    labels.setdefault("alertname", "HostDown")
    return {
        "status": "firing" if firing else "resolved",
        "labels": labels,
        "annotations": annotations if firing else {},
        "startsAt": began,
        "endsAt": "0001-01-01T00:00:00Z" if firing else "2026-03-01T11:00:00Z",
        "fingerprint": fingerprint,
    }


@tagged("post_install", "-at_install")
class AlertCase(TransactionCase):
    """A source, a host with two guests and a service on one of them, a technician and a reader."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.source = cls.env["ipai.inbox.source"].create(
            {"name": "Lab Alerts", "kind": "alertmanager", "alert_settle": 0}
        )
        cls.customer = cls.env["res.partner"].create({"name": "Acme Alerts", "is_company": True})
        cls.host = cls.asset("al-host")
        cls.vm1 = cls.asset("al-vm1", host_id=cls.host.id, customer_id=cls.customer.id)
        cls.vm2 = cls.asset("al-vm2", host_id=cls.host.id)
        cls.service = cls.env["ipai.service"].create({"name": "Al Mail"})
        cls.env["ipai.relation"].create(
            {
                "source_service_id": cls.service.id,
                "target_asset_id": cls.vm1.id,
                "type_id": cls.env.ref("ipai_topology.relation_type_runs_on").id,
            }
        )
        cls.technician = new_test_user(cls.env, "al_tech", "ipai_base.group_technician")
        cls.reader = new_test_user(cls.env, "al_reader", "ipai_base.group_user")
        cls.now = fields.Datetime.now()

    @classmethod
    def asset(cls, name, **values):
        kind = cls.env.ref("ipai_asset.type_compute")
        return cls.env["ipai.asset"].create(
            {"name": name, "hostname": name, "type_id": kind.id, "status": "active", **values}
        )

    def receive(self, *alerts, after=0, source=None, **message):
        """Take in a message as a lane would, some seconds after the first.

        :return: what came of it by effect.
        """
        received = self.now + timedelta(seconds=after)
        reading = payloads.read({"alerts": list(alerts), **message})
        source = source or self.source
        source._note_reading(reading)
        return self.env["ipai.alert"]._take(source, reading.conditions, received)

    def follow_up(self):
        self.env["ipai.alert"]._cron_follow_up()

    def alert(self, fingerprint):
        return self.env["ipai.alert"].search([("fingerprint", "=", fingerprint)])
