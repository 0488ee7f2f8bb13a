# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from ..alerting.severities import worst
from .ipai_alert import SEVERITIES


class IpaiRelated(models.AbstractModel):
    """What is wrong with an asset or a service."""

    _inherit = "ipai.related"

    alert_count = fields.Integer("Alerts", compute="_compute_alert_count")
    alert_severity = fields.Selection(SEVERITIES, "Worst Alert", compute="_compute_alert_count")

    def _compute_alert_count(self):
        end = self._relation_end()
        groups = self.env["ipai.alert"]._read_group(
            [(end, "in", self.ids), ("is_standing", "=", True)],
            [end, "severity"],
            ["__count"],
        )
        found = {}
        for record, severity, count in groups:
            found.setdefault(record.id, []).append((severity, count))
        for record in self:
            told = found.get(record.id, [])
            record.alert_count = sum(count for _severity, count in told)
            record.alert_severity = worst([severity for severity, _count in told]) or False

    def action_view_alerts(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_alert.ipai_alert_action")
        return {
            **action,
            "name": self.env._("Alerts of %s", self.display_name),
            "domain": [(self._relation_end(), "=", self.id)],
            "context": {"search_default_standing": 1},
        }


class IpaiMapLayout(models.Model):
    _inherit = "ipai.map.layout"

    def _describe_nodes(self, depths, types=None):
        """With the worst that is wrong there now."""
        nodes = super()._describe_nodes(depths, types)
        for model, kind in (("ipai.asset", "asset"), ("ipai.service", "service")):
            told = [node for node in nodes if node["kind"] == kind]
            records = self.env[model].browse([abs(node["id"]) for node in told])
            for node, record in zip(told, records, strict=True):
                node["alerts"] = record.alert_count
                node["alert"] = record.alert_severity or ""
        return nodes
