# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from odoo.addons.ipai_proposal.refusals import bad_field

from ..reading.keys import fold
from ..trace import SOURCE, note, traced

WHOLE_DAYS = (" 08:00:00", " 18:00:00")  # as Odoo stores events of whole days
NOON = "12:00:00"  # the same day everywhere from Samoa to Hawaii


class IpaiLoomProposer(models.AbstractModel):
    """From the bodies of the contract to proposals."""

    _name = "ipai.loom.proposer"
    _inherit = "ipai.proposal.proposer"
    _description = "Proposals of the Loom API"

    _source = SOURCE
    _group = "Loom"
    _kinds = {
        "partner": ("res.partner", "_partner"),
        "lead": ("crm.lead", "_lead"),
        "project": ("project.project", "_project"),
        "tasks": ("project.task", "_tasks"),
        "activity": ("mail.activity", "_activity"),
        "calendar-event": ("calendar.event", "_calendar_event"),
    }

    def _lead(self, given):
        values = {
            "type": "opportunity",
            "name": given.name,
            "partner_id": self._visible("res.partner", given.partner_id, "partner_id").id,
            "email_from": given.email_from,
            "phone": given.phone,
            "expected_revenue": given.expected_revenue,
            "description": note(given.case_id, given.description),
            "user_id": None,
        }
        operation = self._create("create_lead", "crm.lead", values, given, {"user_id"})
        partner = self.env["res.partner"].browse(values["partner_id"])
        return [operation], f"Create lead: {given.name}{_archived(partner)}"

    def _project(self, given):
        values = {
            "name": given.name,
            "partner_id": self._visible("res.partner", given.partner_id, "partner_id").id,
            "user_id": self._person(given.user_id).id,
            "date_start": given.date_start and given.date_start.isoformat(),
            "date": given.date and given.date.isoformat(),
            "description": note(given.case_id, given.description),
        }
        operation = self._create("create_project", "project.project", values, given, {"user_id"})
        partner = self.env["res.partner"].browse(values["partner_id"])
        return [operation], f"Create project: {given.name}{_archived(partner)}"

    def _tasks(self, given):
        project = self._visible("project.project", given.project_id, "project_id")
        operations = []
        for task in given.tasks:
            values = {
                "name": task.name,
                "project_id": project.id,
                "description": note(given.case_id, task.description),
                "date_deadline": task.date_deadline and f"{task.date_deadline} {NOON}",
                "priority": task.priority,
                "user_ids": [],
            }
            operations.append(self._create("create_task", "project.task", values, given))
        number = len(operations)
        what = f"Create {number} tasks" if number > 1 else "Create task"
        names = ", ".join(task.name for task in given.tasks[:3])
        return operations, f"{what} in {project.name}: {names}{_archived(project)}"

    def _activity(self, given):
        record = self._visible(given.res_model, given.res_id, "res_id")
        kind = self._activity_type(given)
        person = self._person(given.user_id) or self._responsible(record)
        values = {
            "res_model_id": self.env["ir.model"]._get_id(given.res_model),
            "res_id": record.id,
            "activity_type_id": kind.id,
            "summary": given.summary,
            "date_deadline": given.date_deadline.isoformat(),
            "note": note(given.case_id, given.note),
            "user_id": (person or self.env.user).id,
        }
        operation = self._create("schedule_activity", "mail.activity", values, given)
        told = f"Schedule {kind.name}: {given.summary} ({record.display_name})"
        if not person:
            told += (
                f"; nobody answers for the record, so it would go to {self.env.user.login}, a program that"
                " nobody reads for: name user_id, or a person in the settings of Loom"
            )
        return [operation], told + _archived(record)

    def _calendar_event(self, given):
        attendees = self.env["res.partner"]
        for number in given.partner_ids:
            attendees |= self._visible("res.partner", number, "partner_ids")
        hours = WHOLE_DAYS if given.is_allday else ("", "")
        values = {
            "name": given.name,
            "allday": given.is_allday or None,
            "start": str(given.start) + hours[0],
            "stop": str(given.stop) + hours[1],
            "partner_ids": given.partner_ids,
            "location": given.location,
            "description": note(given.case_id, given.description),
            "user_id": self._person(given.user_id).id,
        }
        operation = self._create(
            "create_calendar_event", "calendar.event", values, given, {"user_id", "partner_ids"}
        )
        return [operation], f"Create event: {given.name}{_archived(attendees)}"

    def _create(self, name, model, values, given, even_empty=frozenset()):
        """An operation that makes a record.

        :param even_empty: fields that are written empty, too: or Odoo would fill in the bot.
        """
        values = {field: None if value is False else value for field, value in values.items()}
        given_values = {
            field: value
            for field, value in values.items()
            if value is not None or field in even_empty
        }
        return {
            "name": name,
            "model": model,
            "method": "create",
            "values": {**given_values, **traced(given.case_id)},
        }

    def _responsible(self, record):
        """Who answers for a record, else whom the settings name; empty when nobody who is there does."""
        people = [record[name] for name in ("user_id", "user_ids") if name in record._fields]
        for users in (*people, self.env.company.ipai_loom_responsible_id):
            there = users.sudo().filtered(
                lambda user: user.active and not user.share and self.env.company in user.company_ids
            )
            if there - self.env.user:
                return (there - self.env.user)[:1].sudo(False)
        return self.env["res.users"]

    def _activity_type(self, given):
        """The type that a ProposeActivity names, of those that people plan on such a record."""
        types = self.env["mail.activity.type"]
        if not given.activity_type:
            return self.env.ref("mail.mail_activity_data_todo")
        offered = types.search([("res_model", "in", [False, given.res_model])])
        # Odoo's own note that something went wrong is not for people to plan.
        offered -= self.env.ref("mail.mail_activity_data_warning", False) or types
        name = _letters(given.activity_type)
        found = offered.filtered(lambda kind: _letters(kind.name) == name)[:1]
        if not found:
            known = ", ".join(offered[:20].mapped("name"))
            raise bad_field("activity_type", "there is no such type", f"There are: {known}.")
        return found


def _letters(name):
    """A name without case, accents and marks: a to-do is a To Do.

    >>> _letters("To-Do") == _letters("to do") == _letters("Todo")
    True
    """
    return "".join(filter(str.isalnum, fold(name)))


def _archived(records):
    """What is to be known of archived records that it is for: words behind a summary."""
    gone = records.filtered(lambda record: "active" in record._fields and not record.active)
    if not gone:
        return ""
    return f"; archived: {', '.join(gone.mapped('display_name'))}"
