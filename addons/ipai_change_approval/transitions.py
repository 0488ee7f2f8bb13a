# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The states of a change, and the ways between them."""

ALLOWED = {
    "draft": ("assess", "approve", "scheduled", "cancelled"),
    "assess": ("draft", "approve", "cancelled"),
    "approve": ("draft", "asked_back", "scheduled", "rejected", "cancelled"),
    "asked_back": ("approve", "cancelled"),
    "scheduled": ("draft", "approve", "implementing", "cancelled"),
    "implementing": ("review",),
    "review": ("closed", "failed", "backed_out"),
    "rejected": ("draft",),
}
"""state → the states that may follow."""

FINAL = ("closed", "cancelled", "failed", "backed_out")
"""Nothing follows, and nothing is edited any more."""

SETTLED = (*FINAL, "rejected")
"""Nothing is going to happen."""

STARTED = ("implementing", "review", *FINAL)
"""What was decided is being done, or was: it stays as it is."""

CLOSING = {
    "successful": "closed",
    "issues": "closed",
    "failed": "failed",
    "backed_out": "backed_out",
}
"""outcome → the state in which the review leaves the change."""


def is_allowed(before, after):
    """Whether a change may go from one state to another.

    >>> is_allowed("approve", "scheduled"), is_allowed("draft", "implementing")
    (True, False)
    """
    return after in ALLOWED.get(before, ())
