# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiMatchAnswer(models.Model):
    """What a person said to the question whether a report and an asset are one machine.

    Later runs of the same source, or of files, follow it; deleting the line asks again.
    """

    _name = "ipai.match.answer"
    _description = "Answer About an Asset"
    _order = "id desc"
    _rec_name = "subject"

    subject = fields.Char("Reported As", required=True, readonly=True)
    asset_id = fields.Many2one(
        "ipai.asset", required=True, readonly=True, index=True, ondelete="cascade"
    )
    same = fields.Boolean("Same Machine", readonly=True)
    source_id = fields.Many2one(
        "ipai.source", readonly=True, ondelete="cascade", index="btree_not_null"
    )
    user_id = fields.Many2one(
        "res.users", "By", required=True, readonly=True, default=lambda self: self.env.user
    )
    company_id = fields.Many2one(related="asset_id.company_id", store=True, index=True)

    _answer_uniq = UniqueIndex(
        "(subject, asset_id, COALESCE(source_id, 0))", "This question is answered already."
    )

    @api.model
    def _of(self, company, source, subjects):
        """Return (subject, asset id, whether it is the same) of what was answered about reports."""
        domain = [
            ("company_id", "=", company.id),
            ("source_id", "=", source.id),
            ("subject", "in", [subject for subject in subjects if subject]),
        ]
        return [
            (answer.subject, answer.asset_id.id, answer.same)
            for answer in self.search_fetch(domain, ["subject", "asset_id", "same"])
        ]

    @api.model
    def _remember(self, subject, source, candidates, chosen):
        """Note that a report speaks of the chosen asset, an empty one for none, and not of the others."""
        domain = [
            ("subject", "=", subject),
            ("source_id", "=", source.id),
            ("asset_id", "in", (candidates | chosen).ids),
        ]
        self.search(domain).unlink()
        self.create(
            [
                {
                    "subject": subject,
                    "source_id": source.id,
                    "asset_id": asset.id,
                    "same": asset == chosen,
                    "user_id": self.env.uid,
                }
                for asset in candidates | chosen
            ]
        )
