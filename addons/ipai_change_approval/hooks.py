# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_approval.gone import void_steps


def uninstall_hook(env):
    for model in ("ipai.change", "ipai.change.template"):
        void_steps(env, model)
