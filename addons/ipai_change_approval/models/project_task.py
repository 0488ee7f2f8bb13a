# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class ProjectTask(models.Model):
    _inherit = "project.task"

    change_id = fields.Many2one(
        "ipai.change",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="The change request that this task is part of.",
    )
