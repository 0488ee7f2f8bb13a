# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_base.http.routing import api_route
from odoo.addons.ipai_proposal import answering
from odoo.addons.ipai_proposal import schemas as shown

from .. import schemas
from ..models.ipai_inventory_desk import ADDRESS

SCOPE = "assets:propose"
PROPOSE_ADDRESS = "/ipai/propose"
"""Where each kind has its place, as with Loom; what was proposed stands elsewhere."""
REFUSES = ("kind-unavailable",)
PROPOSE = {"scope": SCOPE, "answer": shown.Proposal, "status": 201, "refuses": REFUSES}


class InventoryProposals(http.Controller):
    @api_route(
        f"{PROPOSE_ADDRESS}/asset", "POST", "Propose an asset", body=schemas.ProposeAsset, **PROPOSE
    )
    def propose_asset(self, body):
        return _propose("asset", body)

    @api_route(
        f"{PROPOSE_ADDRESS}/address",
        "POST",
        "Propose an IP address",
        body=schemas.ProposeAddress,
        **PROPOSE,
    )
    def propose_address(self, body):
        return _propose("address", body)

    @api_route(
        f"{PROPOSE_ADDRESS}/relation",
        "POST",
        "Propose a relation",
        body=schemas.ProposeRelation,
        **PROPOSE,
    )
    def propose_relation(self, body):
        return _propose("relation", body)

    @api_route(
        f"{PROPOSE_ADDRESS}/article",
        "POST",
        "Propose an article",
        body=schemas.ProposeArticle,
        **PROPOSE,
    )
    def propose_article(self, body):
        return _propose("article", body)

    @api_route(
        ADDRESS,
        "GET",
        "The proposals of this key's user; those that are open by default",
        scope=SCOPE,
        query=shown.ProposalQuery,
        answer=shown.ProposalPage,
    )
    def list_proposals(self, query):
        return answering.page(_desk(), query)

    @api_route(
        f"{ADDRESS}/<string:proposal_id>",
        "GET",
        "One proposal",
        scope=SCOPE,
        query=shown.WaitQuery,
        answer=shown.Proposal,
    )
    def show_proposal(self, proposal_id, query):
        return _desk()._show(_find(proposal_id), query.wait)

    @api_route(
        f"{ADDRESS}/<string:proposal_id>",
        "DELETE",
        "Take a proposal back; it stays in the books",
        scope=SCOPE,
        answer=shown.Cancelled,
    )
    def cancel_proposal(self, proposal_id):
        proposal = _find(proposal_id)
        _desk()._cancel(proposal)
        return {"status": "cancelled", "proposal_id": proposal.code}

    @api_route(
        f"{ADDRESS}/<string:proposal_id>/execute",
        "POST",
        "Carry out what was decided",
        scope="assets:execute",
        bucket="execute",
        body=shown.Confirmation,
        answer=shown.Executed,
    )
    def execute_proposal(self, proposal_id, body):
        return _desk()._execute(_find(proposal_id), body.confirmed)


def _desk():
    return request.env["ipai.inventory.desk"]


def _propose(kind, body):
    return answering.propose(request.env["ipai.inventory.proposer"], _desk(), kind, body, ADDRESS)


def _find(code):
    return answering.find(_desk(), code)
