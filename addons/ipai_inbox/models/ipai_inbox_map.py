# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.compat import UniqueIndex

from ..field_map import MapError, check, pairs
from ..presets import PRESETS

TEMPLATES = (
    "key_template",
    "title_template",
    "message_template",
    "severity_template",
    "host_template",
    "status_template",
)
VALUES = ("severity_values", "resolved_values")
TRIED = 20


class IpaiInboxMap(models.Model):
    """How the JSON of a program is read: templates such as ``{monitor.name}``, tried on stored events."""

    _name = "ipai.inbox.map"
    _description = "Field Map"
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    is_on = fields.Boolean(
        "Switched On",
        help="Until then events are kept and ignored: try the map on them, switch it on, replay them.",
    )
    preset = fields.Selection(
        [(code, values["name"]) for code, values in PRESETS.items()],
        "Begin With",
        help="Fills the templates in as this program sends its events.",
    )
    key_template = fields.Char(
        "Same Occurrence", required=True, help="Events with the same text are one occurrence."
    )
    title_template = fields.Char("Title", required=True)
    message_template = fields.Char("Message")
    severity_template = fields.Char("Severity")
    severity_values = fields.Text(
        "Severities", help="What is sent and what it means, one a line, as in 0=critical."
    )
    host_template = fields.Char("Host")
    status_template = fields.Char("Status")
    resolved_values = fields.Text(
        "Over When", help="Values of the status that say that it is over, one a line."
    )
    threshold = fields.Integer(
        "Times", default=1, required=True, aggregator=None, help="So often it has to happen."
    )
    threshold_minutes = fields.Integer(
        "In Minutes", default=10, required=True, aggregator=None, help="Within so many minutes."
    )
    source_ids = fields.One2many("ipai.inbox.source", "map_id", "Sources", readonly=True)

    _name_uniq = UniqueIndex("(company_id, lower(name))", "There already is a map of this name.")

    @api.onchange("preset")
    def _onchange_preset(self):
        for name, value in PRESETS.get(self.preset, {}).items():
            if name != "name" or not self.name:
                self[name] = value

    @api.constrains(*TEMPLATES, *VALUES)
    def _check_templates(self):
        for one in self:
            try:
                for name in TEMPLATES:
                    check(one[name])
                pairs(one.severity_values)
            except MapError as error:
                raise ValidationError(
                    self.env._("%(map)s: %(reason)s.", map=one.name, reason=error)
                ) from error

    @api.constrains("threshold", "threshold_minutes")
    def _check_threshold(self):
        for one in self:
            if one.threshold < 1 or not 1 <= one.threshold_minutes <= 7 * 24 * 60:
                raise ValidationError(
                    self.env._("It happens once at least, within a minute to seven days.")
                )

    def action_try(self):
        """Show what the last stored events of its sources would come to."""
        self.ensure_one()
        self.check_access("read")
        events = self.env["ipai.inbox.event"].search(
            [("source_id", "in", self.source_ids.ids), ("headers", "!=", False)], limit=TRIED
        )
        return events.action_dry_run()

    def action_switch(self):
        self.ensure_one()
        return self.write({"is_on": not self.is_on})

    def _templates(self):
        self.ensure_one()
        return {name: self[name] for name in (*TEMPLATES, *VALUES)}
