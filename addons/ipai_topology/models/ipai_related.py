# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class IpaiRelated(models.AbstractModel):
    """What relations can join: the buttons and the list that an asset and a service share."""

    _name = "ipai.related"
    _description = "End of Relations"

    relation_count = fields.Integer("Relations", compute="_compute_relation_count")

    @api.depends("relation_line_ids")
    def _compute_relation_count(self):
        end = self._relation_end()
        groups = self.env["ipai.relation.line"]._read_group(
            [(end, "in", self.ids)], [end], ["__count"]
        )
        counts = {record.id: count for record, count in groups}
        for record in self:
            record.relation_count = counts.get(record.id, 0)

    @api.constrains("company_id")
    def _check_relations_company(self):
        """A relation joins two of one company; refuse to tear one apart."""
        end = self._relation_end()
        lines = self.env["ipai.relation.line"].sudo().search([(end, "in", self.ids)])
        for line in lines:
            record, other = line[end], line._other()
            if record.company_id != other.company_id:
                raise ValidationError(
                    self.env._(
                        "%(record)s %(relation)s %(other)s, which belongs to %(company)s. "
                        "Remove the relation first, then change the company.",
                        record=record.display_name,
                        relation=line.name,
                        other=other.display_name,
                        company=other.company_id.name,
                    )
                )

    def action_add_relation(self):
        """The form of a new relation that starts here."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Relation of %(name)s", name=self.display_name),
            "res_model": "ipai.relation",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_source_{self._relation_end()}": self.id},
        }

    def action_view_relations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_topology.ipai_relation_action")
        end = self._relation_end()
        action["domain"] = ["|", (f"source_{end}", "=", self.id), (f"target_{end}", "=", self.id)]
        action["context"] = {f"default_source_{end}": self.id}
        return action

    def action_what_fails(self):
        """What fails if these fail."""
        return self._open_outage("fails")

    def action_what_is_needed(self):
        """What these need to work."""
        return self._open_outage("needs")

    def action_open_map(self):
        self.ensure_one()
        action = self.env["ir.actions.client"]._for_xml_id("ipai_topology.ipai_map_action")
        action["context"] = {"map_kind": self._relation_end()[:-3], "map_id": self.id}
        return action

    def _open_outage(self, question):
        outage = self.env["ipai.outage"].create(
            {"question": question, f"{self._relation_end()}s": [(6, 0, self.ids)]}
        )
        return outage.action_simulate()

    @api.model
    def _relation_end(self):
        """``asset_id`` or ``service_id``: this model's field of a relation line."""
        raise NotImplementedError

    def _nodes(self):
        """The nodes of these records, as ``impact.py`` counts them."""
        sign = -1 if self._relation_end() == "service_id" else 1
        return [sign * record_id for record_id in self.ids]
