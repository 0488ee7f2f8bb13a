# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..pulseway import titles


class IpaiPulsewayRecovery(models.Model):
    """Which title of a notification ends which: Pulseway itself tells no recovery."""

    _name = "ipai.pulseway.recovery"
    _description = "Recovery by Title"
    _order = "sequence, id"
    _rec_name = "problem"

    sequence = fields.Integer(default=10)
    problem = fields.Char(
        required=True,
        help="The title of what is wrong: * stands for anything, {name} for what both titles say.",
    )
    recovery = fields.Char(
        "Ended By", required=True, help="As in: service {name} *started*. Capitals do not matter."
    )
    active = fields.Boolean(default=True)

    @api.constrains("problem", "recovery")
    def _check_patterns(self):
        for pair in self:
            for pattern in (pair.problem, pair.recovery):
                if wrong := titles.problem_of(pattern):
                    raise ValidationError(
                        self.env._("“%(pattern)s”: %(wrong)s.", pattern=pattern, wrong=wrong)
                    )

    @api.model
    def _pairs(self):
        """All of them as plain Pairs."""
        return [titles.Pair(one.problem, one.recovery) for one in self.sudo().search([])]
