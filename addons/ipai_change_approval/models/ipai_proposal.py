# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_proposal.operations import Allowed
from odoo.addons.ipai_topology.models.ipai_relation import END_MODELS

NAMED = 30
SERVICE_FIELDS = frozenset(
    "name purpose owner_id customer_id criticality environment hours ports url".split()
)


class IpaiProposal(models.Model):
    """A proposal that a change carries."""

    _inherit = "ipai.proposal"

    change_id = fields.Many2one(
        "ipai.change",
        "Part of",
        index="btree_not_null",
        ondelete="restrict",
        help="It is carried out while this change is.",
    )

    @api.model
    def _allowed_operations(self):
        return {
            **super()._allowed_operations(),
            "ipai.service": Allowed(create=SERVICE_FIELDS, write=SERVICE_FIELDS),
        }

    def _freeze_targets(self):
        change = self.sudo().change_id
        return [*super()._freeze_targets(), *change]

    def _review_impact(self):
        """What fails if the assets and services that it writes fail."""
        ends = [target for target in self._targets() if target._name in dict(END_MODELS)]
        nodes = [node for target in ends for node in target._nodes()]
        if not nodes:
            return super()._review_impact()
        Impact = self.env["ipai.impact"]
        outcome = Impact._what_fails(nodes)
        assets, services = Impact._records([one for one in outcome.failed if one not in nodes])
        # Names are read of those that are shown: very many may fail with one.
        shown = services[:NAMED], assets[: max(NAMED - len(services), 0)]
        names = [name for some in shown for name in some.mapped("display_name")]
        return {"names": names, "more": len(services) + len(assets) - len(names)}

    def _execution_blockers(self, moment):
        """The change that carries it is not being implemented."""
        blockers = super()._execution_blockers(moment)
        change = self.sudo().change_id
        if change and change.state != "implementing":
            blockers.append(
                {
                    "code": "wrong-state",
                    "message": self.env._(
                        "It is part of %s, which is not being implemented.", change.display_name
                    ),
                    "next_step": self.env._("Start that change first."),
                    "change": change.reference,
                }
            )
        return blockers

    def _approval_granted(self):
        """The approval holds as long as the window of the change that carries it."""
        result = super()._approval_granted()
        for proposal in self.sudo():
            end = proposal.change_id.planned_end
            if end and end > proposal.approval_expires_at:
                proposal.approval_expires_at = min(end, proposal.expires_at)
        return result
