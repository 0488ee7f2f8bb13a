# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_approval.refusal import ChangeRefused

KIND = "seat-run"


class IpaiSeatRun(models.Model):
    """A run is applied once another person than who counted it has approved these very lines."""

    _name = "ipai.seat.run"
    _inherit = ["ipai.seat.run", "ipai.approval.mixin"]

    author_ids = fields.Many2many(
        "res.users",
        "ipai_seat_run_author_rel",
        string="Counted By",
        readonly=True,
        copy=False,
        help="Who counted it, held or released a line of it, or set a quantity: they do not decide it.",
    )

    # -- what a person presses ------------------------------------------------------------------

    def action_compute(self):
        """Whoever counts wrote what is decided; another count makes what was submitted void."""
        result = super().action_compute()
        for run in self:
            run._approval_wrote()
            run._approval_touch()
        return result

    def action_submit(self):
        """Ask those whom the policy names for the approval of the preview.

        :raises ChangeRefused: nobody-to-ask, proposal-closed, not-allowed.
        """
        for run in self:
            run._check_may("submit")
            run._check_approvable()
        return super().action_submit()

    def action_approve(self, reason=None, seen=None):
        """Approve the lines as one of those who are asked: never as one of those who counted."""
        for run in self:
            run._check_approvable()
            if run.approval_state != "pending":
                run._check_may("approve")
                raise UserError(
                    self.env._(
                        "%s was not submitted: press Submit for Approval, and another person decides.",
                        run.display_name,
                    )
                )
            run._approval_decide("approve", reason, seen)
        return True

    def action_cancel(self):
        result = super().action_cancel()
        for run in self.sudo():
            if run.approval_state in ("pending", "granted"):
                run._approval_close("withdrawn")
        return result

    # -- what the buttons share -------------------------------------------------------------------

    def _check_appliable(self):
        """An approval that has lapsed, or is of other lines, lets nothing be applied."""
        result = super()._check_appliable()
        if why := self._approval_lapse():
            raise UserError(
                self.env._(
                    "%(run)s cannot be applied. %(why)s Submit it again: another person approves it.",
                    run=self.display_name,
                    why=why,
                )
            )
        return result

    def _ask_for_approval(self):
        """Once a month it is submitted by itself; where nobody could decide, one is told as before."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._approval_submit()
        except ChangeRefused:
            return super()._ask_for_approval()
        return None

    # -- seams of the approval ----------------------------------------------------------------

    def _approval_facts(self):
        return {
            "kind": KIND,
            "models": [self._name],
            "risk": "medium",
            "amount": sum(abs(line.amount - line.old_amount) for line in self.sudo().line_ids),
            "source": "Odoo",
            "company": self.company_id,
        }

    def _approval_payload(self):
        """The lines as they are billed; not what only comes to be while they are applied."""
        return {
            "company": self.company_id.id,
            "from": fields.Date.to_string(self.date_from),
            "until": fields.Date.to_string(self.date_to),
            "lines": [line._approval_row() for line in self.line_ids.sorted("id")],
        }

    def _approval_guarded_fields(self):
        return super()._approval_guarded_fields() | {"state"}

    def _approval_check_requester(self, verb):
        """Any who bills may submit it, and take it back."""
        self._approval_check_readable(verb)
        self._check_may(verb)

    def _approval_askers(self):
        """Who set a quantity by hand, or took a device out of the count, as well."""
        run = self.sudo()
        lines, env = run.line_ids, run.env
        overrides = env["ipai.seat.override"]._touching_run(
            run, [("contract_line_id", "in", lines.contract_line_id.ids)]
        )
        exclusions = env["ipai.seat.exclusion"]._touching_run(
            run,
            [
                ("company_id", "=", run.company_id.id),
                ("plan_id", "in", [False, *lines.plan_id.ids]),
            ],
        )
        people = super()._approval_askers()
        for one in (overrides, exclusions):
            # What was there before the authors were noted has its first and its last.
            people |= one.author_ids | one.create_uid | one.write_uid
        return people

    def _approval_is_over(self):
        return self.state in ("applied", "canceled")

    def _approval_granted(self):
        result = super()._approval_granted()
        for run in self:
            run.sudo()._approve(self.env.user)
        return result

    def _approval_voided(self):
        result = super()._approval_voided()
        self._back_to_preview()
        return result

    def _approval_withdrawn(self):
        result = super()._approval_withdrawn()
        self._back_to_preview()
        return result

    def _approval_reopened(self):
        result = super()._approval_reopened()
        self._back_to_preview()
        return result

    def _back_to_preview(self):
        self.sudo().filtered(lambda run: run.state == "approved").write(
            {"state": "computed", "approved_by_id": False, "approved_on": False}
        )
