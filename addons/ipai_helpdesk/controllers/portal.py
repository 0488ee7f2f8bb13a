# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The routes of helpdesk_mgmt, made safe: a ticket is found as the user, and nothing changes by a link."""

from odoo import http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController


class SafeTicketController(HelpdeskTicketController):
    @http.route(type="http", auth="user", methods=["POST"], csrf=True)
    def support_ticket_close(self, ticket_id=None, stage_id=None, **kw):
        """Close one's own ticket; what is not one's own, or no closing stage of it, is left alone."""
        ticket = _number(request.env["helpdesk.ticket"], ticket_id)
        if not ticket:
            return request.redirect("/my/tickets")
        stage = ticket._stages_to_close().filtered(lambda one: str(one.id) == (stage_id or ""))
        if stage:
            ticket._close_from_portal(stage)
        return request.redirect(f"/my/ticket/{ticket.id}")

    @http.route(type="http", auth="user", website=True, methods=["POST"], csrf=True)
    def submit_ticket(self, **kw):
        if not (kw.get("subject") or "").strip():
            return request.redirect("/new/ticket")
        return super().submit_ticket(**kw)

    def _prepare_submit_ticket_vals(self, **kw):
        """Category and team of the user's own company only, and only those that the portal shows."""
        company = request.env.company
        shown = [("show_in_portal", "=", True), ("company_id", "in", [False, company.id])]
        for name, model in (
            ("category", "helpdesk.ticket.category"),
            ("team", "helpdesk.ticket.team"),
        ):
            found = _number(request.env[model], kw.get(name))
            kw[name] = found.filtered_domain(shown).id or 0
        kw["description"] = kw.get("description") or ""
        return {**super()._prepare_submit_ticket_vals(**kw), "company_id": company.id}


def _number(model, text):
    """The record of this number that the user may read; none for what is no number."""
    if not str(text or "").isdecimal() or len(str(text)) > 9:
        return model.browse()
    return model.search([("id", "=", int(text))])
