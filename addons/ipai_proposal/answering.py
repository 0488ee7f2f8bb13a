# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the routes of each API for proposals do alike: the audit says which proposal a call was about."""

from odoo.http import request

from odoo.addons.ipai_base.http import call as calls
from odoo.addons.ipai_base.http.operation import Answer


def propose(proposer, desk, kind, body, place):
    """The answer to a body of a kind.

    :param proposer: the ``ipai.proposal.proposer`` of the API.
    :param desk: its ``ipai.proposal.desk``.
    :param place: the path below which a proposal stands by its code.
    """
    call = calls.of(request)
    call.describe(source=desk._source, case_id=body.case_id)
    proposal = proposer._propose(kind, body, call.caller.key_id)
    call.describe(target=f"ipai.proposal,{proposal.id}")
    return Answer(desk._shown(proposal), headers={"Location": f"{place}/{proposal.code}"})


def find(desk, code):
    """The proposal with the code; raise Problem where the caller has none."""
    proposal = desk._find(code)
    target = f"ipai.proposal,{proposal.id}"
    calls.of(request).describe(source=desk._source, case_id=proposal.case_id, target=target)
    return proposal


def page(desk, asked):
    """A page of the caller's proposals, as a ProposalQuery asks for them."""
    calls.of(request).describe(source=desk._source, case_id=asked.case_id)
    return desk._page(asked)
