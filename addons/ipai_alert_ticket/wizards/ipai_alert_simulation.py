# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter

from odoo import api, fields, models

LOOKED_AT = 500
"""So many alerts of the past are tried."""


class IpaiAlertSimulation(models.TransientModel):
    """What the alerts of the past would have become under rules that are not switched on yet."""

    _name = "ipai.alert.simulation"
    _description = "Simulation of Ticket Rules"

    rule_ids = fields.Many2many("ipai.alert.rule", string="Tried", required=True)
    line_ids = fields.One2many("ipai.alert.simulation.line", "simulation_id", "Alerts")
    summary = fields.Text(readonly=True)

    @api.depends("rule_ids")
    def _compute_display_name(self):
        for simulation in self:
            simulation.display_name = self.env._("What Would Have Become of Them")

    def action_run(self):
        """Try them on the last alerts; nothing is made."""
        self.ensure_one()
        company = self.env.company
        alerts = self.env["ipai.alert"].search(
            [("company_id", "=", company.id)], order="opened_at desc, id desc", limit=LOOKED_AT
        )
        on = self.env["ipai.alert"]._ticket_rules()
        now, then = on._first_for(alerts), (on | self.rule_ids)._first_for(alerts)
        self.line_ids.unlink()
        self.line_ids.create(
            [
                {
                    "simulation_id": self.id,
                    "alert_id": alert.id,
                    "rule_now_id": now[alert].id if alert in now else False,
                    "rule_id": then[alert].id if alert in then else False,
                    "result": self._result(alert, then.get(alert)),
                    "is_changed": then.get(alert) != now.get(alert),
                }
                for alert in alerts
            ]
        )
        self.summary = self._summary(alerts)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What Would Have Become of Them"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    @api.model
    def _result(self, alert, rule):
        if not rule:
            return self.env._("no rule fits: no ticket")
        if not rule.makes_ticket:
            return self.env._("no ticket")
        if alert.parent_id:
            return self.env._("goes with %s: no ticket of its own", alert.parent_id.name)
        names = [rule.team_id.name, rule.user_id.name]
        return self.env._("a ticket: %s", ", ".join(filter(None, names)) or rule.name)

    def _summary(self, alerts):
        counts = Counter(line.rule_id for line in self.line_ids)
        lines = [
            self.env._("%(rule)s: %(count)s alerts", rule=rule.name or self.env._("No rule"), count=count)
            for rule, count in counts.most_common()
        ]  # fmt: skip
        tickets = sum(
            bool(line.rule_id.makes_ticket and not line.alert_id.parent_id)
            for line in self.line_ids
        )
        total = self.env._(
            "Of the last %(count)s alerts %(tickets)s would have begun a ticket.",
            count=len(alerts),
            tickets=tickets,
        )
        return "\n".join([total, *lines])

    def action_switch_on(self):
        self.rule_ids.action_switch_on()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_alert_ticket.ipai_alert_rule_action"
        )
        return {**action, "target": "main"}


class IpaiAlertSimulationLine(models.TransientModel):
    _name = "ipai.alert.simulation.line"
    _description = "Alert in a Simulation"
    _order = "id"

    simulation_id = fields.Many2one("ipai.alert.simulation", required=True, ondelete="cascade")
    alert_id = fields.Many2one("ipai.alert", required=True, ondelete="cascade")
    severity = fields.Selection(related="alert_id.severity")
    asset_id = fields.Many2one(related="alert_id.asset_id")
    opened_at = fields.Datetime(related="alert_id.opened_at")
    rule_now_id = fields.Many2one("ipai.alert.rule")
    rule_id = fields.Many2one("ipai.alert.rule", "Rule Then")
    result = fields.Char("What Becomes of It")
    is_changed = fields.Boolean("Other Than Now")
