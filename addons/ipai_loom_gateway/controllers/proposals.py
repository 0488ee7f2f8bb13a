# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_base.http.routing import api_route
from odoo.addons.ipai_proposal import answering, schemas

from ..paths import PREFIXES, both
from ..schemas import proposals

PROPOSE = {"scope": "loom:write", "answer": schemas.Proposal, "status": 201}


class Proposals(http.Controller):
    @api_route(
        both("/propose/partner"),
        "POST",
        "Propose a contact, or an update of the one that matches",
        body=proposals.ProposePartner,
        **PROPOSE,
    )
    def propose_partner(self, body):
        return _propose("partner", body)

    @api_route(
        both("/propose/lead"),
        "POST",
        "Propose an opportunity",
        body=proposals.ProposeLead,
        **PROPOSE,
    )
    def propose_lead(self, body):
        return _propose("lead", body)

    @api_route(
        both("/propose/project"),
        "POST",
        "Propose a project",
        body=proposals.ProposeProject,
        **PROPOSE,
    )
    def propose_project(self, body):
        return _propose("project", body)

    @api_route(
        both("/propose/tasks"),
        "POST",
        "Propose tasks of a project",
        body=proposals.ProposeTasks,
        **PROPOSE,
    )
    def propose_tasks(self, body):
        return _propose("tasks", body)

    @api_route(
        both("/propose/activity"),
        "POST",
        "Propose an activity on a record",
        body=proposals.ProposeActivity,
        **PROPOSE,
    )
    def propose_activity(self, body):
        return _propose("activity", body)

    @api_route(
        both("/propose/calendar-event"),
        "POST",
        "Propose an event",
        body=proposals.ProposeEvent,
        **PROPOSE,
    )
    def propose_calendar_event(self, body):
        return _propose("calendar-event", body)

    @api_route(
        both("/proposals"),
        "GET",
        "The proposals of this key's user; those that are open by default",
        scope="loom:write",
        query=schemas.ProposalQuery,
        answer=schemas.ProposalPage,
    )
    def list_proposals(self, query):
        return answering.page(_desk(), query)

    @api_route(
        both("/proposals/<string:proposal_id>"),
        "GET",
        "One proposal",
        scope="loom:write",
        query=schemas.WaitQuery,
        answer=schemas.Proposal,
    )
    def show_proposal(self, proposal_id, query):
        return _desk()._show(_find(proposal_id), query.wait)

    @api_route(
        both("/proposals/<string:proposal_id>"),
        "DELETE",
        "Take a proposal back; it stays in the books",
        scope="loom:write",
        answer=schemas.Cancelled,
    )
    def cancel_proposal(self, proposal_id):
        proposal = _find(proposal_id)
        _desk()._cancel(proposal)
        return {"status": "cancelled", "proposal_id": proposal.code}

    @api_route(
        both("/execute/<string:proposal_id>"),
        "POST",
        "Carry out what was decided",
        scope="loom:execute",
        bucket="execute",
        body=schemas.Confirmation,
        answer=schemas.Executed,
    )
    def execute_proposal(self, proposal_id, body):
        return _desk()._execute(_find(proposal_id), body.confirmed)


def _desk():
    return request.env["ipai.loom.desk"]


def _propose(kind, body):
    prefix = next(p for p in PREFIXES if request.httprequest.path.startswith(f"{p}/"))
    proposer = request.env["ipai.loom.proposer"]
    return answering.propose(proposer, _desk(), kind, body, f"{prefix}/proposals")


def _find(code):
    return answering.find(_desk(), code)
