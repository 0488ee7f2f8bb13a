# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ipai_base.compat import Constraint, UniqueIndex, domain_or

from ..vlans import FIRST_VID, LAST_VID

STATUSES = [("active", "Active"), ("reserved", "Reserved"), ("deprecated", "Deprecated")]


class IpaiVlan(models.Model):
    _name = "ipai.vlan"
    _description = "VLAN"
    _order = "group_id, vid, name"
    _check_company_auto = True
    _rec_names_search = ["name", "group_id"]

    vid = fields.Integer("VLAN ID", required=True, aggregator=None, help="From 1 to 4094.")
    name = fields.Char(required=True)
    group_id = fields.Many2one(
        "ipai.vlan.group",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="ID and name are unique in a group. Without a group, they may repeat.",
    )
    status = fields.Selection(STATUSES, required=True, default="active")
    role = fields.Char(help="What it is for, as in: servers, clients, management.")
    site_id = fields.Many2one(
        "ipai.site", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    notes = fields.Text()
    prefix_ids = fields.One2many("ipai.prefix", "vlan_id", "Prefixes")
    interface_ids = fields.One2many("ipai.interface", "vlan_id", "Untagged Interfaces")
    tagged_interface_ids = fields.Many2many(
        "ipai.interface", "ipai_interface_tagged_vlan_rel", string="Tagged Interfaces"
    )
    interface_count = fields.Integer(compute="_compute_interface_count")

    # Filled after the row is in, so that a check can name the other record before the index bites.
    vid_key = fields.Char(compute="_compute_keys", store=True)
    name_key = fields.Char(compute="_compute_keys", store=True)

    _vid_range = Constraint(
        f"CHECK (vid BETWEEN {FIRST_VID} AND {LAST_VID})",
        "A VLAN ID goes from 1 to 4094; 0 and 4095 are reserved.",
    )
    _vid_uniq = UniqueIndex(
        "(vid_key) WHERE vid_key IS NOT NULL",
        "This VLAN ID has just been taken in its group. Reload to see by which VLAN.",
    )
    _name_uniq = UniqueIndex(
        "(name_key) WHERE name_key IS NOT NULL",
        "This VLAN name has just been taken in its group. Reload to see by which VLAN.",
    )

    @api.constrains("vid", "group_id")
    def _check_vid_allowed(self):
        for vlan in self:
            if vlan.group_id and not vlan.group_id._allows(vlan.vid):
                raise ValidationError(
                    self.env._(
                        "VLAN %(vid)s (%(name)s) is outside of %(ranges)s, the IDs allowed in the "
                        "group %(group)s. Choose one of those or widen the group.",
                        vid=vlan.vid,
                        name=vlan.name,
                        ranges=vlan.group_id.vid_ranges,
                        group=vlan.group_id.name,
                    )
                )

    @api.constrains("vid", "name", "group_id")
    def _check_unique_in_group(self):
        for group, vlans in self.grouped("group_id").items():
            if not group:
                continue
            others = self.search([("group_id", "=", group.id)])
            by_vid, by_name = others.grouped("vid"), others.grouped(lambda vlan: vlan.name.lower())
            for vlan in vlans:
                twin = (by_vid[vlan.vid] | by_name[vlan.name.lower()]) - vlan
                if twin:
                    raise ValidationError(
                        self.env._(
                            "VLAN %(vid)s “%(name)s” collides with VLAN %(other_vid)s "
                            "“%(other)s” in the group %(group)s. Choose another ID and name.",
                            vid=vlan.vid,
                            name=vlan.name,
                            other_vid=twin[0].vid,
                            other=twin[0].name,
                            group=group.name,
                        )
                    )

    @api.depends("vid", "name", "group_id")
    def _compute_keys(self):
        for vlan in self:
            group = vlan.group_id.id
            vlan.vid_key = group and f"{group}/{vlan.vid}"
            vlan.name_key = group and f"{group}/{vlan.name.lower()}"

    @api.depends("vid", "name")
    def _compute_display_name(self):
        for vlan in self:
            vlan.display_name = f"{vlan.vid} {vlan.name or ''}".strip()

    @api.depends("interface_ids", "tagged_interface_ids")
    def _compute_interface_count(self):
        for vlan in self:
            vlan.interface_count = len(vlan.interface_ids | vlan.tagged_interface_ids)

    @api.model
    def _search_display_name(self, operator, value):
        domain = super()._search_display_name(operator, value)
        if operator in ("ilike", "like", "=") and str(value).strip().isdecimal():
            domain = domain_or(domain, [("vid", "=", int(value))])
        return domain

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        for vlan in self:
            users = [*vlan.prefix_ids, *vlan.interface_ids, *vlan.tagged_interface_ids]
            if users:
                raise UserError(
                    self.env._(
                        "VLAN %(vlan)s is used by %(users)s. Give them another VLAN first.",
                        vlan=vlan.display_name,
                        users=", ".join(user.display_name for user in users[:5]),
                    )
                )

    def action_view_interfaces(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_network.ipai_interface_action")
        action["domain"] = ["|", ("vlan_id", "=", self.id), ("tagged_vlan_ids", "in", self.ids)]
        action["context"] = {"default_vlan_id": self.id}
        return action
