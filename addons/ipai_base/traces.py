# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is tracked in the suite leaves its trace, and everybody writes in their own name.

Each addon that brings ``mail`` in extends ``mail.thread`` with these; twice does no harm.
"""

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.tools import email_normalize

from .models.base import OURS

SILENCING = ("tracking_disable", "mail_notrack", "mail_create_nolog")
"""Keys of a context that leave no trace of a write."""


def traced(records):
    """The records without what the context of a call from outside says about the trace.

    Installations, jobs and the shell may say it: there nobody calls.
    """
    if not request or not records._name.startswith(OURS) or records.env.uid == SUPERUSER_ID:
        return records
    given = records.env.context
    if not any(given.get(key) for key in SILENCING):
        return records
    context = {key: value for key, value in given.items() if key not in SILENCING}
    return records.with_env(records.env(context=context))


def check_author(records, author_id, email_from):
    """:raises AccessError: for a message of a user in the name of another."""
    if not records._name.startswith(OURS) or records.env.su:
        return
    mine = records.env.user.partner_id
    foreign = author_id and author_id != mine.id
    if not author_id and email_from:
        foreign = email_normalize(email_from) != mine.sudo().email_normalized
    if foreign:
        raise AccessError(
            records.env._("A message is written in one's own name: leave the author out.")
        )
