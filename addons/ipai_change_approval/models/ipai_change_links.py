# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime, html2plaintext

from ..transitions import STARTED

ALL = ("standard", "normal", "emergency")
ROLES = ("requester_id", "responsible_id", "create_uid")
ASKED = ("assess", "approve", "asked_back")
STEPS = {
    "request": (("normal",), ("draft",), ("requester_id", "create_uid")),
    "submit": (("normal",), ("assess",), ROLES),
    "submit_urgent": (("emergency",), ("draft",), ROLES),
    "schedule": (("standard",), ("draft",), ("requester_id", "responsible_id")),
    "start": (ALL, ("scheduled",), ("responsible_id",)),
    "finish": (ALL, ("implementing",), ("responsible_id",)),
    "close": (ALL, ("review",), ("requester_id", "responsible_id")),
    "revise": (ALL, ("assess", "rejected"), ("requester_id", "responsible_id")),
    "cancel": (
        ALL,
        ("draft", "assess", "approve", "asked_back", "scheduled"),
        ("requester_id", "responsible_id"),
    ),
}
"""Step → of which types, in which states, and by whom beside managers; the methods check by themselves."""


class IpaiChange(models.Model):
    """What the form of a change opens, and fills in."""

    _inherit = "ipai.change"

    locked = fields.Boolean(
        compute="_compute_locked", help="What was decided is being done, or was."
    )
    allowed_steps = fields.Char(
        compute="_compute_allowed_steps",
        help="The steps that the current user may take now, and that would not be refused.",
    )
    start_hint = fields.Char(compute="_compute_allowed_steps")
    about = fields.Html("Affected", compute="_compute_about", sanitize=False)
    hours_spent = fields.Float(
        compute="_compute_hours_spent", help="From the timesheets of its tasks, where installed."
    )

    @api.depends("state")
    def _compute_locked(self):
        for change in self:
            change.locked = change.state in STARTED

    @api.depends("state", "type", "requester_id", "responsible_id", "planned_start", "planned_end")
    @api.depends_context("uid")
    def _compute_allowed_steps(self):
        manager = self.env.user.has_group("ipai_base.group_manager")
        for change in self:
            mine = {role for role in ROLES if self.env.user in change[role]}
            writes = change.has_access("write") if change.ids else self.has_access("create")
            steps = {
                step
                for step, (kinds, states, roles) in STEPS.items()
                if change.type in kinds
                and change.state in states
                and (manager or mine & set(roles))
                and (writes or step.startswith("submit"))
            }
            change.start_hint = change._start_hint() if "start" in steps else False
            if change.start_hint:
                steps.discard("start")
            change.allowed_steps = " ".join(sorted(steps))

    @api.depends("affected_asset_ids", "affected_service_ids", "state", "planned_start")
    def _compute_about(self):
        for change in self:
            change.about = change._approval_about() if change.state in ASKED else False

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

    def _start_hint(self):
        """Why it cannot be started yet, or not any more; empty when it can."""
        now = fields.Datetime.now()
        if self._window_is_over():
            return self.env._("Its window is over: choose a new one, and it is decided anew.")
        if self.type != "emergency" and self.planned_start and now < self.planned_start:
            return self.env._(
                "It can be started from %s on.",
                format_datetime(self.env, self.planned_start, dt_format="short"),
            )
        return ""

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
