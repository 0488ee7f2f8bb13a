# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import AccessError


class IpaiCredentialEvidence(models.AbstractModel):
    """Fields that only methods write, after they have looked at who asks: what was found, who did what and when.

    Methods write with ``sudo()``, which no remote call can ask for.
    """

    _name = "ipai.credential.evidence"
    _description = "Evidence About Credentials"

    _evidence = frozenset()
    """Names of those fields."""

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._refuse_evidence(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_evidence(vals)
        return super().write(vals)

    def _refuse_evidence(self, vals):
        """:raises AccessError: for evidence that a person or a program would write."""
        if not self.env.su and (names := sorted(self._evidence & vals.keys())):
            raise AccessError(
                self.env._(
                    "%(names)s: that is evidence and is never written. Use the buttons, or the methods "
                    "behind them.",
                    names=", ".join(names),
                )
            )
