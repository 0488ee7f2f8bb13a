# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_base.append_only import unprotect


def uninstall_hook(env):
    """Take away what the ORM did not make; the tables of models go by themselves."""
    unprotect(env.cr, "ipai_decision")
