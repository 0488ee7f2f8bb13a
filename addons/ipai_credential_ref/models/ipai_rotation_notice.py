# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiRotationNotice(models.Model):
    """That a step of a policy's ladder was told to somebody, so that it is told once."""

    _name = "ipai.rotation.notice"
    _description = "Rotation Notice"
    _order = "id desc"

    credential_ref_id = fields.Many2one(
        "ipai.credential.ref",
        "Credential",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(related="credential_ref_id.company_id", store=True, index=True)
    due_on = fields.Date(required=True, readonly=True)
    step = fields.Integer(
        required=True, readonly=True, help="Days before it is due; below zero: after it was."
    )
    user_id = fields.Many2one("res.users", "Told", readonly=True, ondelete="set null")

    _step_uniq = UniqueIndex(
        "(credential_ref_id, due_on, step)", "This step of the ladder was told already."
    )

    @api.model
    def _cron_remind(self):
        """Tell each owner the nearest step of the ladder, and the approver when the grace is over; each once."""
        today = fields.Date.context_today(self)
        policies = self.env["ipai.rotation.policy"].with_context(active_test=False)
        policies = policies.search([("warning_ladder", "!=", False)])
        first = max((step for policy in policies for step in policy._steps()), default=0)
        in_batches(
            self.env["ipai.credential.ref"],
            [
                ("policy_id", "!=", False),
                ("due_on", "!=", False),
                ("due_on", "<=", today + timedelta(days=first)),
            ],
            lambda references: self._remind(references, today),
            mark="ipai.rotation.notice.remind",
        )

    @api.model
    def _remind(self, references, today):
        told = {
            (notice.credential_ref_id.id, notice.due_on, notice.step)
            for notice in self.search([("credential_ref_id", "in", references.ids)])
        }
        rows = []
        for reference in references:
            step, user = self._step(reference, (reference.due_on - today).days)
            if user and (reference.id, reference.due_on, step) not in told:
                self._tell(reference, user)
                reference._announce("rotation.due", {"due_on": reference.due_on, "step": step})
                rows.append(
                    {
                        "credential_ref_id": reference.id,
                        "due_on": reference.due_on,
                        "step": step,
                        "user_id": user.id,
                    }
                )
        return self.create(rows)

    @api.model
    def _step(self, reference, days_left):
        """Which step it is, as days before it is due, and who is told of it; nobody when it is none."""
        policy, nobody = reference.policy_id, self.env["res.users"]
        if days_left < 0 and -days_left >= policy.grace and reference.approver_id:
            return -max(policy.grace, 1), self._reachable(reference.approver_id)
        if days_left <= 0:
            return 0, self._reachable(reference.owner_id)
        steps = [step for step in policy._steps() if days_left <= step]
        return (min(steps), self._reachable(reference.owner_id)) if steps else (None, nobody)

    @api.model
    def _reachable(self, user):
        return user if user.active and not user.share else user.browse()

    @api.model
    def _tell(self, reference, user):
        """One activity for the rotation, of the one whose turn it is."""
        kind = "ipai_credential_ref.mail_activity_type_rotation"
        reference.activity_unlink([kind])
        overdue = reference.due_on < fields.Date.context_today(self)
        # quick_update: the activity itself reminds; no mail for each of perhaps a hundred references.
        reference.with_context(mail_activity_quick_update=True).activity_schedule(
            kind,
            date_deadline=reference.due_on,
            user_id=user.id,
            summary=self.env._("Rotation overdue") if overdue else self.env._("Rotation due"),
        )
