# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Notes in the chatter of records, many of a batch at once.

For each message Odoo reads the last 200 of its thread and asks who is to be told. Of the notes that a batch has for
one record the first is posted in that way, with all that rooms add to it; the others are made as that one was, all
in one go, and told to whom that one was.
"""

from collections import defaultdict

AS_POSTED = ("message_type", "email_from", "reply_to", "email_add_signature")
RELATED = ("author_id", "subtype_id", "record_alias_domain_id", "record_company_id")


def post(notes):
    """Post notes, each as its own message.

    :param notes: ``[(record, body)]``, in the order in which they are to stand.
    """
    bodies = defaultdict(list)
    for record, body in notes:
        bodies[record].append(body)
    others = defaultdict(list)
    for record, (body, *more) in bodies.items():
        first = record.message_post(body=body)
        if more:
            values = _values(first.sudo())
            others[record._name] += [(record, first, {**values, "body": one}) for one in more]
    for posts in others.values():
        _post_alike(posts)


def _values(message):
    """What a message has that its followers in the batch have too."""
    return {
        "model": message.model,
        "res_id": message.res_id,
        "parent_id": (message.parent_id or message).id,
        "partner_ids": message.partner_ids.ids,
        **{name: message[name] for name in AS_POSTED},
        **{name: message[name].id for name in RELATED},
    }


def _post_alike(posts):
    """Make messages of records of one model, ``[(record, the first message of the record, values)]``."""
    messages = posts[0][0]._message_create([values for _record, _first, values in posts])
    for (record, first, values), message in zip(posts, messages, strict=True):
        record._message_post_after_hook(message, values)
        if first.sudo().notification_ids:
            record._notify_thread(message, values)
