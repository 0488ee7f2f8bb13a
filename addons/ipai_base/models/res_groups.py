# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from ..compat import GROUP_ALL_USERS_FIELD
from ..handing_on import hand_over_from, may_take

PRIVILEGE_XMLID = "ipai_base.privilege_it_operations"


class ResGroups(models.Model):
    _inherit = "res.groups"

    def write(self, vals):
        """Whoever is taken out of a group may have had tasks that only its members do."""
        users = self[GROUP_ALL_USERS_FIELD] if may_take(vals) else None
        result = super().write(vals)
        if users:
            hand_over_from(users)
        return result

    @api.model
    def _ipai_show_together(self, xmlids, privilege_xmlid=PRIVILEGE_XMLID, name="IT Operations"):
        """Show the groups ``xmlids`` as one choice on the user's form.

        18.0 shows the groups of one module category so, 19.0 those of one privilege in it.
        Called from XML data after the groups, at each update: it may run any number of times.
        """
        groups = self.browse([self.env.ref(xmlid).id for xmlid in xmlids])
        category = self.env.ref("base.module_category_it_operations")
        if "privilege_id" in self._fields:
            vals = {"name": name, "category_id": category.id}
            choice = self._ipai_choice("res.groups.privilege", privilege_xmlid, vals)
            groups.write({"privilege_id": choice.id})
        elif privilege_xmlid == PRIVILEGE_XMLID:
            groups.write({"category_id": category.id})
        else:
            vals = {"name": name, "parent_id": category.id}
            choice = self._ipai_choice("ir.module.category", privilege_xmlid, vals)
            groups.write({"category_id": choice.id})

    @api.model
    def _ipai_choice(self, model, xmlid, vals):
        """What shows groups together, made at the first asking; one that another room of ours made goes over."""
        choice = self.env.ref(xmlid, raise_if_not_found=False)
        if not choice:
            module, name = xmlid.split(".")
            made = [("model", "=", model), ("name", "=", name), ("module", "=like", "ipai_%")]
            former = self.env["ir.model.data"].sudo().search(made, limit=1)
            former.module = module
            choice = self.env[model].browse(former.res_id or ()).exists()
        if not choice:
            choice = self.env[model].create(vals)
            # noupdate: the record has no XML of its own, an update would take it for removed.
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": xmlid, "record": choice, "noupdate": True}]
            )
        return choice
