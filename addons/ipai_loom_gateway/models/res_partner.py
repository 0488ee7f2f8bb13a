# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import email_split

from odoo.addons.ipai_base.compat import Index

from ..reading import keys, sameness

SEARCH_STATISTICS = 1000  # entries of the planner's histogram of the search text


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "ipai.loom.traced", "ipai.loom.named"]

    ipai_search_text = fields.Char(
        compute="_compute_ipai_search_text",
        store=True,
        index="trigram",
        help="Name, e-mail and website, without case and accents.",
    )
    ipai_phone_key = fields.Char(compute="_compute_ipai_phone_key", store=True)
    ipai_phone_more = fields.Char(
        compute="_compute_ipai_phone_key",
        store=True,
        index="btree_not_null",
        help="The keys of the numbers behind the first.",
    )
    ipai_email_more = fields.Char(
        compute="_compute_ipai_email_more",
        store=True,
        index="btree_not_null",
        help="The addresses behind the first.",
    )
    ipai_vat_key = fields.Char(compute="_compute_ipai_vat_key", store=True, index="btree_not_null")
    ipai_website_key = fields.Char(compute="_compute_ipai_website_key", store=True)

    # The class of operators lets an index answer what begins so, in any collation.
    _ipai_phone_key_idx = Index("(ipai_phone_key text_pattern_ops)")
    _ipai_website_key_idx = Index("(ipai_website_key text_pattern_ops)")

    def init(self):
        """Let the planner see how rare a fragment is; see ``init`` of ipai.asset for the reason."""
        self.env.cr.execute(
            "SELECT attstattarget FROM pg_attribute"
            " WHERE attrelid = 'res_partner'::regclass AND attname = 'ipai_search_text'"
        )
        if self.env.cr.fetchone() != (SEARCH_STATISTICS,):
            self.env.cr.execute(
                "ALTER TABLE res_partner ALTER COLUMN ipai_search_text SET STATISTICS %s",
                [SEARCH_STATISTICS],
            )
            self.env.cr.execute("ANALYZE res_partner (ipai_search_text)")
        return super().init()

    @api.depends("name", "email", "website")
    def _compute_ipai_search_text(self):
        for partner in self:
            site = keys.host(partner.website)  # fold reads its punycode
            partner.ipai_search_text = keys.fold_text(partner.name, partner.email, site)

    @api.depends("phone")
    def _compute_ipai_phone_key(self):
        for partner in self:
            found = keys.phone_keys(partner.phone)
            partner.ipai_phone_key = found[0] if found else False
            partner.ipai_phone_more = keys.more(found[1:]) or False

    @api.depends("email", "email_normalized")
    def _compute_ipai_email_more(self):
        for partner in self:
            found = {email.lower() for email in email_split(partner.email or "")}
            rest = sorted(found - {partner.email_normalized})
            partner.ipai_email_more = keys.more(rest) or False

    @api.depends("vat")
    def _compute_ipai_vat_key(self):
        for partner in self:
            partner.ipai_vat_key = sameness.vat_key(partner.vat) or False

    @api.depends("website")
    def _compute_ipai_website_key(self):
        for partner in self:
            partner.ipai_website_key = keys.website_key(partner.website) or False
