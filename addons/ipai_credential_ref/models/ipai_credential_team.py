# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiCredentialTeam(models.Model):
    """Who may know that a reference exists: without a team, all who may read references of the company."""

    _name = "ipai.credential.team"
    _description = "Credential Team"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    member_ids = fields.Many2many("res.users", string="Members", domain=[("share", "=", False)])
    customer_ids = fields.Many2many(
        "res.partner",
        "ipai_credential_team_customer_rel",
        "team_id",
        "partner_id",
        string="Customers",
        domain=[("is_company", "=", True)],
        help="References of these customers are seen by members of the team only.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    _name_uniq = UniqueIndex(
        "(company_id, lower(name)) WHERE active", "There already is a team of this name."
    )
