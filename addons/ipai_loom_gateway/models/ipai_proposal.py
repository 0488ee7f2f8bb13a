# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_proposal.operations import Allowed

from ..trace import FIELDS, SOURCE
from .ipai_loom_traced import SPARED

CREATED = {
    "crm.lead": "name type partner_id email_from phone description expected_revenue user_id",
    "project.project": "name partner_id user_id date_start date description",
    "project.task": "name project_id description date_deadline priority user_ids",
    "mail.activity": "res_model_id res_id activity_type_id summary date_deadline note user_id",
    "calendar.event": "name allday start stop partner_ids location description user_id",
}
# Which setting of the company lets Odoo tell people of what Loom has written.
SILENT = {
    "mail_create_nosubscribe": True,
    "mail_auto_subscribe_no_notify": True,  # assignments
    "mail_activity_quick_update": True,  # activities
    "no_mail_to_attendees": True,  # invitations
    "dont_notify": True,  # alarms of events
}


class IpaiProposal(models.Model):
    _inherit = "ipai.proposal"

    def _allowed_operations(self):
        allowed = super()._allowed_operations()
        partner = allowed["res.partner"]
        allowed["res.partner"] = Allowed(
            create=partner.create | FIELDS, write=partner.write | FIELDS
        )
        for model, names in CREATED.items():
            before = allowed.get(model, Allowed())
            allowed[model] = Allowed(
                create=before.create | {*names.split()} | FIELDS, write=before.write
            )
        return allowed

    def _writing_context(self):
        """Whether people are told of it: that is a setting of the company, for each kind."""
        context = super()._writing_context()
        proposal = self.sudo()
        if proposal.source == SOURCE:
            context[SPARED] = True
            if proposal.kind not in proposal.company_id._ipai_loom_told():
                context |= SILENT
        return context
