# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml.html import fromstring

from odoo.tests import new_test_user

from .common import SeatCase


class TestSeatTour(SeatCase):
    def test_from_run_to_dispute(self):
        self.forget_runs()
        contract = self.new_contract(self.acme)
        self.device("tour-pc", (self.acme, "active", "2026-01-05"))
        run = self.new_run(compute=False)
        self.start_tour("/odoo/seat-runs", "ipai_seat_run_preview", login="billing")
        self.env.invalidate_all()
        if (
            "approval_state" in run._fields
        ):  # another person decides: its own tour is in its own addon
            self.approve(run)
        else:
            self.start_tour(f"/odoo/seat-runs/{run.id}", "ipai_seat_run_approve", login="billing")
        self.start_tour(f"/odoo/seat-runs/{run.id}", "ipai_seat_run_apply", login="billing")
        self.env.invalidate_all()
        self.assertEqual(run.state, "applied")
        invoice = self.invoice("2026-03-01", contract)
        invoice.action_post()
        self.start_tour(f"/odoo/account.move/{invoice.id}", "ipai_seat_invoice", login="billing")
        customer = new_test_user(self.env, "customer", groups="base.group_portal")
        customer.partner_id.parent_id = self.acme
        self.start_tour("/my/seats", "ipai_seat_portal_list", login="customer")
        page = f"/my/seats/{run.line_ids.id}"
        self.start_tour(page, "ipai_seat_portal", login="customer")
        # A tour cannot leave its page on both series: the form is sent as the browser would.
        self.authenticate("customer", "customer")
        form = fromstring(self.url_open(page).content).forms[-1]
        form.fields["text"] = "It was stolen in January"
        self.url_open(form.action, data=dict(form.form_values()))
        self.start_tour(page, "ipai_seat_portal_told", login="customer")
        dispute = run.line_ids.dispute_ids
        self.assertEqual((dispute.device, dispute.state), ("tour-pc", "open"))
