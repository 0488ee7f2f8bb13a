# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_alert.tests.common import AlertCase


class TicketAlertCase(AlertCase):
    """The machines of the alerts, a team, and a rule that is switched on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ipai.alert.rule"].search([]).write({"is_on": False})
        cls.team = cls.env["helpdesk.ticket.team"].create({"name": "Al Night Desk"})
        cls.rule = cls.new_rule("Everything bad", min_severity="high", team_id=cls.team.id)

    @classmethod
    def new_rule(cls, name, is_on=True, **values):
        return cls.env["ipai.alert.rule"].create({"name": name, "is_on": is_on, **values})

    def ticket(self, fingerprint):
        return self.alert(fingerprint).ticket_id
