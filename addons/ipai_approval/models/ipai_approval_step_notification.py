# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo import Command, api, fields, models

from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import domain_and

ACTIVITY = "ipai_approval.mail_activity_type_decide"
WAITING = "ipai_approval/waiting"
NOTIFIED = 20
"""A group may be large: so many of its members get an activity and a message."""


class IpaiApprovalStep(models.Model):
    """How those who are asked learn of it: activity, message with a link, counter on the screen."""

    _inherit = "ipai.approval.step"  # pylint: disable=consider-merging-classes-inherited

    def _notify_asked(self):
        """Ask those who may decide, each in an activity and in a message."""
        for step in self.sudo():
            users = step._asked_users()
            step._make_activities(users[:NOTIFIED])
            step._notify(users[:NOTIFIED], self.env._("Please decide: %s"))
            step._count_anew(users)

    @api.model
    def _tell_helpers(self):
        """Tell managers of what waits and nobody is left to decide; each is told once by an activity."""
        for step in self.search([("state", "=", "asked")]):
            if not (users := step._who_helps()):
                continue
            kind = self.env.ref(ACTIVITY)
            activities = step._record().sudo().activity_ids
            told = activities.filtered(lambda one, kind=kind: one.activity_type_id == kind)
            new = users - told.user_id
            step._make_activities(new[:NOTIFIED])
            step._notify(new[:NOTIFIED], self.env._("Nobody is left who may decide: %s"))

    def _withdraw_notifications(self, users=None):
        """Take the activities away: of some users, or of all."""
        for step in self.sudo():
            record = step._record()
            domain = [
                ("res_model", "=", step.res_model),
                ("res_id", "=", step.res_id),
                ("activity_type_id", "=", self.env.ref(ACTIVITY).id),
            ]
            if users:
                domain.append(("user_id", "in", users.ids))
            activities = record.activity_ids.browse().search(domain)
            notified = activities.user_id
            activities.unlink()
            step._count_anew(notified | (users or notified))

    def _make_activities(self, users):
        record = self._record()
        # quick_update: the message that follows is enough.
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(
            [
                {
                    "res_model_id": self.env["ir.model"]._get_id(self.res_model),
                    "res_id": record.id,
                    "activity_type_id": self.env.ref(ACTIVITY).id,
                    "automated": True,
                    "user_id": user.id,
                    "date_deadline": fields.Date.to_date(self.due_at) or fields.Date.today(),
                    "summary": record.display_name,
                }
                for user in users
            ]
        )

    def _notify(self, users, title):
        """A message with a link to the page where one decides; no link decides by itself."""
        record = self._record().sudo()
        if not users:
            return
        risks = dict(self._fields["risk"]._description_selection(self.env))
        record.message_notify(
            partner_ids=users.partner_id.ids,
            author_id=record.requester_id.partner_id.id,
            subject=title % record.display_name,
            body=self.env._(
                "%(requester)s asks for a decision: %(what)s (risk: %(risk)s). Open it to see what "
                "changes, then approve or reject.",
                requester=record.requester_id.name,
                what=record.display_name,
                risk=risks.get(record._approval_risk(), ""),
            ),
            email_layout_xmlid="mail.mail_notification_layout",
        )

    def _count_anew(self, users):
        """Let open screens look at their counter again."""
        for user in users:
            self.env["bus.bus"]._sendone(user.partner_id, WAITING, {})

    @api.model
    def waiting_for_me(self):
        """How much waits for the current user, for the counter: a dict of count and overdue."""
        mine = self._domain_waiting_for(self.env.user)
        late = domain_and(mine, [("due_at", "<", fields.Datetime.now())])
        return {"count": self.search_count(mine), "overdue": self.search_count(late)}

    # -- by the clock -------------------------------------------------------------------------

    @api.model
    def _cron_remind(self):
        """Remind in the last quarter of the time; when it is over, ask those to whom it escalates.

        After that those who are asked are reminded once a day.
        """
        now = fields.Datetime.now()
        # What was told moves on in time.
        waiting = [("state", "=", "asked"), ("next_notice_at", "<=", now)]
        in_batches(self.sudo(), waiting, lambda steps: steps._remind_all(now))

    def _remind_all(self, now):
        for step in self:
            step._remind_or_escalate(now)

    def _remind_or_escalate(self, now):
        if self.due_at <= now and not self.escalated_at:
            self._escalate(now)
            return
        self.reminded_at = now
        title = (
            self.env._("Overdue: %s")
            if self.due_at <= now
            else self.env._("Please decide soon: %s")
        )
        self._notify(self._asked_users()[:NOTIFIED], title)

    def _escalate(self, now):
        """Ask those whom the policy names for this case as well; who was asked stays asked."""
        new = self.escalation_user_ids - self.user_ids
        self.write(
            {
                "escalated_at": now,
                "reminded_at": now,
                "user_ids": [Command.link(user.id) for user in new],
            }
        )
        self._make_activities(new & self._asked_users())
        self._notify(self._asked_users()[:NOTIFIED], self.env._("Overdue: %s"))
        self._count_anew(new)
        self._record()._approval_audit("escalate", field_names=f"step {self.name}")
