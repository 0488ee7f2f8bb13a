# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

ACTIVITY = "ipai_approval.mail_activity_type_answer"


class IpaiApprovalAsking(models.AbstractModel):
    """A question back: who decides asks, who asked for it answers, and the decision is open again."""

    _inherit = "ipai.approval.mixin"  # pylint: disable=consider-merging-classes-inherited

    approval_question = fields.Text(
        "Question", readonly=True, copy=False, help="What has to be answered before it is decided."
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")
    approval_obstacle = fields.Char(
        "Cannot Be Approved",
        compute="_compute_approval_obstacle",
        help="Why an approval would be refused or lead to nothing, and what to do instead.",
    )

    @api.depends("approval_state", "requester_id")
    @api.depends_context("uid")
    def _compute_can_answer(self):
        manager = self.env.user.has_group("ipai_base.group_manager")
        for record in self:
            record.can_answer = record.approval_state == "asked_back" and (
                manager or self.env.user in record._approval_answerers()
            )

    @api.depends("approval_state")
    def _compute_approval_obstacle(self):
        for record in self:
            waits = record.approval_state == "pending"
            obstacle = (record._approval_obstacle() if waits else None) or {}
            words = (obstacle.get("message"), obstacle.get("next_step"))
            record.approval_obstacle = " ".join(filter(None, words)) or False

    # -- public: each checks by itself --------------------------------------------------------

    def action_ask_back(self, reason=None, seen=None):
        """Send it back with a question, as one of those who are asked.

        Votes stay, as long as the answer changes nothing of what they were about.

        :raises ChangeRefused: as ``action_approve``; reason-required without a question.
        """
        for record in self:
            record._approval_ask_back(reason, seen)
        return True

    def action_answer(self, reason=None):
        """Answer the question: those who decide are asked again, about what it is by now.

        :raises ChangeRefused: wrong-state, not-allowed, reason-required, and what a submission
            refuses.
        """
        for record in self:
            record._approval_answer(reason)
        return True

    def action_open_ask_back(self):
        """Ask for the question, send it back, and show the next that waits."""
        return self._approval_open_decide("ask")

    def action_open_answer(self):
        """Ask for the words of the answer."""
        self.ensure_one()
        self._approval_check_answerer()
        return self._approval_dialog("answer")

    # -- seams --------------------------------------------------------------------------------

    def _approval_obstacle(self):
        """Why approving it now would be refused: a dict of code, message and next_step, or None."""
        return None

    def _approval_answerers(self):
        """Who may answer a question, beside managers: who may submit it."""
        return self.requester_id | self.create_uid

    def _approval_check_answer(self):
        """Raise what would have been refused at the submission: it may have been edited."""

    def _approval_about(self):
        """What one has to know who decides, shown beside the button: Markup, or empty."""
        return ""

    def _approval_asked_back(self):
        """A question waits for an answer."""

    def _approval_answered(self):
        """The question is answered: those who decide are asked next."""

    # -- doing it -----------------------------------------------------------------------------

    def _approval_ask_back(self, question, seen=None):
        self.ensure_one()
        self._approval_check_readable("ask")
        self._approval_lock()
        self._approval_check_seen("ask", seen)
        self._approval_check_words("ask", question)
        step, principal = self._approval_mandate("ask")
        question = (question or "").strip()
        if not question:
            self._approval_deny(
                "ask",
                "reason-required",
                self.env._("Say what you want to know, or what has to be different."),
            )
        self._approval_record("ask", question, step_id=step.id, on_behalf_of_id=principal.id)
        asked = self._approval_steps().filtered(lambda one: one.state == "asked")
        asked._withdraw_notifications()
        asked.write({"state": "later"})
        # Narrow: who may ask back was asked above; two fields of this very record.
        self.sudo().write({"approval_state": "asked_back", "approval_question": question})
        self._approval_asked_back()
        self.sudo().message_post(
            body=self.env._("Asked back: %s", question),
            author_id=self.env.user.partner_id.id,
            partner_ids=self._approval_answerers().filtered("active").partner_id.ids,
        )
        for user in self._approval_answerers().filtered(lambda one: one.active and not one.share):
            self.sudo().activity_schedule(ACTIVITY, user_id=user.id, summary=question[:120])

    def _approval_check_answerer(self):
        self._approval_check_readable("answer")
        if self.approval_state != "asked_back":
            self._approval_deny(
                "answer", "wrong-state", self.env._("No question waits for an answer.")
            )
        if not self.can_answer:
            self._approval_deny(
                "answer",
                "not-allowed",
                self.env._(
                    "Only %s or a manager may answer.",
                    ", ".join(self._approval_answerers().sudo().mapped("name")),
                ),
            )

    def _approval_answer(self, words):
        self.ensure_one()
        self._approval_lock()
        self.invalidate_recordset(["approval_state"])
        self._approval_check_answerer()
        self._approval_check_words("answer", words)
        if not (words or "").strip():
            self._approval_deny(
                "answer", "reason-required", self.env._("Answer what was asked, in a sentence.")
            )
        self._approval_check_answer()
        self.sudo().activity_unlink([ACTIVITY])
        self._approval_audit("answer")
        # Narrow: who may answer was asked above; in one's own name.
        self.sudo().message_post(
            body=self.env._("Answer: %s", words.strip()), author_id=self.env.user.partner_id.id
        )
        self._approval_gather()
        changed = self._approval_digest() != self.payload_hash
        self._approval_answered()
        if changed:
            # What was voted on is not there any more: asked as a new revision, by its own policy.
            self._approval_void_steps()
            self.sudo().write({"approval_state": "no", "revision": self.revision + 1})
            self._approval_submit()
        else:
            self.sudo().approval_state = "pending"
            self._approval_ask_next()
