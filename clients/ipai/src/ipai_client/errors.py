# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
class SettingsError(Exception):
    """A variable is missing or wrong; the message says which and what to do."""


class Refusal(Exception):
    """A refusal of the server (RFC 9457).

    :ivar status: of HTTP; 0 when there was no answer at all.
    :ivar code: stable, as in full; programs decide by it.
    :ivar next_step: what to do now, or None.
    :ivar problem: the whole document, a dictionary.
    """

    def __init__(self, status, problem):
        self.status = status
        self.problem = problem
        self.code = problem.get("code", "no-problem-document")
        self.detail = problem.get("detail", "")
        self.next_step = problem.get("next_step")
        super().__init__(" ".join(filter(None, (f"{self.code}: {self.detail}", self.next_step))))
