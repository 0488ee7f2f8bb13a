# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What decisions, runs and conversations left behind: no hand changes it, whatever the context.

Hands are users in their own right; our own code asks first and then writes with ``sudo()``, which no call from
outside can. With a record its evidence goes as well, as Odoo has it.
"""

import contextlib
import contextvars

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError

OURS = "ipai."
MESSAGE = frozenset(
    {
        "body",
        "subject",
        "author_id",
        "email_from",
        "date",
        "model",
        "res_id",
        "message_type",
        "subtype_id",
        "attachment_ids",
        "tracking_value_ids",
        "parent_id",
        "create_uid",
    }
)
"""Fields of a message that tell who said what, and when."""
FILE = frozenset(
    {
        "name",
        "datas",
        "raw",
        "db_datas",
        "store_fname",
        "checksum",
        "mimetype",
        "type",
        "url",
        "res_model",
        "res_id",
        "res_field",
    }
)
"""Fields of an attachment that tell what it is, and of what."""
KEPT = ("mail.message", "mail.tracking.value", "ir.attachment")


_posting = contextvars.ContextVar("ipai_base.posting", default=False)


@contextlib.contextmanager
def posting():
    """Odoo's own way of making a message, which asked for author and rights before."""
    token = _posting.set(True)
    try:
        yield
    finally:
        _posting.reset(token)


def check_tracked(records, values):
    """:raises AccessError: for rows of tracking that a caller sends along with a comment; Odoo tracks with ``sudo()``."""
    if values and records._name.startswith(OURS) and not records.env.su:
        raise AccessError(
            records.env._("What was tracked is evidence: nobody writes or deletes it.")
        )


def check(records, operation, vals):
    """Refuse what hands must not do with messages, tracking and files of the suite's records.

    :param operation: create, write or unlink; `vals`: one mapping of values for write, a list for create.
    :raises AccessError: with what it is, and why.
    """
    env = records.env
    if env.su or env.uid == SUPERUSER_ID:
        return
    if records._name == "ir.attachment":
        _check_files(records, operation, vals)
    elif records._name == "mail.message":
        _check_messages(records, operation, vals)
    else:
        messages = records.sudo().mail_message_id
        if operation == "create":
            ids = [one.get("mail_message_id") for one in vals]
            # Narrow: only whether one is of the suite decides a refusal.
            messages = env["mail.message"].sudo().browse(filter(None, ids))
        if any((message.model or "").startswith(OURS) for message in messages):
            raise AccessError(env._("What was tracked is evidence: nobody writes or deletes it."))


def _check_files(files, operation, vals):
    env = files.env
    if operation == "write" and FILE.isdisjoint(vals):
        return
    places = {(one.res_model, one.res_id, one.res_field) for one in files.sudo()}
    for one in vals if operation == "create" else [vals or {}]:
        if "res_model" in one or "res_id" in one:
            places.add((one.get("res_model"), one.get("res_id"), one.get("res_field")))
        elif one.get("res_field"):
            places |= {(model, res_id, one["res_field"]) for model, res_id, _field in places}
    for model, res_id, field in places:
        if not model or not model.startswith(OURS) or model not in env:
            continue
        if field:
            raise AccessError(
                env._("This file is the value of a field: change the field, not the file.")
            )
        if operation != "create" and _is_settled(env, model, res_id):
            raise AccessError(
                env._(
                    "This file hangs on what is decided or carried out, and is evidence: it is neither "
                    "changed nor deleted. Attach a new one."
                )
            )


def _check_messages(messages, operation, vals):
    env = messages.env
    if operation == "write" and MESSAGE.isdisjoint(vals):
        return
    if operation == "create":
        if not _posting.get() and any((one.get("model") or "").startswith(OURS) for one in vals):
            raise AccessError(env._("Write a comment on it: a message is not made by itself."))
        return
    for message in messages.sudo():
        check_message(env, message)
    if (vals or {}).get("model", "").startswith(OURS):
        raise AccessError(env._("Write a comment on it: no message is moved there."))


def check_message(env, message):
    """:raises AccessError: when a user must not change or delete a message of the suite's records."""
    if not (message.model or "").startswith(OURS) or message.model not in env:
        return
    if message.author_id != env.user.partner_id or message.message_type not in ("comment", "email"):
        raise AccessError(
            env._("Only comments of one's own are changed or deleted; this is evidence.")
        )
    if _is_settled(env, message.model, message.res_id):
        raise AccessError(
            env._("What it is about is decided or carried out: a comment on it stays as it is.")
        )


def _is_settled(env, model, res_id):
    # Narrow: yes or no, whether it is settled.
    record = env[model].sudo().browse(res_id or ()).exists()
    return bool(record) and record._is_settled()
