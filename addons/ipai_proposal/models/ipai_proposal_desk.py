# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import fields, models

from odoo.addons.ipai_base.compat import domain_and
from odoo.addons.ipai_base.http.keyset import CursorError, Keyset
from odoo.addons.ipai_base.http.problems import Problem

from ..refusals import as_problems, bad_field
from ..waiting import wait_for_change

KEYSET = Keyset("proposals", "id", "desc")
CODE = re.compile("[0-9a-f]{8}")
OPEN = ("pending", "approved")


class IpaiProposalDesk(models.AbstractModel):
    """What programs have proposed, for their APIs: listed, shown, taken back, carried out.

    Each API is one that inherits it, with a ``_source`` and an ``_execution_path`` of its own.
    """

    _name = "ipai.proposal.desk"
    _description = "Proposals as an API Shows Them"

    _source = ""
    """The source of its proposals; it shows no others."""

    # -- public: what the routes call ---------------------------------------------------------

    def _page(self, asked):
        """A page of the proposals of this user, as a ProposalQuery asks for them."""
        domain = self._domain(asked)
        proposals = self.env["ipai.proposal"]
        if asked.wait and not asked.cursor and not proposals.search(domain, limit=1):
            wait_for_change(self.env, asked.wait, lambda: proposals.search(domain, limit=1))
        found = proposals.search(domain, limit=asked.limit + 1, order=KEYSET.order)
        page = found[: asked.limit]
        more = KEYSET.cursor(None, page[-1:].id) if len(found) > len(page) else None
        shown = [self._shown(proposal) for proposal in page]
        return {"count": len(shown), "proposals": shown, "next_cursor": more}

    def _find(self, code):
        """The proposal of this user with the code; raise Problem."""
        found = self.env["ipai.proposal"]
        if CODE.fullmatch(code):
            found = found.search([("code", "=", code), *self._mine()])
        if not found:
            raise Problem("not-found", "This key has no proposal with such a proposal_id.")
        return found

    def _show(self, proposal, wait):
        """The proposal; after so many seconds at most, if it is not decided yet."""
        if wait and proposal.state == "pending":
            wait_for_change(self.env, wait, lambda: proposal.state != "pending")
        return self._shown(proposal)

    def _cancel(self, proposal):
        """Take it back; what is taken back already stays so."""
        if proposal.state == "withdrawn":
            return
        if proposal.state not in ("draft", *OPEN):
            raise Problem(
                "proposal-closed",
                f"It cannot be taken back any more: it is {proposal.state}.",
                "A person can propose to undo what was carried out, at its page.",
                details={"state": proposal.state},
            )
        with as_problems():
            proposal.action_withdraw()

    def _execute(self, proposal, confirmed):
        """Carry it out; a write that Odoo refuses then is an outcome, too."""
        with as_problems():
            outcome = proposal._execute(confirmed)
        return {**outcome, "executed_at": proposal.executed_at or None}

    # -- helpers ------------------------------------------------------------------------------

    def _execution_path(self, code):
        """Where the proposal with the code is carried out."""
        raise NotImplementedError

    def _mine(self):
        """The domain of the proposals of this API and this user."""
        return [("source", "=", self._source), ("requester_id", "=", self.env.uid)]

    def _domain(self, asked):
        domain = [*self._mine(), *_in_state(asked.state)]
        if asked.case_id:
            domain.append(("case_id", "=", asked.case_id))
        if asked.since:
            domain.append(("write_date", ">", asked.since))
        if asked.cursor is not None:
            try:
                domain = domain_and(domain, KEYSET.after(asked.cursor))
            except CursorError as error:
                raise bad_field("cursor", error, slug="invalid-parameters") from error
        return domain

    def _shown(self, proposal):
        """A proposal as the answers have it."""
        state, reason = self._standing(proposal)
        report = proposal.simulation or {}
        operations = proposal.operation_ids
        waiting = proposal.waiting_user_ids.sudo().mapped("name") if state in OPEN else []
        return {
            "proposal_id": proposal.code,
            "kind": proposal.kind,
            "state": state,
            "summary": proposal.summary,
            "operations": [self._shown_operation(operation) for operation in operations],
            "case_id": proposal.case_id or None,
            "requires_confirmation": True,
            "confirmed": proposal.state in ("executing", "executed"),
            "created_at": proposal.create_date.replace(microsecond=0),
            "updated_at": proposal.write_date,
            "expires_at": proposal.expires_at,
            "hash": proposal.payload_hash or None,
            "revision": proposal.revision,
            "risk": proposal.risk,
            "decided_by": proposal.policy_mode or None,
            "waiting_for": waiting,
            "simulation": {
                "operations": [
                    {
                        "before": operation.before or {},
                        "after": operation.after or {},
                        "duplicates": operation.duplicates or [],
                    }
                    for operation in operations
                ],
                "errors": report.get("errors", []),
                "warnings": report.get("warnings", []),
                "mails": report.get("mails", []),
            },
            "executed_at": proposal.executed_at or None,
            "results": proposal.result or [],
            "error": proposal.error or reason or None,
            "url": f"{proposal.get_base_url()}/odoo/change-proposals/{proposal.id}",
            "next_step": self._next_step(proposal, state, waiting),
        }

    def _shown_operation(self, operation):
        return {
            "op": operation._called(),
            "payload": {
                "model": operation.res_model,
                "method": operation.method,
                "id": operation.res_id if operation.method == "write" else None,
                "values": operation.values or {},
            },
        }

    def _standing(self, proposal):
        """The state as it is now, whether the scheduled action has said so or not; and why, or ""."""
        if proposal.state in ("draft", *OPEN) and proposal.expires_at <= fields.Datetime.now():
            return "expired", f"It was good until {proposal.expires_at} UTC."
        if proposal.state == "approved" and (reason := proposal._approval_lapse()):
            return "pending", reason
        if proposal.approval_state == "asked_back":
            return "pending", f"Asked back: {proposal.approval_question}"
        if proposal.state == "rejected":
            voted = proposal.sudo().decision_ids.filtered(lambda one: one.verdict == "reject")
            said = voted.sorted("id", reverse=True)[:1]
            return "rejected", said.reason and f"{said.user_id.name}: {said.reason}"
        return proposal.state, ""

    def _next_step(self, proposal, state, waiting):
        """What the caller does now: a sentence."""
        execute = f'POST {{"confirmed": true}} to {self._execution_path(proposal.code)}'
        if state == "pending" and proposal.policy_mode == "confirm":
            return f"Review it, then {execute}."
        if proposal.approval_state == "asked_back" and state == "pending":
            return "Answer the question in error, at url: then it is decided."
        if state == "pending":
            names = ", ".join(waiting[:5]) or "an approver"
            return f"Waiting for the decision of {names}, at url. Then {execute}."
        return {
            "approved": f"It is approved: {execute}.",
            "executed": "None: it is done.",
            "failed": "Read error, then propose it again.",
            "rejected": "None: a person said no; error has the reason.",
            "withdrawn": "None: it was taken back.",
            "expired": "Propose it again.",
        }.get(state, "Ask for it again in a moment.")


def _in_state(state):
    """The domain of the proposals that are in a state now: their time may be over before an action says so."""
    now = fields.Datetime.now()
    if state == "expired":
        over = ["&", ("state", "in", ["draft", *OPEN]), ("expires_at", "<=", now)]
        return ["|", ("state", "=", "expired"), *over]
    good = [("expires_at", ">", now)]
    if state == "open":
        return [("state", "in", OPEN), *good]
    lapsed = ["&", ("state", "=", "approved"), ("approval_expires_at", "<=", now)]
    if state == "pending":
        return ["|", ("state", "=", "pending"), *lapsed, *good]
    if state == "approved":
        stands = ["|", ("approval_expires_at", "=", False), ("approval_expires_at", ">", now)]
        return [("state", "=", "approved"), *stands, *good]
    return [("state", "=", state)]
