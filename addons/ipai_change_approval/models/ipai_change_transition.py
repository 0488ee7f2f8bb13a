# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime, is_html_empty

from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.managers import managers_of

from ..transitions import ALLOWED, CLOSING, is_allowed

REVIEWED = ("issues", "failed", "backed_out")
"""Outcomes after which the review has to say something."""
ESCALATED_TO = 3
"""So many managers are told of a review that is overdue."""


class IpaiChange(models.Model):
    """The way of a change through its states: buttons that each check by themselves."""

    _inherit = "ipai.change"

    # -- before -------------------------------------------------------------------------------

    def action_request(self):
        """Have a normal change assessed."""
        for change in self:
            change._check_may("request", "requester_id", "create_uid")
            change._check_type("request", "normal")
            change._go("assess", "request")
        return True

    def action_schedule(self):
        """Schedule a standard change: its template was approved, and it follows that.

        :raises ChangeRefused: template-invalid, incomplete, change-freeze, change-conflict.
        """
        for change in self:
            change._check_may("schedule", "requester_id", "responsible_id")
            change._check_type("schedule", "standard")
            change._check_template_followed()
            change._check_complete()
            change._check_window_ahead()
            change._check_conflicts()
            template = change.template_id.sudo()
            change._go("scheduled", "schedule", template_revision=template.revision)
        return True

    def action_back_to_draft(self):
        """Work on it again, after an assessment or a rejection."""
        for change in self:
            change._check_may("revise", "requester_id", "responsible_id")
            if change.state not in ("assess", "rejected"):
                change._deny_state("revise")
            change._go("draft", "revise")
        return True

    def action_cancel(self, reason=None):
        """Call it off, with a reason, as long as nobody has started."""
        for change in self:
            change._check_may("cancel", "requester_id", "responsible_id")
            change._check_reason("cancel", reason)
            if not is_allowed(change.state, "cancelled"):
                change._deny_state("cancel")
            change.sudo().outcome_reason = reason
            if change.state in ("approve", "asked_back", "scheduled") and change.type != "standard":
                change._approval_withdraw(reason)
            else:
                change._go("cancelled", "cancel")
        return True

    # -- doing it -----------------------------------------------------------------------------

    def action_start(self):
        """Begin, within the window, if what was decided still stands.

        Where an approval does not stand any more, nothing begins: it is asked for again.

        :raises ChangeRefused: wrong-state, template-invalid, outside-window, change-freeze.
        """
        for change in self:
            change._check_may("start", "responsible_id")
            if change.state != "scheduled":
                change._deny_state("start")
            change._check_time()
            if lapse := change._decide_again():
                return change._notice(lapse)
            change._check_freeze(fields.Datetime.now())
            change._go("implementing", "start", actual_start=fields.Datetime.now())
            change._carry_out_proposals()
        return True

    def action_implemented(self):
        """Done as planned."""
        return self.action_finish("successful")

    def action_finish(self, outcome, reason=None):
        """Say how it went: ``successful``, ``issues``, ``failed`` or ``backed_out``.

        All but the first need a reason. The review follows, for an emergency with a deadline.
        """
        for change in self:
            change._check_may("finish", "responsible_id")
            if change.state != "implementing":
                change._deny_state("finish")
            if outcome not in CLOSING:
                change._approval_deny(
                    "finish", "wrong-state", self.env._("%s is no outcome.", outcome)
                )
            if outcome in REVIEWED:
                change._check_reason("finish", reason)
            now = fields.Datetime.now()
            values = {"outcome": outcome, "outcome_reason": reason, "actual_end": now}
            if change.type == "emergency":
                due = now + timedelta(days=change.company_id.ipai_review_days)
                values["review_due_at"] = due
                change._ask_for_review(due)
            change._go("review", outcome, **values)
        return True

    def action_close(self):
        """End it with its review, as successful, failed or backed out.

        :raises ChangeRefused: incomplete, when the review says nothing or a proposal is open.
        """
        for change in self:
            change._check_may("close", "responsible_id", "requester_id")
            if change.state != "review":
                change._deny_state("close")
            change._check_reviewed()
            change._check_proposals_settled()
            change.activity_unlink(["ipai_change_approval.mail_activity_type_review"])
            change._go(
                CLOSING[change.outcome],
                "close",
                reviewed_by_id=self.env.uid,
                reviewed_at=fields.Datetime.now(),
            )
        return True

    def action_apply_template(self):
        """Take the plans and answers of the template, as they are now."""
        for change in self:
            change._check_may("write", "requester_id", "responsible_id")
            change.write(change._template_values(change.template_id))
        return True

    # -- checks -------------------------------------------------------------------------------

    def _check_template_followed(self):
        """:raises ChangeRefused: unless the template is in force and this change is what it says."""
        self.template_id._check_valid()
        if self._departures():
            self._approval_deny(
                "schedule",
                "template-invalid",
                self.env._(
                    "It departs from its template %(template)s: %(fields)s.",
                    template=self.template_id.name,
                    fields=", ".join(self._departures()),
                ),
                self.env._("Take the template's text again, or make this a normal change."),
            )

    def _departures(self):
        """The labels of what is not as the template has it."""
        template = self.template_id
        found = [
            self._fields[name]._description_string(self.env)
            for name in ("plan", "test_plan", "backout_plan")
            if (self[name] or "") != (template[name] or "")
        ]
        mine, theirs = (
            sorted((row["question"], row["degree"] or "") for row in record._risk_payload())
            for record in (self, template)
        )
        return found if mine == theirs else [*found, self.env._("Risk Answers")]

    def _decide_again(self):
        """Why what was decided does not stand now, after asking for it again; empty when it stands.

        :raises ChangeRefused: template-invalid.
        """
        if self.type == "standard":
            self._check_template_followed()
            return ""
        lapse = self._approval_lapse()
        if lapse:
            self._approval_touch()  # what is not the same any more goes back to draft
            if self.state == "scheduled":
                self._approval_reopen()
        return lapse

    def _check_time(self):
        """:raises ChangeRefused: outside the window; an emergency may begin before."""
        now = fields.Datetime.now()
        early = now < self.planned_start and self.type != "emergency"
        if not early and now < self.planned_end:
            return
        self._approval_deny(
            "start",
            "outside-window",
            self.env._(
                "The window of %(change)s goes from %(start)s to %(end)s.",
                change=self.display_name,
                start=format_datetime(self.env, self.planned_start, dt_format="short"),
                end=format_datetime(self.env, self.planned_end, dt_format="short"),
            ),
            self.env._("Wait for it, or move it: the change is then decided anew."),
        )

    def _check_reviewed(self):
        needed = []
        if (self.outcome in REVIEWED or self.type == "emergency") and is_html_empty(
            self.review_summary
        ):
            needed.append("review_summary")
        if self.outcome in ("failed", "backed_out") and is_html_empty(self.lessons):
            needed.append("lessons")
        if needed:
            labels = [self._fields[name]._description_string(self.env) for name in needed]
            self._approval_deny(
                "close",
                "incomplete",
                self.env._("The review of %(change)s says too little.", change=self.display_name),
                self.env._("Fill in: %(fields)s.", fields=", ".join(labels)),
            )

    def _check_may(self, verb, *roles):
        """Raise unless the current user is a technician and one of these, or a manager.

        :param roles: names of the fields that hold who may.
        """
        self.ensure_one()
        self._approval_check_readable(verb)
        user = self.env.user
        people = self.env["res.users"].union(*(self[role] for role in roles))
        concerned = user in people or user.has_group("ipai_base.group_manager")
        if not concerned or not self.has_access("write"):
            self._approval_deny(
                verb,
                "not-allowed",
                self.env._(
                    "Only %(users)s or a manager may do this, as a technician.",
                    users=", ".join(people.sudo().mapped("name")) or self.env._("nobody"),
                ),
            )

    def _check_reason(self, verb, reason):
        self._approval_check_words(verb, reason)
        if not (reason or "").strip():
            self._approval_deny(
                verb,
                "reason-required",
                self.env._("Say why: who reads it later must understand it."),
            )

    def _check_type(self, verb, kind):
        if self.type != kind:
            self._deny_state(verb)

    def _deny_state(self, verb):
        labels = dict(self._fields["state"]._description_selection(self.env))
        types = dict(self._fields["type"]._description_selection(self.env))
        after = [labels[state] for state in ALLOWED.get(self.state, ())]
        self._approval_deny(
            verb,
            "wrong-state",
            self.env._(
                "This cannot be done with %(change)s (%(type)s, %(state)s).",
                change=self.display_name,
                type=types[self.type],
                state=labels[self.state],
            ),
            self.env._("What can follow: %s.", ", ".join(after) or self.env._("nothing")),
        )

    # -- moving -------------------------------------------------------------------------------

    def _go(self, state, verb, **values):
        """Move on, and tell the audit. Callers have checked who moves it, and whether it may.

        :raises ChangeRefused: wrong-state, for a way that there is not.
        """
        self.ensure_one()
        self._approval_lock()
        self.invalidate_recordset(["state"])
        if not is_allowed(self.state, state):
            self._deny_state(verb)
        before = self.state
        # Narrow: the callers have asked for the right; of fields our own code names.
        self.sudo().write({"state": state, **values})
        self._approval_audit(verb, field_names=f"state {before} → {state}")
        if state == "cancelled":
            self._let_go_of_proposals()

    def _notice(self, reason):
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Not started: %s", labels[self.state]),
                "message": reason,
                "type": "warning",
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _ask_for_review(self, due):
        self.activity_schedule(
            "ipai_change_approval.mail_activity_type_review",
            date_deadline=fields.Datetime.context_timestamp(self, due).date(),
            user_id=self.responsible_id.id or self.requester_id.id,
            summary=self.env._("Review the emergency change"),
        )

    @api.model
    def _cron_escalate_reviews(self):
        """Tell the managers, once, of emergency changes whose review is overdue."""
        in_batches(
            self,
            [
                ("state", "=", "review"),
                ("review_due_at", "<", fields.Datetime.now()),
                ("review_escalated", "=", False),
            ],
            lambda overdue: overdue._escalate_review(),
        )

    def _escalate_review(self):
        for change in self:
            managers = managers_of(self.env, change.company_id)
            for user in managers[:ESCALATED_TO] or change.requester_id:
                change.activity_schedule(
                    "ipai_change_approval.mail_activity_type_review",
                    user_id=user.id,
                    summary=self.env._("The review of an emergency change is overdue"),
                )
        self.review_escalated = True
