# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import html2plaintext

from ..transitions import STARTED


class IpaiChange(models.Model):
    """What the form of a change opens, and fills in."""

    _inherit = "ipai.change"

    locked = fields.Boolean(
        compute="_compute_locked", help="What was decided is being done, or was."
    )
    hours_spent = fields.Float(
        compute="_compute_hours_spent", help="From the timesheets of its tasks, where installed."
    )

    @api.depends("state")
    def _compute_locked(self):
        for change in self:
            change.locked = change.state in STARTED

    @api.depends("planned_start", "planned_end", "type", "company_id")
    def _compute_can_override_freeze(self):
        return super()._compute_can_override_freeze()

    def _compute_hours_spent(self):
        Task = self.env["project.task"].sudo()
        hours = {}
        if "effective_hours" in Task._fields:
            groups = Task._read_group(
                [("change_id", "in", self.ids)], ["change_id"], ["effective_hours:sum"]
            )
            hours = {change.id: total for change, total in groups}
        for change in self:
            change.hours_spent = hours.get(change.id, 0.0)

    def action_open_step(self):
        """The dialog for a step that needs words: ``change_step`` of the context says which."""
        self.ensure_one()
        step = self.env.context.get("change_step")
        labels = dict(self.env["ipai.change.step"]._fields["step"]._description_selection(self.env))
        return {
            "type": "ir.actions.act_window",
            "name": labels.get(step),
            "res_model": "ipai.change.step",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_change_id": self.id, "default_step": step},
        }

    def action_what_fails(self):
        """The outage that the change would be, with whom to tell."""
        self.ensure_one()
        outage = self.env["ipai.outage"].create(
            {
                "question": "fails",
                "asset_ids": [Command.set(self.asset_ids.ids)],
                "service_ids": [Command.set(self.service_ids.ids)],
                "starts_at": self.planned_start,
                "ends_at": self.planned_end,
            }
        )
        return outage.action_simulate()

    def action_fill_from_impact(self):
        """Name as affected what fails with what is changed, as the relations are now."""
        for change in self:
            change.check_access("write")
            change._check_editable({"affected_asset_ids", "affected_service_ids"})
        self._compute_affected()
        self._approval_touch()
        return True

    def action_view_tasks(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tasks of %s", self.reference),
            "res_model": "project.task",
            "view_mode": "list,kanban,form",
            "domain": [("change_id", "=", self.id)],
            "context": {
                "default_change_id": self.id,
                "default_project_id": self.project_id.id,
            },
        }

    def action_create_tasks(self):
        """The tasks of the template, in the project of the change."""
        self.ensure_one()
        self.check_access("write")
        if not self.project_id:
            raise UserError(self.env._("Choose the project in which the tasks are to be."))
        names = (self.template_id.task_names or "").splitlines()
        self.env["project.task"].create(
            [
                {
                    "name": name.strip(),
                    "project_id": self.project_id.id,
                    "change_id": self.id,
                    "user_ids": [Command.set(self.responsible_id.ids)],
                    "date_deadline": self.planned_end,
                    "sequence": number,
                }
                for number, name in enumerate(names, 1)
                if name.strip()
            ]
        )
        return True

    def action_view_calendar(self):
        """The calendar at the time of the change."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_change_approval.ipai_change_calendar_action"
        )
        action["context"] = {"initial_date": fields.Datetime.to_string(self.planned_start)}
        return action

    def _feed_text(self):
        """The lines that a calendar program shows."""
        self.ensure_one()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("type", "state", "risk")
        }
        lines = [
            f"{labels['type'][self.type]}, {labels['state'][self.state]}",
            self.risk and self.env._("Risk: %s", labels["risk"][self.risk]),
            self.responsible_id and self.env._("Responsible: %s", self.responsible_id.name),
            self._names_line(self.env._("Changed"), self.asset_ids, self.service_ids),
            self._names_line(self.env._("Affected"), self.affected_service_ids),
            html2plaintext(self.reason or "").strip(),
        ]
        return "\n".join(filter(None, lines))

    def _names_line(self, label, *recordsets, shown=8):
        names = [name for records in recordsets for name in records[:shown].mapped("name")]
        return f"{label}: {', '.join(names[:shown])}" if names else ""
