# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
def uninstall_hook(env):
    """Take away what the ORM did not make; the tables of models go by themselves."""
    lanes = env["ipai.inbox.lane"].search([("number", ">=", 0)])
    crons = lanes.cron_id
    lanes.cron_id = False
    crons.unlink()
    env.cr.execute(
        """
        DROP TABLE IF EXISTS ipai_inbox_credential, ipai_inbox_key, ipai_inbox_in_hand;
        DROP TABLE IF EXISTS ipai_outbox_credential, ipai_outbox_pending;
        DROP FUNCTION IF EXISTS ipai_inbox_event_protect() CASCADE;
        """
    )
