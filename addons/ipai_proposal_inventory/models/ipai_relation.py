# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

ENDS = ("asset", "service")


class IpaiRelation(models.Model):
    _inherit = "ipai.relation"

    def _proposal_stakes(self, values):
        """What is at stake with its two ends."""
        stakes = super()._proposal_stakes(values)
        for kind in ENDS:
            for end in ("source", "target"):
                name = f"{end}_{kind}_id"
                given = self.env[f"ipai.{kind}"].browse(values.get(name) or ()).exists()
                # Narrow: what is at stake is counted, of ends that the proposer was asked for by rights before.
                stakes += (given.sudo() | self[name])._proposal_stakes({})
        return stakes

    def _proposal_duplicates(self, values):
        """Relations between the same two, either way round."""
        found = self.browse()
        for one, other in (("source", "target"), ("target", "source")):
            between = [
                (f"{place}_{kind}_id", "=", values.get(f"{end}_{kind}_id") or False)
                for end, place in (("source", one), ("target", other))
                for kind in ENDS
            ]
            found |= self.search(between)
        same = values.get("type_id")
        return [
            (
                relation,
                self.env._("same relation")
                if relation.type_id.id == same
                else self.env._("between the same two"),
            )
            for relation in found
        ]
