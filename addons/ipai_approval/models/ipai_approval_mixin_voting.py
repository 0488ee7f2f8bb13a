# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, fields, models
from odoo.tools import SQL


class IpaiApprovalVoting(models.AbstractModel):
    """How a record is submitted, decided and taken back."""

    _inherit = "ipai.approval.mixin"  # pylint: disable=consider-merging-classes-inherited

    # -- submission ---------------------------------------------------------------------------

    def _approval_submit(self):
        """Copy the policy onto the record and ask; what was decided before stays, but counts no more."""
        self.ensure_one()
        self._approval_lock()
        if self.approval_state in ("pending", "asked_back", "granted"):
            self._approval_deny(
                "submit", "proposal-closed", self.env._("It has been submitted already.")
            )
        record = self.sudo()
        facts = self._approval_facts()
        policy = self.env["ipai.approval.policy"]._for(facts)
        mode = policy.mode or "human"
        excluded = (self._approval_askers() | self.env.user).sudo()
        self._approval_gather()
        record.write(
            {
                "approval_state": "pending",
                "revision": record.revision + (1 if record.approval_state != "no" else 0),
                "payload_hash": self._approval_digest(),
                "policy_id": policy.id,
                "policy_name": policy.name or self.env._("Another person approves"),
                "policy_mode": mode,
                "approval_valid_hours": policy.valid_hours or 72,
                "approval_excluded_ids": [Command.set(excluded.ids)],
                "approval_asked_at": fields.Datetime.now(),
                "approval_decided_at": False,
                "approval_expires_at": False,
            }
        )
        steps = self._approval_make_steps(policy, excluded if mode != "self" else excluded.browse())
        self._approval_check_reachable(steps)
        self._approval_audit("submit")
        self._approval_ask_next()

    def _approval_make_steps(self, policy, excluded):
        # Narrow: steps of this very record, as the policy has them.
        return (
            self.env["ipai.approval.step"]
            .sudo()
            .create(
                [
                    {
                        **vals,
                        "res_model": self._name,
                        "res_id": self.id,
                        "revision": self.revision,
                        "company_id": self.company_id.id,
                        "excluded_ids": [Command.set(excluded.ids)],
                    }
                    for vals in policy._prepare_steps(self)
                ]
            )
        )

    def _approval_check_reachable(self, steps):
        """Refuse what nobody could ever approve."""
        for step in steps:
            candidates = step._candidates()
            if len(candidates) < step.minimum:
                self._approval_deny(
                    "submit",
                    "nobody-to-ask",
                    self.env._(
                        "“%(step)s” needs %(minimum)s approvals, and %(count)s persons may give them "
                        "besides those who ask. Left out, since they asked for it, wrote in it or "
                        "answer for it: %(excluded)s.",
                        step=step.name,
                        minimum=step.minimum,
                        count=len(candidates),
                        excluded=", ".join(step.excluded_ids.mapped("name"))
                        or self.env._("nobody"),
                    ),
                    self.env._(
                        "Add a user to %(whom)s; or, if you work alone, let one person decide in the "
                        "settings of the company and a policy.",
                        whom=step.group_id.display_name or self.env._("the step of the policy"),
                    ),
                )

    def _approval_ask_next(self):
        """Ask the next steps that are not yet asked; grant when there is none."""
        steps = self._approval_steps()
        if any(step.state == "asked" for step in steps):
            return
        later = steps.filtered(lambda step: step.state == "later")
        if later:
            first = later.sorted("sequence")[0].sequence
            asked = later.filtered(lambda step: step.sequence == first)
            asked._ask()
            asked._notify_asked()
        elif self.policy_mode != "confirm":
            self._approval_grant()

    # -- decision -----------------------------------------------------------------------------

    def _approval_decide(self, verdict, reason, seen=None):
        self.ensure_one()
        self._approval_check_readable(verdict)
        self._approval_lock()
        self._approval_check_seen(verdict, seen)
        self._approval_check_words(verdict, reason)
        step, principal = self._approval_mandate(verdict)
        reason = (reason or "").strip()
        user = self.env.user
        own = bool((user | principal) & self.sudo().approval_excluded_ids)
        if own and not self.company_id.sudo().ipai_self_approval:
            self._approval_deny(
                verdict,
                "own-proposal",
                self.env._("The company does not let one person decide any more."),
                self.env._("Submit it again: another person is asked then."),
            )
        if not reason and (verdict == "reject" or own):
            self._approval_deny(
                verdict,
                "reason-required",
                self.env._("Say why: who reads it later must understand it."),
            )
        self._approval_record(
            verdict, reason, step_id=step.id, on_behalf_of_id=principal.id, own=own
        )
        # Two persons are two persons, whatever steps they are in.
        counted = self._approval_steps() if self.policy_mode == "two" else step
        counted.write({"voter_ids": [Command.link(one.id) for one in user | principal]})
        step._withdraw_notifications(user | principal)
        if verdict == "reject":
            step.write({"state": "rejected"})
            self._approval_refuse()
        elif len(step._valid_decisions(self)) >= step.minimum:
            step.write({"state": "approved"})
            step._withdraw_notifications()
            self._approval_ask_next()

    def _approval_mandate(self, verdict):
        """The asked step that the current user may decide, and in whose stead (empty: one's own).

        Raises, with an entry in the audit, when there is none.
        """
        self._approval_check_open(verdict)
        user, record = self.env.user, self.sudo()
        asked = self._approval_steps().filtered(lambda step: step.state == "asked")
        for step in asked:
            if step._may_vote(user, user):
                return step, user.browse()
        for delegation in self.env["ipai.approval.delegation"].sudo()._in_force_for(user):
            for step in asked:
                same_company = delegation.company_id == record.company_id
                if same_company and step._may_vote(user, delegation.user_id):
                    return step, delegation.user_id
        if user in record.approval_excluded_ids and record.policy_mode != "self":
            self._approval_deny(
                verdict,
                "own-proposal",
                self.env._("You asked for it, so another person has to decide."),
                self.env._("Waiting for: %s.", self._approval_waiting_names()),
            )
        if any(user in step.voter_ids for step in asked):
            self._approval_deny(
                verdict,
                "already-decided",
                self.env._("You have decided this revision already."),
                self.env._("Waiting for: %s.", self._approval_waiting_names()),
            )
        self._approval_deny(
            verdict,
            "not-allowed",
            self.env._("You are not among those who are asked."),
            self.env._("Waiting for: %s.", self._approval_waiting_names()),
        )

    def _approval_check_open(self, verdict):
        """Refuse to decide what does not wait, or is not any more what was submitted."""
        self._approval_check_not_over(verdict)
        if self.approval_state == "granted" and self._approval_lapse():
            self._approval_reopen()
        if self.approval_state != "pending":
            labels = dict(self._fields["approval_state"]._description_selection(self.env))
            self._approval_deny(
                verdict,
                "proposal-closed",
                self.env._("It does not wait for a decision: %s.", labels[self.approval_state]),
            )
        if self._approval_digest() != self.payload_hash:
            self._approval_deny(
                verdict,
                "payload-changed",
                self.env._("It is not any more what was submitted."),
                self.env._("Submit it anew."),
            )
        if verdict == "approve" and (obstacle := self._approval_obstacle()):
            self._approval_deny(verdict, **obstacle)

    def _approval_record(self, verdict, reason, **values):
        """Add the decision, and tell the audit and the chatter."""
        record = self.sudo()
        asked_at = self._approval_asked_at(values.get("step_id"))
        now = fields.Datetime.now()
        decision = self.env["ipai.decision"].sudo()
        decision = decision.create(
            {
                "res_model": self._name,
                "res_id": self.id,
                "revision": record.revision,
                "payload_hash": record.payload_hash,
                "verdict": verdict,
                "reason": reason,
                "user_id": self.env.uid,
                "date": now,
                "seconds": int((now - asked_at).total_seconds()) if asked_at else 0,
                "company_id": record.company_id.id,
                **values,
            }
        )
        # Reached by a person who decides their own: red in the audit.
        verb = "self_approve" if decision.own and verdict == "approve" else verdict
        self._approval_audit(verb, field_names=f"decision {decision.id}")
        return decision

    def _approval_asked_at(self, step_id):
        # Narrow: a moment, of a step of this record.
        step = self.env["ipai.approval.step"].sudo().browse(step_id or ())
        return step.asked_at or self.approval_asked_at

    # -- outcome ------------------------------------------------------------------------------

    def _approval_grant(self):
        now = fields.Datetime.now()
        self.sudo().write(
            {
                "approval_state": "granted",
                "approval_decided_at": now,
                "approval_expires_at": now + timedelta(hours=self.approval_valid_hours or 72),
            }
        )
        self._approval_audit("granted")
        self._approval_granted()

    def _approval_refuse(self):
        self._approval_close("refused")
        self._approval_refused()

    def _approval_check_not_over(self, verb):
        if self._approval_is_over():
            self._approval_deny(
                verb,
                "proposal-closed",
                self.env._("It has come to its end: nothing is decided or taken back any more."),
            )

    def _approval_withdraw(self, reason):
        self._approval_lock()
        self._approval_check_not_over("withdraw")
        if self.approval_state not in ("no", "pending", "asked_back", "granted"):
            labels = dict(self._fields["approval_state"]._description_selection(self.env))
            self._approval_deny(
                "withdraw",
                "proposal-closed",
                self.env._("It cannot be taken back any more: %s.", labels[self.approval_state]),
            )
        self._approval_close("withdrawn")
        self._approval_audit("withdraw")
        self._approval_withdrawn()

    def _approval_close(self, state):
        # Narrow: the callers have asked for the right to end it; two fields of this very record.
        self.sudo().write({"approval_state": state, "approval_decided_at": fields.Datetime.now()})
        self._approval_void_steps()

    def _approval_void_steps(self):
        steps = self._approval_steps()
        steps._withdraw_notifications()
        steps.filtered(lambda step: step.state in ("later", "asked")).write({"state": "void"})

    def _approval_touch(self):
        """A bound field was written: if what was submitted is not the same any more, it is void.

        The decisions stay as they are; they are about the revision before.
        """
        for record in self:
            if record.approval_state not in ("pending", "granted"):
                continue
            if record._approval_digest() == record.payload_hash:
                continue
            record._approval_void()

    def _approval_void(self):
        """It has to be submitted anew."""
        self._approval_void_steps()
        self.sudo().write(
            {
                "approval_state": "no",
                "revision": self.revision + 1,
                "payload_hash": False,
                "approval_expires_at": False,
                "approval_decided_at": False,
            }
        )
        self._approval_audit("voided")
        self._approval_voided()

    # -- helpers ------------------------------------------------------------------------------

    def _approval_steps(self):
        """The steps of this revision, as superuser."""
        return self.sudo().approval_step_ids.filtered(lambda step: step.revision == self.revision)

    def _approval_decisions(self):
        """The decisions on this revision and these very bytes, as superuser."""
        return self.sudo().decision_ids.filtered(
            lambda one: one.revision == self.revision and one.payload_hash == self.payload_hash
        )

    def _approval_waiting_names(self):
        names = self.waiting_user_ids.sudo()[:5].mapped("name")
        return ", ".join(names) or self.env._("nobody")

    def _approval_lock(self):
        """Take the row, so that of two decisions at one moment the second sees the first.

        A write, not SELECT … FOR UPDATE: under REPEATABLE READ only that makes the later
        transaction start anew.
        """
        self.ensure_one()
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET approval_state = approval_state WHERE id = %s",
                SQL.identifier(self._table),
                self.id,
            )
        )
