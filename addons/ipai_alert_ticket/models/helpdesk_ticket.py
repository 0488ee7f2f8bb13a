# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_alert.models.ipai_alert import ACKNOWLEDGED, OPEN

TOUCHING = frozenset(
    (
        "name",
        "description",
        "notes",
        "stage_id",
        "user_id",
        "team_id",
        "priority",
        "partner_id",
        "category_id",
        "tag_ids",
        "asset_id",
        "service_ids",
        "kanban_state",
    )
)
"""What a person writes on a ticket that they work on."""


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"

    alert_ids = fields.One2many("ipai.alert", "ticket_id", "Alerts", groups="ipai_base.group_user")
    alert_rule_id = fields.Many2one(
        "ipai.alert.rule",
        "Made by the Rule",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups="ipai_base.group_user",
    )
    alert_touched_at = fields.Datetime(
        "Touched", readonly=True, copy=False, groups="ipai_base.group_user"
    )
    alert_count = fields.Integer(compute="_compute_alerts", groups="ipai_base.group_user")
    alert_open_count = fields.Integer(compute="_compute_alerts", groups="ipai_base.group_user")
    alert_times = fields.Integer("Times", compute="_compute_alerts", groups="ipai_base.group_user")
    alert_last_seen = fields.Datetime(
        "Last Seen", compute="_compute_alerts", groups="ipai_base.group_user"
    )
    alert_state = fields.Selection(
        [("open", "Open"), ("acknowledged", "Acknowledged"), ("closed", "Over")],
        "State of Its Alerts",
        compute="_compute_alerts",
        groups="ipai_base.group_user",
    )

    @api.depends("alert_ids.state")
    def _compute_alerts(self):
        groups = self.env["ipai.alert"]._read_group(
            [("ticket_id", "in", self.ids)],
            ["ticket_id", "state"],
            ["__count", "count:sum", "last_seen:max"],
        )
        found = {}
        for ticket, state, count, times, last in groups:
            found.setdefault(ticket.id, []).append((state, count, times, last))
        for ticket in self:
            told = found.get(ticket.id, [])
            states = {state for state, *_rest in told}
            ticket.alert_count = sum(count for _state, count, *_rest in told)
            ticket.alert_open_count = sum(
                count for state, count, *_rest in told if state != "closed"
            )
            ticket.alert_times = sum(times for _s, _c, times, _last in told)
            ticket.alert_last_seen = max((last for *_rest, last in told if last), default=False)
            ticket.alert_state = next(
                (state for state in ("open", "acknowledged", "closed") if state in states), False
            )

    # -- who works on it ---------------------------------------------------------------------

    def write(self, vals):
        """A person's write is a touch; closing a ticket ends the acknowledgement of its alerts."""
        if not TOUCHING.isdisjoint(vals):
            self._touch()
        result = super().write(vals)
        if vals.get("stage_id"):
            self.filtered("closed")._end_acknowledgements()
        return result

    def message_post(self, **kwargs):
        """A person's comment is a touch, whoever carries it in: a mail is processed by the system."""
        message = super().message_post(**kwargs)
        kind = kwargs.get("message_type", "notification")
        if kind == "email" or (kind == "comment" and self.env.uid != SUPERUSER_ID):
            self._touch(by_person=True)
        return message

    def _touch(self, by_person=False):
        """Note that somebody works on it, the first time."""
        if not by_person and self.env.uid == SUPERUSER_ID:
            return
        # Narrow: one field of our own, in which there is nothing but the time.
        untouched = self.sudo().filtered(
            lambda ticket: ticket.alert_rule_id and not ticket.alert_touched_at
        )
        if untouched:
            untouched.write({"alert_touched_at": fields.Datetime.now()})

    def _is_touched(self):
        """Whether a person has worked on it; an assignment by a rule is no touch."""
        self.ensure_one()
        ticket = self.sudo()
        return bool(ticket.alert_touched_at or ticket.hours_spent)

    def _end_acknowledgements(self):
        # Narrow: who may close the ticket ends what was taken on with it.
        alerts = self.sudo().alert_ids.filtered(lambda alert: alert.state == ACKNOWLEDGED)
        if alerts:
            alerts._end_acknowledgement()

    # -- actions -----------------------------------------------------------------------------

    def action_acknowledge_alerts(self):
        """Take on the alerts that lead, with the number of the ticket as the reason."""
        self.ensure_one()
        alerts = self.alert_ids.filtered(lambda alert: alert.state == OPEN and not alert.parent_id)
        if not alerts:
            raise UserError(self.env._("None of its alerts is open."))
        alerts.action_acknowledge(why=self.name)
        return True

    def action_view_alerts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_alert.ipai_alert_action")
        return {**action, "domain": [("ticket_id", "=", self.id)], "context": {}}
