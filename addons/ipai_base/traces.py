# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is tracked in the suite leaves its trace, and everybody writes in their own name.

``ipai_base`` does without ``mail``: each addon that brings it in extends ``mail.thread`` with
:class:`TracedThread`. Where two do, it stands in the line of classes once.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo import SUPERUSER_ID, api
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.tools import email_normalize

from . import evidence
from .models.base import OURS

SILENCING = ("tracking_disable", "mail_notrack", "mail_create_nolog")
"""Keys of a context that leave no trace of a write."""

_told_elsewhere = ContextVar("ipai_base_told_elsewhere", default=False)


@contextmanager
def told_elsewhere():
    """Of what the block writes its own code keeps the trace, all of it together: there the keys of its context count.

    A variable of the running code, not a key of the context: nobody can set it from outside.
    """
    token = _told_elsewhere.set(True)
    try:
        yield
    finally:
        _told_elsewhere.reset(token)


def traced(records):
    """The records without what the context of a call from outside says about the trace.

    Installations, jobs and the shell may say it: there nobody calls.
    """
    if not request or not records._name.startswith(OURS) or records.env.uid == SUPERUSER_ID:
        return records
    if _told_elsewhere.get():
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


class TracedThread:
    """What ``mail.thread`` does more, for a model class to name before ``AbstractModel``."""

    __slots__ = ()

    @api.model_create_multi
    def create(self, vals_list):
        return super(TracedThread, traced(self)).create(vals_list).with_env(self.env)

    def write(self, vals):
        threads = traced(self)
        return super(TracedThread, threads).write(vals)

    def message_post(self, *, author_id=None, email_from=None, **kwargs):
        check_author(self, author_id, email_from)
        evidence.check_tracked(self, kwargs.get("tracking_value_ids"))
        return super().message_post(author_id=author_id, email_from=email_from, **kwargs)

    def _message_update_content(self, *args, **kwargs):
        message = kwargs.get("message", args[0] if args else None)
        if message and not self.env.su:
            evidence.check_message(self.env, message.sudo())
        return super()._message_update_content(*args, **kwargs)

    def message_notify(self, *, author_id=None, email_from=None, **kwargs):
        check_author(self, author_id, email_from)
        evidence.check_tracked(self, kwargs.get("tracking_value_ids"))
        return super().message_notify(author_id=author_id, email_from=email_from, **kwargs)

    def _message_create(self, values_list):
        with evidence.posting():
            return super()._message_create(values_list)
