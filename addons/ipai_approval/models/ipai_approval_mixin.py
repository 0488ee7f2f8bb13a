# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import SUPERUSER_ID, Command, api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.canonical import digest
from odoo.addons.ipai_base.compat import search_values
from odoo.addons.ipai_base.secret_shapes import found_in

from ..refusal import ChangeRefused
from .ipai_approval_policy import MODES

STATES = [
    ("no", "Not Asked For"),
    ("pending", "Waiting"),
    ("asked_back", "Changes Requested"),
    ("granted", "Approved"),
    ("refused", "Rejected"),
    ("withdrawn", "Withdrawn"),
    ("expired", "Expired"),
]
ANNOUNCED = {
    "submit": "submitted",
    "propose": "made",
    "approve": "approved",
    "self_approve": "approved",
    "reject": "rejected",
    "granted": "granted",
    "withdraw": "withdrawn",
    "execute": "executed",
    "fail": "failed",
}
"""What is announced, by the verb that the audit has of it; of others, that it moved."""


class IpaiApprovalMixin(models.AbstractModel):
    """What a human decides: a proposal, a change request.

    A model that inherits it has ``company_id``, ``author_ids`` (many2many of users, in a table of its
    own) and ``mail.thread``, and fills these seams:

    * ``_approval_facts()``: dict of kind, models, risk, amount, source, company, to find the policy;
    * ``_approval_payload()``: plain data that a decision binds (canonical JSON, SHA-256);
    * ``_approval_bound_fields()``: names of the fields behind that payload;
    * ``_approval_askers()``: who asked for it and may not decide; extend the set that this one returns;
    * ``_freezes(moment)``: the freezes that stop it;
    * ``_approval_is_over()``: whether it is too late to decide it or to take it back;
    * ``_approval_owners()``: users who answer for what it touches, for steps that ask these;
    * ``_approval_granted()``, ``_approval_refused()``, ``_approval_voided()``,
      ``_approval_withdrawn()``: told after the fact;
    * ``_approval_check_requester(verb)``: who may submit and withdraw;
    * ``_approval_obstacle()``: why approving it would be refused now; ``_approval_about()``: what to
      know first; ``_approval_answerers()`` and what goes with a question back.

    Everything here is written by methods only. They may be called over RPC and check by themselves.
    """

    _name = "ipai.approval.mixin"
    _description = "Decided by Humans"

    approval_state = fields.Selection(
        STATES, "Approval", required=True, default="no", readonly=True, copy=False, index=True
    )
    revision = fields.Integer(
        default=1, readonly=True, copy=False, aggregator=None, help="Each edit makes a new one."
    )
    payload_hash = fields.Char(
        "SHA-256", readonly=True, copy=False, help="Of what is decided, in canonical JSON."
    )
    policy_id = fields.Many2one(
        "ipai.approval.policy",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    policy_name = fields.Char("Policy in Force", readonly=True, copy=False)
    policy_mode = fields.Selection(MODES, "Decided By", readonly=True, copy=False)
    approval_valid_hours = fields.Integer(readonly=True, copy=False)
    requester_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        copy=False,
        ondelete="restrict",
    )
    approval_excluded_ids = fields.Many2many(
        "res.users",
        string="May Not Decide",
        readonly=True,
        copy=False,
        help="Who asked for it, in any role, at the time of submission.",
    )
    approval_step_ids = fields.One2many(
        "ipai.approval.step",
        "res_id",
        "Steps",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        copy=False,
    )
    decision_ids = fields.One2many(
        "ipai.decision",
        "res_id",
        "Decisions",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        copy=False,
    )
    waiting_user_ids = fields.Many2many(
        "res.users", string="Waiting For", compute="_compute_waiting_user_ids"
    )
    can_decide = fields.Boolean(
        "Waiting for Me", compute="_compute_can_decide", search="_search_can_decide"
    )
    approval_asked_at = fields.Datetime("Submitted", readonly=True, copy=False)
    approval_decided_at = fields.Datetime("Decided", readonly=True, copy=False)
    approval_expires_at = fields.Datetime(
        "Approval Ends", readonly=True, copy=False, help="Until then it has to be carried out."
    )

    @api.depends("approval_step_ids.state", "approval_step_ids.voter_ids", "approval_excluded_ids")
    def _compute_waiting_user_ids(self):
        for record in self:
            steps = record.sudo().approval_step_ids.filtered(lambda step: step.state == "asked")
            record.waiting_user_ids = steps._asked_users()

    @api.depends_context("uid")
    @api.depends("approval_step_ids.state", "approval_step_ids.voter_ids", "approval_excluded_ids")
    def _compute_can_decide(self):
        mine = self.env["ipai.approval.step"]._waiting_for(self.env.user, self._name, self.ids)
        ids = set(mine.mapped("res_id"))
        for record in self:
            record.can_decide = record.id in ids

    @api.model
    def _search_can_decide(self, operator, value):
        values, positive = search_values(operator, value)
        mine = self.env["ipai.approval.step"]._waiting_for(self.env.user, self._name)
        return [("id", "in" if positive == (True in values) else "not in", mine.mapped("res_id"))]

    # -- public: each checks by itself --------------------------------------------------------

    def action_submit(self):
        """Ask those whom the policy names.

        :raises ChangeRefused: nobody-to-ask, proposal-closed, not-allowed.
        """
        for record in self:
            record._approval_check_requester("submit")
            record._approval_submit()
        return True

    def action_approve(self, reason=None, seen=None):
        """Approve this revision as the current user, or in the stead of who delegated to them.

        :param seen: the SHA-256 of what one looked at; what is something else by now is refused.
        :raises ChangeRefused: not-allowed, own-proposal, already-decided, payload-changed,
            proposal-closed, proposal-expired.
        """
        for record in self:
            record._approval_decide("approve", reason, seen)
        return True

    def action_reject(self, reason=None, seen=None):
        """Reject this revision; one rejection is enough. A reason is needed. ``seen`` as above."""
        for record in self:
            record._approval_decide("reject", reason, seen)
        return True

    def action_withdraw(self, reason=None):
        """Take it back: by who asked for it, or a manager. What was withdrawn stays so."""
        for record in self:
            record._approval_check_requester("withdraw")
            record._approval_withdraw(reason)
        return True

    # -- seams --------------------------------------------------------------------------------

    def _approval_facts(self):
        """What the policy is found by: kind, models, risk, amount, source, company.

        ``confirmable`` besides, where a caller carries it out and their word may be enough.
        """
        raise NotImplementedError(self._name)

    def _approval_risk(self):
        """low, medium, high or critical."""
        return self._approval_facts()["risk"]

    def _approval_check_together(self):
        """Refuse to approve several at once, unless they are of one kind and of low risk."""
        facts = [record._approval_facts() for record in self]
        if len(self) > 1 and {(fact["kind"], fact["risk"]) for fact in facts} != {
            (facts[0]["kind"], "low")
        }:
            raise ChangeRefused(
                "not-allowed",
                self.env._("Only what is of one kind and of low risk is approved together."),
                self.env._("Open the others one by one and see what they change."),
            )

    def _approval_payload(self):
        """Plain data: all that a decision is about."""
        raise NotImplementedError(self._name)

    def _approval_bound_fields(self):
        """Names of the fields whose change makes a new revision."""
        return set()

    def _approval_askers(self):
        """Users who asked for it, in any role: the requester, who made the record or wrote in it."""
        return self.requester_id | self.create_uid | self.sudo().author_ids

    def _approval_owners(self):
        """Users who answer for what it touches."""
        return self.env["res.users"]

    def _approval_is_over(self):
        """Whether it has come to its end: it is neither decided nor taken back any more."""
        return False

    def _approval_granted(self):
        """All steps are approved."""

    def _approval_refused(self):
        """It was rejected."""

    def _approval_voided(self):
        """An edit made a new revision: it has to be submitted anew."""

    def _approval_withdrawn(self):
        """It was taken back."""

    def _approval_check_requester(self, verb):
        """Raise unless the current user may do this with what was asked for.

        :param verb: submit or withdraw.
        """
        self._approval_check_readable(verb)
        mine = self.env.user in self.requester_id | self.create_uid
        if not mine and not self.env.user.has_group("ipai_base.group_manager"):
            self._approval_deny(
                verb,
                "not-allowed",
                self.env._(
                    "Only %(requester)s, who asked for it, or a manager may do this.",
                    requester=self.requester_id.name,
                ),
            )

    # -- records ------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            guarded = self._approval_guarded_fields()
            for vals in vals_list:
                self._approval_refuse_by_hand("create", guarded & vals.keys())
            # A default_ key of the context is no way around.
            context = {
                key: value
                for key, value in self.env.context.items()
                if key.removeprefix("default_") not in guarded
            }
            self = self.with_env(self.env(context=context))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._approval_refuse_by_hand("write", self._approval_guarded_fields() & vals.keys())
        result = super().write(vals)
        if vals.keys() & self._approval_bound_fields():
            self._approval_wrote()
            self._approval_touch()
        return result

    def _approval_wrote(self):
        """Keep that the current user wrote what a decision binds: one does not decide one's own words."""
        user = self.env.user
        if user.id == SUPERUSER_ID:
            return
        for record in self.sudo():
            if user not in record.author_ids:
                record.author_ids = [Command.link(user.id)]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        for record in self:
            if record.approval_state != "no" or record.sudo().decision_ids:
                record._approval_deny(
                    "unlink",
                    "not-allowed",
                    self.env._("What was submitted is evidence and is not deleted."),
                    self.env._("Withdraw it instead."),
                )

    @api.model
    def _approval_guarded_fields(self):
        """Fields that only the methods of the approval write; extend it with the state of a model."""
        return {
            "approval_state",
            "revision",
            "payload_hash",
            "policy_id",
            "policy_name",
            "policy_mode",
            "approval_valid_hours",
            "approval_excluded_ids",
            "author_ids",
            "approval_step_ids",
            "decision_ids",
            "approval_asked_at",
            "approval_decided_at",
            "approval_expires_at",
            "approval_question",
            "approval_papers",
        }

    def _approval_refuse_by_hand(self, verb, names):
        if names:
            audit.denied(
                self.env, f"{self._name}.{verb}", records=self, field_names=", ".join(sorted(names))
            )
            raise AccessError(
                self.env._(
                    "These fields follow from decisions and are not written by hand: %(names)s. "
                    "Use the buttons. This attempt stands in the audit.",
                    names=", ".join(sorted(names)),
                )
            )

    # -- what the methods share ---------------------------------------------------------------

    def _approval_digest(self):
        """SHA-256 of what a decision made now would bind."""
        self.ensure_one()
        papers = self._approval_papers_taken()
        payload = self.sudo()._approval_payload()
        return digest({**payload, "papers": papers} if papers else payload)

    def _approval_audit(self, verb, outcome="done", **values):
        """Add to the audit, as ``ipai.proposal.approve``, within this transaction."""
        audit.done(self, f"{self._name}.{verb}", outcome, **values)
        verb = "fail" if (verb, outcome) == ("execute", "failed") else verb
        topic = f"{self._name.removeprefix('ipai.')}.{ANNOUNCED.get(verb, 'moved')}"
        if topic in self._announced:
            self._announce(topic)

    def _approval_check_seen(self, verb, seen):
        """Refuse to decide what is not any more what the person looked at."""
        if seen and seen != self.payload_hash:
            self._approval_deny(
                verb,
                "payload-changed",
                self.env._("It was changed while you looked at it, and waits as a new revision."),
                self.env._("Reload the page and look again."),
            )

    def _approval_check_words(self, verb, text):
        """Refuse a secret in words that are kept for good."""
        if label := found_in(text):
            self._approval_deny(
                verb,
                "reason-required",
                self.env._("The reason holds what looks like %s.", label),
                self.env._("Say why without it: it could never be taken out again."),
            )

    def _approval_check_readable(self, verb):
        """Who may not even read it is refused, and the audit knows of the attempt."""
        if not self.has_access("read"):
            audit.denied(self.env, f"{self._name}.{verb}", records=self, field_names="read")
        self.check_access("read")

    def _approval_deny(self, verb, code, message, next_step=None, **details):
        """Add the attempt to the audit, whatever becomes of this transaction, and raise."""
        audit.denied(self.env, f"{self._name}.{verb}", records=self, field_names=code)
        raise ChangeRefused(code, message, next_step, **details)
