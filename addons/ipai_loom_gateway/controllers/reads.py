# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_base.http import call as calls
from odoo.addons.ipai_base.http.problems import Problem
from odoo.addons.ipai_base.http.routing import api_route

from ..paths import both
from ..schemas import answers, filters

READ = {"scope": "loom:read", "bucket": "read", "idempotent": False}


class Reads(http.Controller):
    @api_route(
        both("/search/partners"),
        "POST",
        "Search contacts and companies",
        body=filters.PartnerSearch,
        answer=answers.PartnerPage,
        **READ,
    )
    def search_partners(self, body):
        return _reader()._partners(body)

    @api_route(
        both("/partners/<int:partner_id>"),
        "GET",
        "What there is about a partner",
        query=filters.HistoryQuery,
        answer=answers.History,
        scope="loom:read",
    )
    def history(self, partner_id, query):
        if not 0 < partner_id < 2**31:
            raise Problem("not-found", "There is no partner with such a number.")
        calls.of(request).describe(target=f"res.partner,{partner_id}")
        return _reader()._history(partner_id, query)

    @api_route(
        both("/search/leads"),
        "POST",
        "Search leads and opportunities",
        body=filters.LeadSearch,
        answer=answers.LeadPage,
        **READ,
    )
    def search_leads(self, body):
        return _reader()._leads(body)

    @api_route(
        both("/search/projects"),
        "POST",
        "Search projects",
        body=filters.ProjectSearch,
        answer=answers.ProjectPage,
        **READ,
    )
    def search_projects(self, body):
        return _reader()._projects(body)

    @api_route(
        both("/search/tasks"),
        "POST",
        "Search tasks",
        body=filters.TaskSearch,
        answer=answers.TaskPage,
        **READ,
    )
    def search_tasks(self, body):
        return _reader()._tasks(body)

    @api_route(
        both("/search/activities"),
        "POST",
        "Search activities, planned or done",
        body=filters.ActivitySearch,
        answer=answers.ActivityPage,
        **READ,
    )
    def search_activities(self, body):
        return _reader()._activities(body)

    @api_route(
        both("/search/calendar"),
        "POST",
        "Search meetings and events",
        body=filters.CalendarSearch,
        answer=answers.CalendarPage,
        **READ,
    )
    def search_calendar(self, body):
        return _reader()._calendar(body)


def _reader():
    calls.of(request).describe(source="Loom")
    return request.env["ipai.loom.reader"]
