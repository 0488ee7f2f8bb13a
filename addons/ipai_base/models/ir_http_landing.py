# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..compat import ALL_GROUPS_FIELD, ALL_IMPLIED_FIELD

WORK_ELSEWHERE = (
    "base.group_system",
    "sales_team.group_sale_salesman",
    "project.group_project_user",
)
"""Who has one of these by other means than our groups has another page to begin with."""


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Who works in IT Operations alone begins there."""
        info = super().session_info()
        if not info.get("home_action_id") and self.env.user._is_internal():
            info["home_action_id"] = self._ipai_home() or info.get("home_action_id")
        return info

    def _ipai_home(self):
        """The id of the action that IT Operations begins with, None for who works elsewhere too."""
        user = self.env.user.sudo()
        groups = user[ALL_GROUPS_FIELD]
        ours = groups.filtered(
            lambda group: (group.get_external_id().get(group.id) or "").startswith("ipai_")
        )
        if not user.has_group("ipai_base.group_user"):
            return None
        elsewhere = groups.browse(
            group.id
            for xmlid in WORK_ELSEWHERE
            if (group := self.env.ref(xmlid, raise_if_not_found=False))
        )
        if groups & elsewhere - ours[ALL_IMPLIED_FIELD]:
            return None
        root = self.env.ref("ipai_base.menu_root").id
        menus = self.env["ir.ui.menu"].load_web_menus(False)
        return menus.get(root, {}).get("actionID") or None
