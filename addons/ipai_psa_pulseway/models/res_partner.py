# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.modules import module

WATCHED = {"name", "is_company", "parent_id", "category_id", "active"}


class ResPartner(models.Model):
    """A new customer is brought to Pulseway, where its account says so: after the commit, never in its way."""

    _inherit = "res.partner"

    @api.model_create_multi
    def create(self, vals_list):
        partners = super().create(vals_list)
        partners._bring_to_pulseway()
        return partners

    def write(self, vals):
        result = super().write(vals)
        if not WATCHED.isdisjoint(vals):
            self._bring_to_pulseway(renamed="name" in vals)
        return result

    def _bring_to_pulseway(self, renamed=False):
        """Note those that are to be there, and are not, or are called otherwise by now."""
        if not self._is_pulseway_asked():
            return
        accounts = (
            self.env["ipai.pulseway.account"]
            .sudo()
            .search([("downstream", "!=", "none"), ("provider", "=", "pulseway")])
        )
        for account in accounts:
            wanted = account._wanted_downstream(self.sudo())
            if not wanted:
                continue
            rows = self.env["ipai.pulseway.client"].sudo().search(
                [
                    ("account_id", "=", account.id),
                    ("level", "=", "organization"),
                    ("partner_id", "in", wanted.ids),
                    ("external_id", "!=", False),
                ]
            )  # fmt: skip
            new = wanted - rows.partner_id
            if renamed:
                # Also where it is called so already as far as is seen here: a worker may be renaming it.
                new |= rows.filtered(lambda row: row.matched_by == "created").partner_id
            if new:
                self.env["ipai.pulseway.task"].sudo()._ask(account, new)

    def _is_pulseway_asked(self):
        """Not during an installation, an import or a test."""
        context = self.env.context
        return bool(
            self.env.registry.ready
            and not context.get("install_mode")
            and not context.get("import_file")
            and "_import_current_module" not in context
            and not (module.current_test and not context.get("ipai_pulseway_in_test"))
        )
