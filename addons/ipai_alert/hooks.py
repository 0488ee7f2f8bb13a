# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
def uninstall_hook(env):
    """Take away what the ORM did not make; the tables of models go by themselves."""
    env.cr.execute("DROP TABLE IF EXISTS ipai_alert_credential")
