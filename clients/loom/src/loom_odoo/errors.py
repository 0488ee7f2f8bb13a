# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
class LoomError(Exception):
    """A refusal of the server (RFC 9457).

    :ivar status: of HTTP; 0 when there was no answer at all.
    :ivar code: stable, as in approval-required; programs decide by it.
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


class NotDecided(Exception):
    """Nobody has decided in time.

    :ivar proposal: the Proposal as it was seen last.
    """

    def __init__(self, proposal):
        self.proposal = proposal
        names = ", ".join(proposal.waiting_for) or "nobody"
        super().__init__(f"{proposal.proposal_id} still waits for {names}: {proposal.url}")
