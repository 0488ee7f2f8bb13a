# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from .append_only import unprotect


def uninstall_hook(env):
    """Take away what the ORM did not make; the tables of models go by themselves."""
    env.cr.execute(
        """
        DROP TABLE IF EXISTS ipai_api_counter, ipai_api_secret;
        DROP FUNCTION IF EXISTS ipai_audit_seal();
        """
    )
    unprotect(env.cr, "ipai_audit")
    unprotect(env.cr, "ipai_audit_anchor")
