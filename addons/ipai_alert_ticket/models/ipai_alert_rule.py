# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_alert.models.ipai_alert import SEVERITIES
from odoo.addons.ipai_base.said import to_the_person

from .. import ticket_rules
from ..ticket_rules import Conditions, RuleError, Subject

PRIORITIES = [("0", "Low"), ("1", "Medium"), ("2", "High"), ("3", "Very High")]
PRIORITY_OF = {"info": "0", "warning": "1", "high": "2", "critical": "3"}


class IpaiAlertRule(models.Model):
    """When an alert becomes a ticket, and whose: the first rule that fits decides, none makes none."""

    _name = "ipai.alert.rule"
    _description = "Ticket Rule"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, tracking=True, help="As in: Critical things at night.")
    is_on = fields.Boolean(
        "Switched On",
        default=False,
        copy=False,
        tracking=True,
        help="Try it on the alerts of the past before: Simulate.",
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    # -- which alerts
    min_severity = fields.Selection(SEVERITIES, "At Least", tracking=True)
    text = fields.Char(
        "Says", tracking=True, help="Part of name or description; * stands for anything."
    )
    labels = fields.Text(tracking=True, help="One a line, all must fit: job=node*, or env!=test.")
    organization = fields.Char(
        tracking=True, help="What the label organization, customer, tenant or group says; * stands for anything."
    )  # fmt: skip
    source_ids = fields.Many2many("ipai.inbox.source", string="Sources", check_company=True)
    type_ids = fields.Many2many("ipai.asset.type", string="Types of Machine")
    customer_ids = fields.Many2many("res.partner", string="Customers")
    calendar_id = fields.Many2one("resource.calendar", "Hours", check_company=True)
    hours = fields.Selection(
        [("inside", "Within these hours"), ("outside", "Outside these hours")],
        "When",
        default="inside",
        required=True,
    )

    # -- what becomes of them
    makes_ticket = fields.Boolean(
        "A Ticket", default=True, tracking=True, help="Off: alerts that fit make none."
    )
    team_id = fields.Many2one(
        "helpdesk.ticket.team", check_company=True, ondelete="restrict", tracking=True
    )
    user_id = fields.Many2one(
        "res.users", "Person", domain=[("share", "=", False)], ondelete="set null", tracking=True
    )
    priority = fields.Selection(PRIORITIES, help="Empty: by the severity.", tracking=True)
    for_customer = fields.Boolean(
        "Customer's Ticket",
        default=True,
        help="The ticket is the customer's of the machine, who sees it in the portal.",
    )
    close_on_recovery = fields.Boolean(
        "Close When Over",
        default=True,
        help="A ticket that nobody has touched closes by itself when all of its alerts are over.",
    )
    reopen_hours = fields.Integer(
        "Reopen Within (hours)",
        default=24,
        aggregator=None,
        help="What comes back so soon after its ticket was closed opens that one again.",
    )
    ticket_count = fields.Integer(compute="_compute_ticket_count")

    @api.constrains("labels")
    def _check_labels(self):
        for rule in self:
            with to_the_person(RuleError):
                ticket_rules.parse_labels(rule.labels)

    @api.constrains("reopen_hours")
    def _check_reopen_hours(self):
        if any(rule.reopen_hours < 0 for rule in self):
            raise ValidationError(self.env._("Hours to reopen within are 0, for never, or more."))

    def _compute_ticket_count(self):
        groups = self.env["helpdesk.ticket"]._read_group(
            [("alert_rule_id", "in", self.ids)], ["alert_rule_id"], ["__count"]
        )
        counts = {rule.id: count for rule, count in groups}
        for rule in self:
            rule.ticket_count = counts.get(rule.id, 0)

    # -- matching ----------------------------------------------------------------------------

    def _conditions(self):
        """(rule, what it asks) each, in their order."""
        return [
            (
                rule,
                Conditions(
                    severity=rule.min_severity or "",
                    text=rule.text or "",
                    labels=ticket_rules.parse_labels(rule.labels),
                    organization=rule.organization or "",
                    sources=frozenset(rule.source_ids.ids),
                    kinds=frozenset(rule.type_ids.ids),
                    customers=frozenset(rule.customer_ids.commercial_partner_id.ids),
                    calendar=rule.calendar_id.id or 0,
                    outside=rule.hours == "outside",
                ),
            )
            for rule in self.sorted(lambda rule: (rule.sequence, rule.id))
        ]

    def _first_for(self, alerts):
        """`{alert: the first of these rules that fits}`; what fits none is left out.

        A storm has no labels: what does not fit it as such is asked of the worst alert in it.
        """
        rules = self._conditions()
        found = {}
        for alert in alerts if rules else ():
            for told in self._looked_at(alert):
                own = [(rule, asked) for rule, asked in rules if rule.company_id == told.company_id]
                rule = ticket_rules.first(own, self._subject(told))
                if rule:
                    found[alert] = rule
                    break
        return found

    @api.model
    def _looked_at(self, alert):
        yield alert
        if alert.storm_kind:
            yield from alert.child_ids.sorted(lambda child: (-child.severity_rank, child.id))[:1]

    def _subject(self, alert):
        return Subject(
            severity=alert.severity,
            text=f"{alert.name} {alert.description or ''}",
            labels=alert.labels or {},
            source=alert.source_id.id,
            kind=alert.asset_id.type_id.id or 0,
            customer=alert.customer_id.commercial_partner_id.id or 0,
            inside=frozenset(
                calendar.id
                for calendar in self.calendar_id
                if _is_within(calendar, alert.opened_at or fields.Datetime.now())
            ),
        )

    # -- actions -----------------------------------------------------------------------------

    def action_switch_on(self):
        return self.write({"is_on": True})

    def action_switch_off(self):
        return self.write({"is_on": False})

    def action_simulate(self):
        """What the alerts of the past would have become, with these rules switched on beside the others."""
        simulation = self.env["ipai.alert.simulation"].create({"rule_ids": [(6, 0, self.ids)]})
        return simulation.action_run()

    def action_view_tickets(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_helpdesk.ticket_action")
        return {**action, "domain": [("alert_rule_id", "=", self.id)], "context": {}}


def _is_within(calendar, moment):
    """Whether a moment, in naive UTC, lies within the working hours of a calendar."""
    minute = fields.Datetime.add(moment, minutes=1)
    return bool(calendar.get_work_hours_count(moment, minute))
