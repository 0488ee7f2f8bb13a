# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.compat import UniqueIndex

from ..vlans import FIRST_VID, LAST_VID, parse_vid_ranges


class IpaiVlanGroup(models.Model):
    _name = "ipai.vlan.group"
    _description = "VLAN Group"
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True)
    vid_ranges = fields.Char(
        "Allowed IDs",
        required=True,
        default=f"{FIRST_VID}-{LAST_VID}",
        help="The VLAN IDs that may be used here, as in: 10-99, 200.",
    )
    customer_id = fields.Many2one(
        "res.partner",
        domain=[("is_company", "=", True)],
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    site_id = fields.Many2one(
        "ipai.site", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    notes = fields.Text()
    vlan_ids = fields.One2many("ipai.vlan", "group_id", "VLANs")

    _name_uniq = UniqueIndex(
        "(company_id, lower(name))", "There already is a VLAN group of this name."
    )

    @api.constrains("vid_ranges")
    def _check_vid_ranges(self):
        for group in self:
            try:
                parse_vid_ranges(group.vid_ranges)
            except ValueError as error:
                raise ValidationError(
                    self.env._("VLAN group %(name)s: %(reason)s", name=group.name, reason=error)
                ) from error
        self.vlan_ids._check_vid_allowed()

    def _allows(self, vid):
        """Whether a VLAN of this group may have this ID."""
        self.ensure_one()
        return any(vid in vids for vids in parse_vid_ranges(self.vid_ranges))
