# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ipai_base.compat import Constraint, UniqueIndex

END_KINDS = [("any", "Assets and services"), ("asset", "Assets"), ("service", "Services")]


class IpaiRelationType(models.Model):
    """A sentence with two ends: “mail *depends on* DNS”, and read from DNS, “*is needed by*”."""

    _name = "ipai.relation.type"
    _description = "Relation Type"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, help="From the first end, as in: depends on.")
    inverse_name = fields.Char(
        "Read Backward",
        translate=True,
        help="From the second end, as in: is needed by. Empty where both read the same.",
    )
    mutual = fields.Boolean(
        "Same from Both Ends", help="As a cable: neither end is the first. Carries no impact."
    )
    sequence = fields.Integer(default=10)
    source_kind = fields.Selection(END_KINDS, "Joins", required=True, default="any")
    target_kind = fields.Selection(END_KINDS, "With", required=True, default="any")
    source_type_ids = fields.Many2many(
        "ipai.asset.type",
        "ipai_relation_type_source_rel",
        string="Only Assets of",
        help="Types of the first end, with those below them; empty for all.",
    )
    target_type_ids = fields.Many2many(
        "ipai.asset.type",
        "ipai_relation_type_target_rel",
        string="Only With Assets of",
        help="Types of the second end, with those below them; empty for all.",
    )
    impact = fields.Selection(
        [
            ("backward", "If the second end fails, the first one fails"),
            ("forward", "If the first end fails, the second one fails"),
            ("none", "None"),
        ],
        required=True,
        default="none",
    )
    description = fields.Char(help="When to use it.")
    active = fields.Boolean(default=True)

    _name_uniq = UniqueIndex("((name->>'en_US'))", "There already is a relation type of this name.")
    _mutual_impact = Constraint(
        "CHECK(NOT mutual OR impact = 'none')",
        "A relation that is the same from both ends cannot carry impact: "
        "nobody could tell which end fails first.",
    )
    _inverse_name_given = Constraint(
        "CHECK(mutual IS TRUE OR inverse_name IS NOT NULL)",
        "Say how the relation reads from its second end, or tick Same from Both Ends.",
    )

    @api.constrains("mutual", "source_kind", "target_kind", "source_type_ids", "target_type_ids")
    def _check_mutual(self):
        for kind in self.filtered("mutual"):
            if kind.source_kind != kind.target_kind or kind.source_type_ids != kind.target_type_ids:
                raise ValidationError(
                    self.env._(
                        "“%(type)s” is the same from both ends, so it must join the same kinds "
                        "on both.",
                        type=kind.name,
                    )
                )

    @api.constrains("mutual")
    def _check_mutual_unused(self):
        """The ends of a mutual relation are kept in one order: not to be changed later."""
        used = self.env["ipai.relation"].sudo().search([("type_id", "in", self.ids)], limit=1)
        if used:
            raise ValidationError(
                self.env._(
                    "“%(type)s” is in use (%(relation)s). Make a new type instead, and move its "
                    "relations there.",
                    type=used.type_id.name,
                    relation=used.display_name,
                )
            )

    @api.constrains("impact", "mutual")
    def _check_host_type(self):
        host_type = self._host_type()
        if host_type & self and host_type.impact != "backward":
            raise ValidationError(
                self.env._(
                    "What runs on a machine fails with it: the impact of “%(type)s” is fixed.",
                    type=host_type.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_host_type(self):
        host_type = self._host_type()
        if host_type & self:
            raise UserError(
                self.env._(
                    "“%(type)s” names what the field Runs On of an asset says and cannot be "
                    "deleted. Rename it, if you like.",
                    type=host_type.name,
                )
            )

    @api.model
    def _host_type(self):
        """The type as which an asset's field Runs On is shown."""
        xmlid = "ipai_topology.relation_type_runs_on"
        return self.env.ref(xmlid, raise_if_not_found=False) or self.browse()

    def _label(self, forward):
        """How the relation reads from its first end, or from its second one."""
        return self.name if forward or self.mutual else self.inverse_name

    def _accepts(self, end, record):
        """Whether ``record`` may be the ``source`` or the ``target`` of such a relation."""
        kind = self[f"{end}_kind"]
        is_asset = record._name == "ipai.asset"
        if kind == "asset" and not is_asset or kind == "service" and is_asset:
            return False
        types = self[f"{end}_type_ids"]
        return not is_asset or not types or bool(record.type_id._with_ancestors() & types)
