# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import UserError


class IpaiAsset(models.Model):
    """An asset that was merged into another one speaks for nobody any more."""

    _inherit = "ipai.asset"

    merged_into_id = fields.Many2one(
        "ipai.asset",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="The asset that took over what this one was known by. Reports are matched with that one.",
    )

    def action_merge(self):
        """Prepare to merge two assets: the older one is kept.

        :raises UserError: when not exactly two are chosen
        """
        if len(self) != 2:
            raise UserError(self.env._("Choose the two assets that are one machine."))
        kept, duplicate = self.sorted("id")
        return self._prepared_merge("merge", duplicate, kept)

    def action_split(self):
        """Prepare to take a second machine out of this asset."""
        self.ensure_one()
        return self._prepared_merge("split", self, self.browse())

    def _prepared_merge(self, kind, source, target):
        merge = self.env["ipai.asset.merge"].create(
            {"kind": kind, "source_id": source.id, "target_id": target.id}
        )
        return merge._get_records_action(context={})

    def _link_domain(self):
        return [*super()._link_domain(), ("merged_into_id", "=", False)]
