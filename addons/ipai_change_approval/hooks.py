# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_approval.gone import void_steps


def uninstall_hook(env):
    for model in ("ipai.change", "ipai.change.template"):
        void_steps(env, model)
    # Of a field of the mixin, so that the ORM takes them for the mixin's addon.
    env.cr.execute(
        "DROP TABLE IF EXISTS ipai_change_res_users_rel, ipai_change_template_res_users_rel"
    )
