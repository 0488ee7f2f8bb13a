# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_base.http.problems import Problem

from ..refusals import as_problems, bad_field


class IpaiProposalProposer(models.AbstractModel):
    """From the bodies of an API to proposals; each API is one that inherits it."""

    _name = "ipai.proposal.proposer"
    _description = "Proposals of an API"

    _source = ""
    """The source of its proposals, by which policies know them."""
    _group = ""
    """The group that the user of a key needs."""
    _kinds = {}
    """kind → (model, name of the method that gives operations and a summary)."""

    def _propose(self, kind, given, key_id):
        """The proposal, simulated and submitted.

        :param given: the body, as its schema.
        :param key_id: of the ipai.api.key that asks.
        :raises Problem: kind-unavailable, invalid-body, operation-refused, simulation-failed, …
        """
        if reason := self._unavailable(kind):
            step = f"Give the user of the key the group {self._group}."
            raise Problem("kind-unavailable", reason, step)
        operations, summary = getattr(self, self._kinds[kind][1])(given)
        with as_problems():
            # Narrow: the key that the call came with, kept and not read.
            return self.env["ipai.proposal"]._propose(
                operations,
                kind=kind,
                source=self._source,
                summary=summary,
                case_id=given.case_id,
                reasoning=given.reasoning,
                provenance=[source.model_dump(exclude_none=True) for source in given.provenance],
                amount=getattr(given, "expected_revenue", None),
                key=self.env["ipai.api.key"].sudo().browse(key_id),
            )

    def _available(self):
        """Which kinds of records are there for this user, and why others are not."""
        found = {kind: self._unavailable(kind) for kind in self._kinds}
        return {kind: {"available": not why, "reason": why} for kind, why in found.items()}

    def _unavailable(self, kind):
        """Why the user may not propose such a thing; None when it may."""
        model = self._kinds[kind][0]
        if self.env[model].has_access("create"):
            return None
        return f"{self.env.user.login} may not create {model}."

    def _visible(self, model, number, field):
        """The record with the number that the caller gave in the field; empty without a number."""
        records = self.env[model].with_context(active_test=False)
        found = records.search([("id", "=", number)]) if number else records
        if number and not found:
            raise bad_field(field, f"there is no {model} {number} that this key may see")
        return found

    def _person(self, number, field="user_id"):
        """The internal user of this company with the number; empty without a number."""
        users = self.env["res.users"]
        member = [("share", "=", False), ("company_ids", "in", self.env.company.ids)]
        found = users.search([("id", "=", number), *member]) if number else users
        if number and not found:
            raise bad_field(field, f"there is no user {number} in this company")
        return found
