# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

PRIVILEGE_XMLID = "ipai_base.privilege_it_operations"


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.model
    def _ipai_show_together(self, xmlids, privilege_xmlid=PRIVILEGE_XMLID, name="IT Operations"):
        """Show the groups ``xmlids`` as one choice on the user's form.

        18.0 shows the groups of one module category so, 19.0 those of one privilege in it.
        Called from XML data after the groups, at each update: it may run any number of times.
        """
        groups = self.browse([self.env.ref(xmlid).id for xmlid in xmlids])
        category = self.env.ref("base.module_category_it_operations")
        if "privilege_id" not in self._fields:
            groups.write({"category_id": category.id})
            return
        privilege = self.env.ref(privilege_xmlid, raise_if_not_found=False)
        if not privilege:
            privilege = self.env["res.groups.privilege"].create(
                {"name": name, "category_id": category.id}
            )
            # noupdate: the record has no XML of its own, an update would take it for removed.
            self.env["ir.model.data"]._update_xmlids(
                [{"xml_id": privilege_xmlid, "record": privilege, "noupdate": True}]
            )
        groups.write({"privilege_id": privilege.id})
