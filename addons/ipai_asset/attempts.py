# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Writing for many, and finding the one that stands against it."""

import json
from collections import defaultdict

from markupsafe import Markup
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, MissingError, UserError
from odoo.tools import mute_logger

from odoo.addons.ipai_base.compat import constraint_message

REFUSALS = (UserError, AccessError, MissingError, IntegrityError)


def grouped(items, values_of):
    """Return the items in lists of those that have the same values."""
    groups = defaultdict(list)
    for item in items:
        groups[json.dumps(values_of(item), sort_keys=True)].append(item)
    return list(groups.values())


def attempt(env, work, items, refused):
    """Call `work(items)`; when it is refused, call it for each half, down to the one that is to blame.

    Each refused item goes to `refused(item, reason)`; what it had written is rolled back.
    """
    if not items:
        return
    if (error := _try(env, work, items)) is None:
        return
    if len(items) == 1:
        refused(items[0], reason_of(env, error))
        return
    attempt(env, work, items[: len(items) // 2], refused)
    attempt(env, work, items[len(items) // 2 :], refused)


def _try(env, work, items):
    try:
        with mute_logger("odoo.sql_db"), env.cr.savepoint():
            work(items)
            env.flush_all()
    except REFUSALS as error:
        env.invalidate_all(flush=False)
        return error
    return None


def log_changes(assets, title, texts):
    """Note in the history of each asset what a run changed, in one statement for all.

    :param texts: {asset id: a change a line}
    """
    bodies = {
        asset_id: Markup("<p>%s</p><ul>%s</ul>")
        % (title, Markup().join(Markup("<li>%s</li>") % line for line in text.splitlines()))
        for asset_id, text in texts.items()
        if text
    }
    if bodies:
        assets.browse(bodies)._message_log_batch(bodies=bodies)


def reason_of(env, error):
    """Return why the write was refused, for a person."""
    if isinstance(error, IntegrityError):
        return constraint_message(env, error)
    return str(error.args[0] if error.args else error)
