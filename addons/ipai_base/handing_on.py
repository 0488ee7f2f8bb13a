# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A task for somebody who has left goes to who is there: else a reminder is made, and nobody is reminded."""

from markupsafe import Markup

from .compat import GROUP_ALL_USERS_FIELD


def handed_on(env, vals_list):
    """The values of activities about the suite's records, each for a person who can still do it.

    Who is archived, is no internal user, or has left the record's company is replaced by the company's first
    manager, who reads whose task it was.
    """
    return [_handed_on(env, vals) for vals in vals_list]


def _handed_on(env, vals):
    record = _record_of(env, vals)
    user = env["res.users"].sudo().browse(vals.get("user_id") or env.uid)
    if record is None or ("user_id" in vals and not vals["user_id"]) or _is_there(user, record):
        return vals
    managers = env.ref("ipai_base.group_manager").sudo()[GROUP_ALL_USERS_FIELD]
    there = managers.filtered(lambda one: _is_there(one, record)).sorted("id")[:1]
    if not there:
        return vals
    handed = {**vals, "user_id": there.id}
    if user.id != env.ref("base.user_root").id:
        words = env._("It was for %s, who cannot do it any more: name somebody else.", user.name)
        handed["note"] = Markup("<p>%s</p>%s") % (words, Markup(vals.get("note") or ""))
    return handed


def _is_there(user, record):
    company = record.company_id if "company_id" in record._fields else None
    return user.active and not user.share and (not company or company in user.company_ids)


def _record_of(env, vals):
    """The record of ours that an activity is about; None for one of Odoo's own."""
    model = vals.get("res_model")
    if not model and vals.get("res_model_id"):
        model = env["ir.model"].sudo().browse(vals["res_model_id"]).model
    if not (model or "").startswith("ipai.") or model not in env:
        return None
    return env[model].sudo().browse(vals.get("res_id")).exists() or None
