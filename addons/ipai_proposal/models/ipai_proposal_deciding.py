# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.ipai_approval.refusal import ChangeRefused

from .ipai_proposal import KEPT_HOURS, OVER


class IpaiProposalDeciding(models.Model):
    """What a decision on a proposal binds, who may make it, and what follows from it."""

    _inherit = "ipai.proposal"  # pylint: disable=consider-merging-classes-inherited

    def _approval_facts(self):
        self.ensure_one()
        proposal = self.sudo()
        return {
            "kind": proposal.kind,
            "models": set(proposal.operation_ids.mapped("res_model")),
            "risk": proposal.risk,
            "amount": proposal.amount,
            "source": proposal.source,
            "company": proposal.company_id,
            "confirmable": True,
        }

    def _approval_payload(self):
        self.ensure_one()
        proposal = self.sudo()
        return {
            "proposal": proposal.code,
            "kind": proposal.kind,
            "source": proposal.source,
            "case": proposal.case_id or None,
            "company": proposal.company_id.id,
            "as": proposal.bot_user_id.id,
            "operations": [operation._payload() for operation in proposal.operation_ids],
        }

    def _approval_bound_fields(self):
        return {"code", "kind", "source", "case_id", "company_id", "bot_user_id", "operation_ids"}

    def _approval_guarded_fields(self):
        return super()._approval_guarded_fields() | {"state", "result", "executed_at"}

    def _approval_askers(self):
        proposal = self.sudo()
        programs = proposal.bot_user_id | proposal.requester_id | proposal.key_id.user_id
        keys = proposal.key_id | proposal.key_id.search([("user_id", "in", programs.ids)])
        users = super()._approval_askers() | programs | keys.create_uid | keys.responsible_id
        return users | proposal.undo_of_id.bot_user_id

    def _approval_owners(self):
        owners = self.env["res.users"]
        for operation in self.sudo().operation_ids:
            target = operation._target()
            for name in ("owner_id", "user_id"):
                if name in target._fields and target[name]._name == "res.users":
                    owners |= target[name]
        return owners

    def _approval_submit(self):
        if self.state in OVER:
            self._deny_closed("submit")
        if found := (self.simulation or {}).get("errors"):
            raise ChangeRefused(
                "simulation-failed",
                self.env._("Odoo would refuse it: %s", found[0]["detail"]),
                errors=found,
            )
        # Before the steps: with a policy that asks nobody it goes on to approved at once.
        self.sudo().state = "pending"
        return super()._approval_submit()

    def _approval_record(self, verdict, reason, **values):
        """What looks the same at that moment stands on the page, and is accepted with the decision."""
        if verdict in ("approve", "confirm"):
            for operation in self.sudo().operation_ids.filtered(lambda one: one.method == "create"):
                operation.kept_duplicates = self._find_duplicates(operation)
        return super()._approval_record(verdict, reason, **values)

    def _approval_check_open(self, verdict):
        if self.state == "pending" and self.expires_at <= fields.Datetime.now():
            self._approval_deny(
                verdict,
                "proposal-expired",
                self.env._("It was good until %s UTC.", fields.Datetime.to_string(self.expires_at)),
                self.env._("Let it be proposed anew."),
            )
        return super()._approval_check_open(verdict)

    @api.depends("operation_ids.kept_values", "operation_ids.kept_before", "expires_at")
    def _compute_approval_obstacle(self):
        return super()._compute_approval_obstacle()

    def _approval_obstacle(self):
        """What could never be carried out as it is: its time is over, its target moved or is gone."""
        if self.state != "pending":
            return super()._approval_obstacle()
        if moved := self._moved_since():
            return self._obstacle_of(moved)
        lasting = [one for one in self._execution_blockers_for_good() if one]
        if lasting:
            return {key: lasting[0].get(key) for key in ("code", "message", "next_step")}
        return super()._approval_obstacle()

    def _obstacle_of(self, moved):
        """The obstacle that names the fields that others wrote, and who may propose it again."""
        fields_moved = {}
        for one in moved:
            model = self.env.get(one["model"])
            field = model is not None and model._fields.get(one["field"])
            label = field._description_string(self.env) if field else one["field"]
            fields_moved.setdefault(one["record"], []).append(label)
        what = "; ".join(f"{name} ({', '.join(labels)})" for name, labels in fields_moved.items())
        return {
            "code": "target-changed",
            "message": self.env._("It cannot be carried out as it is: %s was changed since.", what),
            "next_step": self.env._(
                "Propose Again shows it on what is there now, to %s or a manager; or reject it.",
                self.requester_id.sudo().name,
            ),
            "differences": moved,
        }

    def _approval_answerers(self):
        """The people behind a program as well: a bot reads no questions."""
        return super()._approval_answerers() | self.sudo().key_id.responsible_id

    def _approval_is_over(self):
        return self.state in (*OVER, "executing", "failed")

    def _approval_granted(self):
        self.sudo().state = "approved"
        if self.execute_on_approval:
            self._execute_if_possible()

    def _approval_refused(self):
        self.sudo().state = "rejected"

    def _approval_withdrawn(self):
        self.sudo().state = "withdrawn"

    def _approval_voided(self):
        self.sudo().state = "draft"

    def _approval_reopened(self):
        self.sudo().state = "pending"

    def _approval_renew(self):
        """A new revision, simulated anew on what is there now; what was decided counts no more."""
        self._approval_lock()
        self._approval_void_steps()
        self.sudo().write(
            {
                "approval_state": "no",
                "state": "draft",
                "revision": self.revision + 1,
                "payload_hash": False,
                "error": False,
                "expires_at": max(
                    self.expires_at, fields.Datetime.now() + timedelta(hours=KEPT_HOURS)
                ),
            }
        )
        self._simulate()
        self._assess_risk()
        self._approval_audit("renewed")
