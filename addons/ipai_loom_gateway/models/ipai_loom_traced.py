# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Loom may have written says so. The mixin stands before the models that it goes into, in one file with the short ones."""

from odoo import api, fields, models

from ..reading import keys

SPARED = "ipai_loom_spares_contact"


class IpaiLoomTraced(models.AbstractModel):
    """A record that Loom may have written."""

    _name = "ipai.loom.traced"
    _description = "Written by Loom"

    ipai_source = fields.Char(
        "Written By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The program that wrote it last, as in: Loom.",
    )
    ipai_case_id = fields.Char(
        "Case",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The last case that it was written for.",
    )


class IpaiLoomNamed(models.AbstractModel):
    """A record that Loom finds by a part of its name, without case and accents."""

    _name = "ipai.loom.named"
    _description = "Found by Loom"

    ipai_search_name = fields.Char(
        compute="_compute_ipai_search_name",
        store=True,
        index="trigram",
        help="The name in all languages, without case and accents.",
    )

    @api.depends("name")
    def _compute_ipai_search_name(self):
        langs = [None]
        if self._fields["name"].translate:
            langs = [code for code, _name in self.env["res.lang"].get_installed()]
        spelled = [self.with_context(lang=lang) if lang else self for lang in langs]
        for records in zip(self, *spelled, strict=True):
            names = dict.fromkeys(record.name for record in records[1:])
            records[0].ipai_search_name = keys.fold_text(*names) or False


class CalendarEvent(models.Model):
    _name = "calendar.event"
    _inherit = ["calendar.event", "ipai.loom.traced", "ipai.loom.named"]


class CrmLead(models.Model):
    _name = "crm.lead"
    _inherit = ["crm.lead", "ipai.loom.traced", "ipai.loom.named"]

    # Odoo copies what is written on a lead to its contact. A proposal of a lead is not decided as one
    # of its contact, and does not show it: what differs stays on the lead, whose form says so.

    def _inverse_email_from(self):
        if not self.env.context.get(SPARED):
            return super()._inverse_email_from()

    def _inverse_phone(self):
        if not self.env.context.get(SPARED):
            return super()._inverse_phone()


class ProjectProject(models.Model):
    _name = "project.project"
    _inherit = ["project.project", "ipai.loom.traced", "ipai.loom.named"]

    partner_id = fields.Many2one(index="btree_not_null")


class ProjectTask(models.Model):
    _name = "project.task"
    _inherit = ["project.task", "ipai.loom.traced", "ipai.loom.named"]
