# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.ipai_base import audit


class IpaiGuarded(models.AbstractModel):
    """Records that only methods write: no access right and no context opens them to a user.

    Methods check who acts, then write with ``sudo()``, which no remote call can ask for. The audit
    knows of each attempt, but not of questions: the web client asks whether it may write each
    record that it shows.
    """

    _name = "ipai.guarded"
    _description = "Written by Methods Only"

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_by_hand("create")
        return super().create(vals_list)

    def write(self, vals):
        self._refuse_by_hand("write")
        return super().write(vals)

    def unlink(self):
        self._refuse_by_hand("unlink")
        return super().unlink()

    def _check_access(self, operation):
        if operation != "read" and not self.env.su:
            return self, lambda: self._by_hand_error()
        return super()._check_access(operation)

    def _refuse_by_hand(self, operation):
        if not self.env.su:
            audit.denied(self.env, f"{self._name}.{operation}", records=self)
            raise self._by_hand_error()

    def _by_hand_error(self):
        return AccessError(
            self.env._(
                "%(what)s cannot be created, changed or deleted by hand: use its buttons, or the "
                "methods behind them. An attempt stands in the audit.",
                what=self._description,
            )
        )
