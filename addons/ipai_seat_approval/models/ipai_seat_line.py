# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import UserError

from odoo.addons.ipai_base import audit


class IpaiSeatLine(models.Model):
    """Whoever holds or releases a line wrote a part of what is decided."""

    _inherit = "ipai.seat.line"

    def action_hold(self):
        runs = self._undecided_runs("hold")
        result = super().action_hold()
        runs._approval_wrote()
        runs._approval_touch()
        return result

    def action_release(self):
        """In a preview the lines are decided anew; after that another person than who counted releases."""
        runs = self._undecided_runs("release")
        for run in self.run_id - runs:
            self._check_released_by_another(run)
        result = super().action_release()
        runs._approval_wrote()
        runs._approval_touch()
        return result

    def _undecided_runs(self, verb):
        """The runs whose lines are still to be decided, or can be decided anew."""
        self._check_may(verb)
        for run in self.run_id:
            if run.state == "approved" and run.line_ids.filtered("applied_on"):
                raise UserError(
                    self.env._(
                        "%s is being applied. Apply it to the end, then release what is held.",
                        run.display_name,
                    )
                )
        return self.run_id.filtered(lambda run: run.state in ("computed", "approved"))

    def _check_released_by_another(self, run):
        """To release in a run that is applied is to apply: not by who counted it."""
        alone = run.company_id.sudo().ipai_self_approval
        if self.env.user in run.sudo().approval_excluded_ids and not alone:
            audit.denied(
                self.env, f"{self._name}.release", records=self, field_names="own-proposal"
            )
            raise UserError(
                self.env._(
                    "You counted %s, so another person who bills has to release its lines.",
                    run.display_name,
                )
            )

    def _approval_row(self):
        """What a decision binds of a line; the same before and after it is applied."""
        held = self.state == "held" and self.hold_code != "failed"
        return [
            self.id,
            self.contract_id.id or 0,
            self.plan_id.id or 0,
            self.role,
            self.customer_id.id,
            str(self.date_from),
            str(self.date_to),
            f"{self.quantity:.6f}",
            self.evidence_hash or "",
            "held" if held else "uncovered" if self.state == "uncovered" else "billed",
        ]
