# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a change of a rule of decisions waits for a second manager. A variable of the process: no caller can ask for it."""

import contextlib
import contextvars
import json

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError

from odoo.addons.ipai_base.http.cursors import short
from odoo.addons.ipai_base.managers import managers_of

_second = contextvars.ContextVar("ipai_approval.second", default=False)


class _Tried(Exception):
    """It can be done, and is undone."""


@contextlib.contextmanager
def confirmed():
    """What happens inside was confirmed, or is only tried."""
    token = _second.set(True)
    try:
        yield
    finally:
        _second.reset(token)


def is_confirmed():
    """Whether nobody is asked any more."""
    return _second.get()


def other_managers(env, company):
    """The other managers of a company, or of all when there is none."""
    return managers_of(env, company).filtered(lambda user: user.id not in (SUPERUSER_ID, env.uid))


def ask(records, verb, vals_list, act, words_of):
    """Where a company has two managers, one changes no rule alone: it is tried, undone, and asked for.

    :param act: does it; what it returns stands for the records that were made.
    :param words_of: what it changes, in words, of the records, once it is done.
    :raises UserError: when it waits, with who can confirm it; whatever trying it raises, too.
    """
    env = records.env
    if env.su or env.uid == SUPERUSER_ID or is_confirmed() or (verb != "create" and not records):
        return
    found = {}
    with contextlib.suppress(_Tried), confirmed(), env.cr.savepoint():
        done = act()
        changed = done if verb == "create" else records
        companies = changed._decisive_companies() if verb != "unlink" else env["res.company"]
        found.update(words=words_of(changed), companies=companies.ids)
        raise _Tried
    env.invalidate_all(flush=False)
    companies = env["res.company"].browse(found["companies"])
    if verb != "create":
        companies |= records._decisive_companies()
    others = other_managers(env, companies[:1])
    # Of no company: it holds for all, and each that asks for a second asks here.
    asking = (companies or env["res.company"].sudo().search([])).filtered(
        lambda company: company.sudo().ipai_second_manager == "auto"
    )
    if not others or not asking:
        return
    with short(env.registry) as cr:
        changes = api.Environment(cr, SUPERUSER_ID, {})["ipai.approval.rule.change"]
        for record, vals in _pairs(records, verb, vals_list):
            change = changes.create(
                {
                    "res_model": records._name,
                    "res_id": record,
                    "verb": verb,
                    "vals": json.loads(json.dumps(vals, default=str)),
                    "words": (found["words"] or verb)[:500],
                    "asked_by_id": env.uid,
                    "company_id": companies[:1].id or env.company.id,
                }
            )
            change._tell(others.ids)
    raise UserError(
        env._(
            "This changes who decides, or whether: another manager (%s) has to confirm it. It was kept, and "
            "waits under Configuration, Changes, Rules to Confirm.",
            ", ".join(others[:5].mapped("name")),
        )
    )


def _pairs(records, verb, vals_list):
    """``(id, values)`` of each request."""
    if verb == "create":
        return [(0, vals) for vals in vals_list]
    return [(record.id, vals_list[0] if vals_list else {}) for record in records]
