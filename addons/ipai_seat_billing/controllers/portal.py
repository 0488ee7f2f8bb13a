# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The evidence of a customer's seats, on his own pages: found as the user, so only his own."""

from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import UserError
from odoo.http import content_disposition, request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

PAGE = 20


class SeatPortal(CustomerPortal):
    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "seat_count" in counters:
            lines = request.env["ipai.seat.line"]
            may = lines.has_access("read")
            values["seat_count"] = lines.search_count(_own()) if may else 0
        return values

    @http.route(["/my/seats", "/my/seats/page/<int:page>"], type="http", auth="user", website=True)
    def my_seats(self, page=1, **kw):
        lines = request.env["ipai.seat.line"]
        if not lines.has_access("read"):
            return request.redirect("/my")
        total = lines.search_count(_own())
        pages = pager(url="/my/seats", total=total, page=page, step=PAGE)
        values = {
            **self._prepare_portal_layout_values(),
            "lines": lines.search(_own(), limit=PAGE, offset=pages["offset"]),
            "page_name": "seats",
            "pager": pages,
            "default_url": "/my/seats",
        }
        return request.render("ipai_seat_billing.portal_my_seats", values)

    @http.route("/my/seats/<int:line_id>", type="http", auth="user", website=True)
    def my_seat(self, line_id, told=None, **kw):
        line = _found(line_id)
        if not line:
            return request.redirect("/my/seats")
        values = {
            **self._prepare_portal_layout_values(),
            "line": line,
            "rows": line._evidence_rows(),
            "disputes": line.dispute_ids,
            "page_name": "seats",
            "told": told,
        }
        return request.render("ipai_seat_billing.portal_my_seat", values)

    @http.route("/my/seats/<int:line_id>/evidence.csv", type="http", auth="user")
    def my_seat_csv(self, line_id, **kw):
        line = _found(line_id)
        return _file(line) if line else request.not_found()

    @http.route("/my/seats/<int:line_id>/evidence.pdf", type="http", auth="user")
    def my_seat_pdf(self, line_id, **kw):
        line = _found(line_id)
        if not line:
            return request.not_found()
        # Narrow: a line that `_found` has found by the customer's own rights.
        pdf, _kind = (
            request.env["ir.actions.report"]
            .sudo()
            ._render_qweb_pdf("ipai_seat_billing.seat_evidence", line.ids)
        )
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", content_disposition(f"seats-{line.id}.pdf")),
        ]
        return request.make_response(pdf, headers)

    @http.route(
        "/my/seats/<int:line_id>/dispute", type="http", auth="user", methods=["POST"], csrf=True
    )
    def my_seat_dispute(self, line_id, device=None, text=None, **kw):
        line = _found(line_id)
        if not line:
            return request.redirect("/my/seats")
        try:
            request.env["ipai.seat.dispute"]._open(line, device, text)
            told = request.env._("Your dispute was sent.")
        except UserError as error:
            told = str(error)
        return request.redirect(f"/my/seats/{line.id}?{urlencode({'told': told})}")

    @http.route("/ipai/seats/<int:line_id>.csv", type="http", auth="user")
    def seat_csv(self, line_id, **kw):
        """The same file for those who bill."""
        line = request.env["ipai.seat.line"].search([("id", "=", line_id)])
        return _file(line) if line else request.not_found()


def _own():
    """Of the pages of an internal user too: what was applied for his own company."""
    partner = request.env.user.commercial_partner_id
    return [("customer_id", "=", partner.id), ("state", "=", "applied")]


def _found(line_id):
    """The evidence of this number that is the user's own; none else."""
    lines = request.env["ipai.seat.line"]
    if not lines.has_access("read"):
        return lines
    return lines.search([("id", "=", line_id), *_own()])


def _file(line):
    headers = [
        ("Content-Type", "text/csv; charset=utf-8"),
        ("Content-Disposition", content_disposition(f"seats-{line.id}.csv")),
    ]
    return request.make_response(line._csv(), headers)
