# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What is raised about proposals, as problems of the API with a stable code."""

import contextlib

from odoo.addons.ipai_approval.refusal import CODES, ChangeRefused
from odoo.addons.ipai_base.http import problems
from odoo.addons.ipai_base.http.problems import Problem

STATUS = {
    "not-allowed": 403,
    "own-proposal": 403,
    "confirmation-required": 422,
    "operation-refused": 422,
    "reason-required": 422,
    "simulation-failed": 422,
}
"""All others are conflicts with the state that things are in: 409."""

problems.define({code: (STATUS.get(code, 409), title) for code, title in CODES.items()})
problems.define({"kind-unavailable": (403, "This kind of record is not available here")})


def bad_field(field, reason, next_step=None, slug="invalid-body"):
    """The Problem of one field of a body that fits the schema and yet cannot be.

    >>> bad_field("limit", "it is too high").detail
    '/limit: it is too high.'
    """
    errors = [{"pointer": f"/{field}", "detail": str(reason)}]
    return Problem(slug, f"/{field}: {reason}.", next_step, errors=errors)


@contextlib.contextmanager
def as_problems():
    """Raise what a proposal is refused for as a Problem."""
    try:
        yield
    except ChangeRefused as refusal:
        details = dict(refusal.details)
        errors = details.pop("errors", None)
        raise Problem(
            refusal.code, refusal.message, refusal.next_step, errors=errors, details=details
        ) from refusal
