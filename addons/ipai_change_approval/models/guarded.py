# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.exceptions import AccessError

from .. import trail


class IpaiGuarded(models.AbstractModel):
    """Records that only methods write: no access right and no context opens them to a user.

    Methods check who acts, then write with ``sudo()``, which no remote call can ask for.
    """

    _name = "ipai.guarded"
    _description = "Written by Methods Only"

    def check_access(self, operation):
        if operation != "read" and not self.env.su:
            trail.denied(self.env, f"{self._name}.{operation}", records=self)
            raise AccessError(
                self.env._(
                    "%(what)s cannot be created, changed or deleted by hand: use its buttons, or "
                    "the methods behind them. This attempt stands in the audit.",
                    what=self._description,
                )
            )
        return super().check_access(operation)

    def _check_access(self, operation):
        if operation != "read" and not self.env.su:
            return self, lambda: AccessError(
                self.env._("%s is written by its methods only.", self._description)
            )
        return super()._check_access(operation)
