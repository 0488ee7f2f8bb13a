# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class IpaiAssetType(models.Model):
    """Below which types a type stands says which protections its assets have: to move it changes them."""

    _name = "ipai.asset.type"
    _inherit = ["ipai.decisive", "ipai.asset.type"]

    def _is_decisive(self, verb, vals):
        """Only where one of the types that a protection names comes to stand above, or does no longer."""
        if verb != "write" or "parent_id" not in vals:
            return False
        chosen = self._protections_by_type().type_ids
        above = self.browse(vals["parent_id"] or ())._with_ancestors() & chosen
        return any(kind.parent_id._with_ancestors() & chosen != above for kind in self)

    def _decisive_company(self):
        """Whose protections choose by type; of several all are told."""
        companies = self._protections_by_type().company_id
        return companies if len(companies) == 1 else companies.browse()

    def _protections_by_type(self):
        return self.env["ipai.field.protection"].sudo().search([("type_ids", "!=", False)])
