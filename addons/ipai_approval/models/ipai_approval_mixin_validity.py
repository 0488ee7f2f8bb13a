# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models


class IpaiApprovalValidity(models.AbstractModel):
    """Whether an approval still stands: people leave, groups change, time passes."""

    _inherit = "ipai.approval.mixin"  # pylint: disable=consider-merging-classes-inherited

    approval_lapsed = fields.Char(
        compute="_compute_approval_lapsed",
        help="Why it is not approved any more, though it was: it waits for a decision again.",
    )

    @api.depends("approval_state", "approval_expires_at")
    def _compute_approval_lapsed(self):
        for record in self:
            stood = record.approval_state == "granted" and not record._approval_is_over()
            record.approval_lapsed = (record._approval_lapse() if stood else "") or False

    def _approval_lapse(self):
        """Why the approval does not stand now, a sentence; empty when it does.

        Looked at again at execution: people leave, groups change, time passes.
        """
        record = self.sudo()
        if record.approval_state != "granted":
            return self.env._("It is not approved.")
        if self._approval_digest() != record.payload_hash:
            return self.env._("It is not any more what was approved.")
        if record._approval_timed_out():
            return self.env._(
                "The approval was valid until %s UTC.",
                fields.Datetime.to_string(record.approval_expires_at),
            )
        if record.policy_mode == "confirm":
            confirmed = self._approval_decisions().filtered(lambda one: one.verdict == "confirm")
            return "" if confirmed else self.env._("Nobody confirmed it.")
        steps = self._approval_steps()
        if not steps:
            return self.env._("No step of a policy stands behind it.")
        for step in steps:
            if len(step._valid_decisions(self)) < step.minimum:
                return self.env._(
                    "“%(step)s” does not stand any more: who approved it has left, or may not "
                    "decide it now.",
                    step=step.name,
                )
        deciders = steps.mapped(lambda step: step._valid_decisions(self)).user_id
        if record.policy_mode == "two" and len(deciders) < 2:
            return self.env._("It takes two persons.")
        return ""

    def _approval_timed_out(self):
        """Whether it was approved, and not carried out in the time that the approval was given for."""
        record = self.sudo()
        return (
            record.approval_state == "granted"
            and record.approval_expires_at <= fields.Datetime.now()
        )

    def _approval_reopen(self):
        """Ask again where the approval does not stand any more.

        Over by time it voids every vote; else the votes of those who still may decide stay.
        """
        if self._approval_timed_out():
            self._approval_ask_anew()
        else:
            self.sudo().write({"approval_state": "pending", "approval_expires_at": False})
            steps = self._approval_steps()
            for step in steps:
                valid = step._valid_decisions(self)
                if len(valid) < step.minimum:
                    voters = valid.user_id | valid.on_behalf_of_id
                    step.write({"state": "later", "voter_ids": [Command.set(voters.ids)]})
        self._approval_audit("reopened")
        self._approval_reopened()
        self._approval_ask_next()

    def _approval_ask_anew(self):
        """The same steps for a new revision: what was decided is about the one before."""
        steps = self._approval_steps()
        steps._withdraw_notifications()
        steps.filtered(lambda step: step.state in ("later", "asked")).write({"state": "void"})
        revision = self.revision + 1
        self.sudo().write(
            {
                "approval_state": "pending",
                "revision": revision,
                "approval_asked_at": fields.Datetime.now(),
                "approval_decided_at": False,
                "approval_expires_at": False,
            }
        )
        for step in steps:
            step.copy({"revision": revision, **step._not_asked()})

    def _approval_reopened(self):
        """It waits again: an approver left, or the approval was not used in time."""
