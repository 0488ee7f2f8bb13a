# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_approval.gone import void_steps


def uninstall_hook(env):
    void_steps(env, "ipai.proposal")
    # Of a field of the mixin, so that the ORM takes it for the mixin's addon.
    env.cr.execute("DROP TABLE IF EXISTS ipai_proposal_res_users_rel")
    env.cr.execute("DROP FUNCTION IF EXISTS ipai_proposal_tell() CASCADE")
