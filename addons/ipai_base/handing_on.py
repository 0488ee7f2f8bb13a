# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A task of somebody who has left goes to who is there: when it is made, when it is given, and when they leave.

To leave is to be archived or deleted, to lose the company, or the group that may read what the task is about.
"""

from markupsafe import Markup

from odoo import SUPERUSER_ID, Command

from .compat import GROUP_USERS_FIELD, GROUPS_FIELD
from .managers import is_there, managers_of

MANY = 20
"""So many tasks are told one by one to who gets them; of more one reads in the list only."""
OF_A_FORM = ("in_group_", "sel_groups_")
"""How the form of a user on 18.0 calls the groups."""


def may_leave(vals):
    """Whether these values of a user can take something from them that a task needs.

    >>> may_leave({"name": "Ada"}), may_leave({"active": False}), may_leave({"in_group_7": False})
    (False, True, True)
    """
    return _takes(vals, ("company_ids", GROUPS_FIELD)) or any(
        name == "active" or name.startswith(OF_A_FORM) for name in vals
    )


def may_take(vals):
    """The same of the values of a group, or of a company.

    >>> may_take({"name": "Ada"}), may_take({"implied_ids": []})
    (False, True)
    """
    return _takes(vals, (GROUP_USERS_FIELD, "user_ids", "implied_ids"))


def _takes(vals, names):
    """Whether what is written of some of these fields does more than add records, as an installation does.

    >>> _takes({"implied_ids": [(4, 7)]}, ["implied_ids"]), _takes({"implied_ids": [(3, 7)]}, ["implied_ids"])
    (False, True)
    """
    return any(name in vals and not _adds(vals[name]) for name in names)


def _adds(value):
    """Whether a value of a field of many records is nothing but commands that add some."""
    commands = value if isinstance(value, list | tuple) else ()
    return bool(commands) and all(
        isinstance(command, list | tuple) and command[0] in (Command.CREATE, Command.LINK)
        for command in commands
    )


def handed_on(env, vals_list, leaving=()):
    """The values of activities about the suite's records, each for a person who can still do it.

    Who is archived, is no internal user, has left the record's company, or may read no such record is replaced
    by the company's first manager, who reads whose task it was.

    :param leaving: ids of users who are still there, but not for long.
    """
    about = [(_model_of(env, vals), vals.get("res_id")) for vals in vals_list]
    records = {}
    for model in {model for model, _id in about if model}:
        ids = {id_ for name, id_ in about if name == model and id_}
        # Narrow: whose record it is, for a task that its company's people get; nothing is told.
        for record in env[model].sudo().browse(ids).exists():
            records[model, record.id] = record
    return [
        _handed_on(env, vals, records[key], leaving) if key in records else vals
        for vals, key in zip(vals_list, about, strict=True)
    ]


def hand_over(tasks, leaving=()):
    """Give away the tasks about the suite's records that are with somebody who cannot do them."""
    tasks = tasks.sudo().filtered("user_id")
    names = ("res_model", "res_id", "note")
    before = [{"user_id": one.user_id.id, **{name: one[name] for name in names}} for one in tasks]
    after = handed_on(tasks.env, before, leaving)
    quiet = {"mail_activity_quick_update": True} if len(tasks) > MANY else {}
    for task, was, new in zip(tasks.with_context(**quiet), before, after, strict=True):
        if new["user_id"] == was["user_id"]:
            continue
        same = [(name, "=", task[name]) for name in ("res_model", "res_id", "summary")]
        same += [
            ("activity_type_id", "=", task.activity_type_id.id),
            ("user_id", "=", new["user_id"]),
        ]
        if task.search_count(same, limit=1):
            task.unlink()  # who gets it has it already
        else:
            task.write({name: new[name] for name in ("user_id", "note") if name in new})


def hand_over_from(users, leaving=False):
    """Give away those of some users' tasks that they cannot do.

    :param leaving: they are about to leave, though they are still there.
    """
    if "mail.activity" in users.env:
        # Narrow: tasks of those who leave go on to others; nothing is told.
        tasks = users.env["mail.activity"].sudo().search([("user_id", "in", users.ids)])
        hand_over(tasks, users.ids if leaving else ())


def _handed_on(env, vals, record, leaving):
    company = record.company_id if "company_id" in record._fields else None
    # Narrow: whether a user is there, in the company of the record.
    user = env["res.users"].sudo().browse(vals.get("user_id") or env.uid)
    if ("user_id" in vals and not vals["user_id"]) or (
        user.id not in leaving and _can_do(user, record, company)
    ):
        return vals
    managers = managers_of(env, company).filtered(lambda one: one.id not in leaving)
    if not managers:
        return vals
    handed = {**vals, "user_id": managers.sorted("id")[0].id}
    if user.id != SUPERUSER_ID:
        words = env._("It was for %s, who cannot do it any more: name somebody else.", user.name)
        handed["note"] = Markup("<p>%s</p>%s") % (words, Markup(vals.get("note") or ""))
    return handed


def _can_do(user, record, company):
    """Whether a user is there, and may read such records at all."""
    return is_there(user, company) and record.browse().with_user(user).has_access("read")


def _model_of(env, vals):
    """The name of the suite's model that an activity is about; None for one of Odoo's own."""
    model = vals.get("res_model")
    if not model and vals.get("res_model_id"):
        # Narrow: the name of a model.
        model = env["ir.model"].sudo().browse(vals["res_model_id"]).model
    return model if (model or "").startswith("ipai.") and model in env else None
