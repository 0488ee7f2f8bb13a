# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Evidence outlives what it is about: decisions and steps whose model was uninstalled with its addon."""

from odoo.exceptions import UserError


def stored_name(env, model, res_id):
    """What such a row says in the place of a name: the model and id that it holds."""
    return env._("%(model)s %(id)s (its application is not installed)", model=model, id=res_id)


def record_of(env, model, res_id):
    """The record that a row is about.

    :raises UserError: when its model was uninstalled.
    """
    if model not in env:
        raise UserError(
            env._(
                "%s cannot be opened: install the application that it belongs to again.",
                stored_name(env, model, res_id),
            )
        )
    return env[model].browse(res_id)


def void_steps(env, model):
    """Nobody is asked any more about records of a model that goes with its addon."""
    env.cr.execute(
        "UPDATE ipai_approval_step SET state = 'void' WHERE res_model = %s AND state IN ('later', 'asked')",
        [model],
    )
    env["ipai.approval.step"].invalidate_model(["state"])
