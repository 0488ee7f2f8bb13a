# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class IpaiGone(models.AbstractModel):
    """Stands for a model that was uninstalled with its addon, so that evidence about it can be read."""

    _name = "ipai.gone"
    _description = "Uninstalled Application"
