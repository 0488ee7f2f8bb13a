# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A task for somebody who has left goes to who is there: else a reminder is made, and nobody is reminded."""

from markupsafe import Markup

from odoo import SUPERUSER_ID

from .managers import is_there, managers_of


def handed_on(env, vals_list):
    """The values of activities about the suite's records, each for a person who can still do it.

    Who is archived, is no internal user, or has left the record's company is replaced by the company's first
    manager, who reads whose task it was.
    """
    about = [(_model_of(env, vals), vals.get("res_id")) for vals in vals_list]
    records = {}
    for model in {model for model, _id in about if model}:
        ids = {id_ for name, id_ in about if name == model and id_}
        for record in env[model].sudo().browse(ids).exists():
            records[model, record.id] = record
    return [
        _handed_on(env, vals, records[key]) if key in records else vals
        for vals, key in zip(vals_list, about, strict=True)
    ]


def _handed_on(env, vals, record):
    company = record.company_id if "company_id" in record._fields else None
    user = env["res.users"].sudo().browse(vals.get("user_id") or env.uid)
    if ("user_id" in vals and not vals["user_id"]) or is_there(user, company):
        return vals
    manager = managers_of(env, company).sorted("id")[:1]
    if not manager:
        return vals
    handed = {**vals, "user_id": manager.id}
    if user.id != SUPERUSER_ID:
        words = env._("It was for %s, who cannot do it any more: name somebody else.", user.name)
        handed["note"] = Markup("<p>%s</p>%s") % (words, Markup(vals.get("note") or ""))
    return handed


def _model_of(env, vals):
    """The name of the suite's model that an activity is about; None for one of Odoo's own."""
    model = vals.get("res_model")
    if not model and vals.get("res_model_id"):
        model = env["ir.model"].sudo().browse(vals["res_model_id"]).model
    return model if (model or "").startswith("ipai.") and model in env else None
