# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models


class IpaiApprovalFreeze(models.AbstractModel):
    """What a freeze stops, and how it is let through: by another person, with a reason."""

    _inherit = "ipai.approval.mixin"  # pylint: disable=consider-merging-classes-inherited

    can_override_freeze = fields.Boolean(compute="_compute_can_override_freeze")

    @api.depends_context("uid")
    def _compute_can_override_freeze(self):
        for record in self:
            freezes = record._freezes().with_user(self.env.user)
            record.can_override_freeze = (
                bool(freezes)
                and all(freezes.mapped("can_override"))
                and not record._is_own_override_refused()
            )

    def action_override_freeze(self, reason=None):
        """Let this, as it is now, through the freezes that stop it: by those who may, never by who asks.

        :raises ChangeRefused: wrong-state, own-proposal. :raises AccessError: not-allowed.
        """
        for record in self:
            record._approval_check_readable("override")
            freezes = record._freezes()
            if not freezes:
                record._approval_deny(
                    "override",
                    "wrong-state",
                    self.env._("No freeze stops %s.", record.display_name),
                )
            record._check_override_by_another(freezes)
            freezes.with_user(self.env.user)._override(record, reason)
            # Narrow: the override went through; its reason stands beside it.
            record.sudo().message_post(
                body=self.env._(
                    "%(freeze)s overridden: %(reason)s", freeze=freezes._describe(), reason=reason
                )
            )
            record._freeze_overridden()
        return True

    # -- seams --------------------------------------------------------------------------------

    def _freezes(self, moment=None):
        """The freezes that stop it at a moment, or at any time for which it is planned."""
        return self.env["ipai.change.freeze"]

    def _freeze_targets(self):
        """Whose overrides let it pass: its own, and those of what carries it."""
        return [self]

    def _freeze_overridden(self):
        """It may pass now: told after the fact."""

    # -- helpers ------------------------------------------------------------------------------

    def _is_own(self):
        """Whether the current user asked for it, in any role."""
        return self.env.user in self.sudo()._approval_askers()

    def _is_own_override_refused(self):
        return self._is_own() and not self.company_id.sudo().ipai_self_approval

    def _check_override_by_another(self, freezes):
        if self._is_own_override_refused():
            self._approval_deny(
                "override",
                "own-proposal",
                self.env._("You asked for it, so another person has to override the freeze."),
                self.env._("Ask one of: %s.", freezes[0]._describe_overriders()),
            )
