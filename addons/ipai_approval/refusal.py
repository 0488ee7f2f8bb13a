# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Refusals with a code that a program can rely on, and a sentence for people."""

from odoo.exceptions import UserError

CODES = {
    "already-decided": "You have decided this revision already",
    "approval-required": "A human has to decide first",
    "change-conflict": "Something else is planned there at that time",
    "change-freeze": "A freeze forbids it now",
    "confirmation-required": "The caller has to confirm",
    "not-allowed": "You may not do that",
    "duplicate-found": "It exists by now, and who decided did not see that",
    "incomplete": "Something is missing that has to be known first",
    "nobody-to-ask": "Nobody may decide it",
    "operation-refused": "An operation is not one of those that are allowed",
    "own-proposal": "One's own may not be decided by oneself",
    "payload-changed": "It is not what was decided",
    "proposal-closed": "It has come to its end",
    "proposal-expired": "Its time is over",
    "reason-required": "A reason is needed",
    "outside-window": "It is not the time for which it was planned",
    "simulation-failed": "Odoo would refuse the write",
    "target-changed": "The record was changed since",
    "template-invalid": "The template is not in force, or is not followed",
    "wrong-state": "It is not the turn of this step",
}


class ChangeRefused(UserError):
    """Nothing was done, and why.

    :ivar code: one of ``CODES``; stable, for programs.
    :ivar next_step: what to do now, a sentence, or None.
    :ivar details: plain data for programs, as the three-way difference of ``target-changed``.
    """

    def __init__(self, code, message, next_step=None, **details):
        if code not in CODES:
            raise ValueError(f"unknown code {code!r}")
        super().__init__(f"{message} {next_step}" if next_step else message)
        self.code = code
        self.message = message
        self.next_step = next_step
        self.details = details
