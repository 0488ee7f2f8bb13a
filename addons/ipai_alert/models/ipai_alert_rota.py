# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import Constraint, Index
from odoo.addons.ipai_base.managers import managers_of

from ..alerting.severities import rank
from .ipai_alert import HIGH, OPEN, QUIET, SEVERITIES

ON_CALL = "[('share', '=', False), ('company_ids', 'in', [company_id])]"
"""Who can be told: people of its company. That they see alerts is looked at when they are told."""


class IpaiAlertRota(models.Model):
    """Who is told of alerts, in which hours, and who when nobody answers."""

    _name = "ipai.alert.rota"
    _description = "On-Call Rota"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, tracking=True, help="As in: Nights and weekends.")
    active = fields.Boolean(default=True)
    min_severity = fields.Selection(SEVERITIES, "At Least", required=True, default=HIGH)
    calendar_id = fields.Many2one(
        "resource.calendar",
        "Hours",
        check_company=True,
        help="It is asked within these hours; empty: always.",
    )
    customer_ids = fields.Many2many(
        "res.partner", string="Customers", help="Only alerts of these; empty: of all."
    )
    escalation_minutes = fields.Integer(
        "Escalate After",
        required=True,
        default=15,
        aggregator=None,
        tracking=True,
        help="Minutes after which the next one is told of what nobody has acknowledged. 0: never.",
    )
    fallback_id = fields.Many2one(
        "res.users",
        "Else",
        domain=ON_CALL,
        ondelete="restrict",
        tracking=True,
        help="Is told when nobody has a shift, and last of all.",
    )
    shift_ids = fields.One2many("ipai.alert.shift", "rota_id", "Shifts")
    on_call_id = fields.Many2one("res.users", "Now on Call", compute="_compute_on_call_id")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _some_minutes = Constraint(
        "CHECK (escalation_minutes >= 0)", "Minutes to escalate after are 0, for never, or more."
    )

    @api.depends("shift_ids.user_id", "shift_ids.starts_at", "shift_ids.ends_at", "fallback_id")
    def _compute_on_call_id(self):
        now = fields.Datetime.now()
        for rota in self:
            rota.on_call_id = rota._people(now)[:1]

    def _people(self, now):
        """Who is told, one after the other: the shifts of this moment by their level, then who is left."""
        self.ensure_one()
        shifts = self.shift_ids.filtered(lambda shift: shift.starts_at <= now < shift.ends_at)
        people = shifts.sorted(lambda shift: (shift.level, shift.id)).user_id
        people |= self.fallback_id
        there = people.filtered(self._may_be_told)
        if people and not there:
            # All of them have left: then it is for who can name others.
            return managers_of(self.env, self.company_id).sorted("id")[:1]
        return there

    def _may_be_told(self, user):
        """Whether somebody is there, and sees the alerts: who left the company or the group is passed over."""
        is_there = user.active and self.company_id in user.company_ids
        return is_there and user.has_group("ipai_base.group_user")

    def _is_asked(self, alert, now):
        """Whether it is for this alert, at this moment."""
        self.ensure_one()
        if rank(alert.severity) < rank(self.min_severity) or alert.company_id != self.company_id:
            return False
        if self.customer_ids and alert.customer_id not in self.customer_ids:
            return False
        minute = now + timedelta(minutes=1)
        return not self.calendar_id or bool(self.calendar_id.get_work_hours_count(now, minute))


class IpaiAlertShift(models.Model):
    """A stretch of time in which somebody is on call."""

    _name = "ipai.alert.shift"
    _description = "On-Call Shift"
    _order = "starts_at, level, id"
    _rec_name = "user_id"

    rota_id = fields.Many2one("ipai.alert.rota", required=True, ondelete="cascade", index=True)
    user_id = fields.Many2one(
        "res.users", "Person", required=True, domain=ON_CALL, ondelete="cascade"
    )
    level = fields.Selection(
        [("1", "First"), ("2", "Second"), ("3", "Third")], required=True, default="1"
    )
    starts_at = fields.Datetime("From", required=True)
    ends_at = fields.Datetime("Until", required=True)
    hand_over = fields.Text("Hand-Over Note", help="What the next one should know.")
    company_id = fields.Many2one(related="rota_id.company_id", store=True, index=True)

    _time_idx = Index("(rota_id, starts_at, ends_at)")

    @api.constrains("starts_at", "ends_at")
    def _check_times(self):
        if any(shift.ends_at <= shift.starts_at for shift in self):
            raise ValidationError(self.env._("A shift ends after it begins: correct its times."))


class IpaiAlert(models.Model):
    _inherit = "ipai.alert"

    rota_id = fields.Many2one(
        "ipai.alert.rota", readonly=True, ondelete="set null", index="btree_not_null"
    )
    told_user_ids = fields.Many2many("res.users", string="Told", readonly=True)
    told_last_at = fields.Datetime(readonly=True)

    def _notify(self):
        """Tell who is on call: an activity, which mails them; of what nobody is to be told, nobody is."""
        result = super()._notify()
        now = fields.Datetime.now()
        rotas = self.env["ipai.alert.rota"].search([("company_id", "in", self.company_id.ids)])
        for alert in self:
            rota = rotas.filtered(lambda one, alert=alert: one._is_asked(alert, now))[:1]
            if rota and rota == alert.rota_id and alert._is_in_hand():
                continue  # it got worse: they have it already
            if rota != alert.rota_id or alert.told_user_ids:
                alert.with_context(**QUIET).write(
                    {"rota_id": rota.id, "told_user_ids": [(5, 0, 0)]}
                )
            alert._tell(rota._people(now)[:1] if rota else self.env["res.users"], now)
        return result

    def _is_in_hand(self):
        """Whether somebody has been told of it and has not done with that."""
        kind = self.env.ref("ipai_alert.mail_activity_type_alert", raise_if_not_found=False)
        return bool(kind and self.activity_ids.filtered(lambda one: one.activity_type_id == kind))

    def _tell(self, user, now):
        self.ensure_one()
        if not user:
            return
        self.with_context(**QUIET).write({"told_user_ids": [(4, user.id)], "told_last_at": now})
        self.activity_schedule(
            "ipai_alert.mail_activity_type_alert",
            user_id=user.id,
            summary=self.name,
            note=self._body(),
        )

    @api.model
    def _escalate(self):
        """Tell the next one of what nobody has acknowledged in the minutes of its rota."""
        now = fields.Datetime.now()
        waiting = [
            ("state", "=", OPEN),
            ("parent_id", "=", False),
            ("held_until", "=", False),
            ("rota_id.escalation_minutes", ">", 0),
            ("told_last_at", "!=", False),
        ]
        in_batches(self, waiting, lambda alerts: alerts._tell_further(now), mark="ipai.alert.rota")

    def _tell_further(self, now):
        for alert in self:
            rota = alert.rota_id
            if alert.told_last_at > now - timedelta(minutes=rota.escalation_minutes):
                continue
            further = rota._people(now) - alert.told_user_ids
            if further:
                alert._tell(further[:1], now)
                alert.message_post(
                    body=self.env._(
                        "Nobody acknowledged it in %(minutes)s minutes: %(user)s was told.",
                        minutes=rota.escalation_minutes,
                        user=further[:1].name,
                    )
                )

    @api.model
    def _follow_up_now(self, clock):
        is_done = super()._follow_up_now(clock)
        self._escalate()
        return is_done
