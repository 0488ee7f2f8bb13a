# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

SEARCH_FIELDS = ("email", "phone", "name", "website")
READS = (
    "ipai_loom_search_fields",
    "ipai_loom_include_customers",
    "ipai_loom_include_opportunities",
)
KEPT = (*READS, "parent_path")
TOLD_KINDS = ("lead", "project", "tasks", "activity", "calendar_event")


class ResCompany(models.Model):
    _inherit = "res.company"

    ipai_loom_search_fields = fields.Char(
        "Loom Searches In",
        default=",".join(SEARCH_FIELDS),
        required=True,
        help="What the free text of a partner search is looked for in: email, phone, name, website.",
    )
    ipai_loom_include_customers = fields.Boolean(
        "Loom Sees Customers",
        default=True,
        help="Off: contacts with a won opportunity or an invoice, and their companies, stay hidden.",
    )
    ipai_loom_include_opportunities = fields.Boolean(
        "Loom Sees Opportunities", default=True, help="Off: Loom reads leads only."
    )
    ipai_loom_responsible_id = fields.Many2one(
        "res.users",
        "Loom's Activities Go To",
        domain=[("share", "=", False)],
        help="Where nobody answers for the record that an activity is about.",
    )
    ipai_loom_tell_lead = fields.Boolean("Tell of Leads", help="Assignment messages.")
    ipai_loom_tell_project = fields.Boolean("Tell of Projects", help="Assignment messages.")
    ipai_loom_tell_tasks = fields.Boolean("Tell of Tasks", help="Assignment messages.")
    ipai_loom_tell_activity = fields.Boolean(
        "Tell of Activities", help="A mail to who is to do it."
    )
    ipai_loom_tell_calendar_event = fields.Boolean(
        "Tell of Events", help="Invitations to those who attend."
    )

    @api.constrains("ipai_loom_search_fields")
    def _check_ipai_loom_search_fields(self):
        for company in self:
            names = company._ipai_loom_search_fields()
            if not names or set(names) - set(SEARCH_FIELDS):
                raise ValidationError(
                    self.env._(
                        "%(given)s is not a list of fields to search in: choose some of %(known)s.",
                        given=company.ipai_loom_search_fields,
                        known=", ".join(SEARCH_FIELDS),
                    )
                )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {*READS, "parent_id"}:
            self.env.registry.clear_cache()
        return result

    @api.model
    def _ipai_loom_reads(self):
        """The company of the call with the settings of the reads: asked of the database once in a process.

        The rules ask for its path, which is given along.
        """
        company = self.env.company
        company._update_cache(dict(self._ipai_loom_kept(company.id)), validate=False)
        return company

    @api.model
    @tools.ormcache("company_id")
    def _ipai_loom_kept(self, company_id):
        """Pairs of field and value of a company, as they stand in the database."""
        company = self.sudo().browse(company_id)
        company.fetch(KEPT)  # and not its hundred other fields
        return tuple((name, company[name]) for name in KEPT)

    def _ipai_loom_search_fields(self):
        """The names as a list."""
        return [name.strip() for name in self.ipai_loom_search_fields.split(",") if name.strip()]

    def _ipai_loom_told(self):
        """The kinds of which Odoo tells people when a proposal of Loom is carried out."""
        return {kind.replace("_", "-") for kind in TOLD_KINDS if self[f"ipai_loom_tell_{kind}"]}
