# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import re

from odoo.exceptions import UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .common import MARCH, SeatCase


class TestSeatPortal(SeatCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {}
        for name, customer in (("customer", cls.acme), ("stranger", cls.globex)):
            user = new_test_user(cls.env, name, groups="base.group_portal")
            user.partner_id.parent_id = customer
            cls.users[name] = user
        cls.contract = cls.new_contract(cls.acme)
        cls.asset = cls.device("=pc1", (cls.acme, "active", "2026-01-05"))

    def setUp(self):
        super().setUp()
        self.env["ir.config_parameter"].set_param("report.url", "http://127.0.0.1:9")
        self.line = self.applied_run().line_ids
        self.page = f"/my/seats/{self.line.id}"

    def log_in(self, name):
        self.authenticate(name, name)

    def dispute(self, device=None, text="It was stolen", token=True):
        values = {"device": str(device or self.asset.id), "text": text}
        if token:
            page = self.url_open("/my/seats").text
            values["csrf_token"] = re.search(r'csrf_token: "(\w+)"', page)[1]
        return self.url_open(f"{self.page}/dispute", data=values, allow_redirects=False)

    def test_a_customer_finds_and_checks_his_evidence(self):
        self.log_in("customer")
        self.assertIn(self.page, self.url_open("/my/seats").text)
        page = self.url_open(self.page).text
        self.assertIn("there at the cut-off", page)
        self.assertIn(self.line.evidence_hash, page)
        text = self.url_open(f"{self.page}/evidence.csv").text
        rows = "".join(f"{line}\n" for line in text.splitlines() if not line.startswith("#"))
        self.assertEqual(hashlib.sha256(rows.encode()).hexdigest(), self.line.evidence_hash)
        self.assertIn("'=pc1", rows, "no formula")
        self.assertTrue(self.line._is_intact())

    def test_the_pdf_tells_hash_and_rows(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "ipai_seat_billing.seat_evidence", self.line.ids
        )
        self.assertIn(self.line.evidence_hash, html.decode())
        self.assertRegex(html.decode(), r"<span>1</span> rows")

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_nobody_finds_the_evidence_of_another(self):
        for name in ("stranger", "reader", None):
            with self.subTest(name):
                self.log_in(name) if name else self.logout()
                for path in ("", "/evidence.csv", "/evidence.pdf"):
                    answer = self.url_open(f"{self.page}{path}")
                    self.assertNotIn(self.line.evidence_hash, answer.text)
                    self.assertNotIn("pc1", answer.text)
        self.log_in("reader")
        self.assertNotIn("pc1", self.url_open(f"/ipai/seats/{self.line.id}.csv").text)

    def test_prices_are_on_no_page_of_the_portal(self):
        line = self.line.with_user(self.users["customer"])
        self.assertEqual(line.quantity, 1)
        self.assertFalse({"amount", "price_unit"} & line.fields_get().keys())

    def test_a_preview_is_not_shown_to_the_customer(self):
        preview = self.new_run().line_ids
        self.log_in("customer")
        answer = self.url_open(f"/my/seats/{preview.id}", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    @mute_logger("odoo.http")
    def test_who_disputes_a_device(self):
        for name, token, count in (
            ("customer", False, 0),
            ("stranger", True, 0),
            ("customer", True, 1),
        ):
            with self.subTest(name=name, token=token):
                self.log_in(name)
                self.dispute(token=token)
                self.assertEqual(len(self.line.dispute_ids), count)
        self.assertEqual(self.url_open(f"{self.page}/dispute").status_code, 405)
        dispute = self.line.dispute_ids
        self.assertEqual((dispute.asset_id, dispute.state), (self.asset, "open"))
        self.assertEqual(dispute.user_id, self.users["customer"])

    def test_ten_disputes_a_day_and_only_of_devices_in_the_list(self):
        user = self.users["customer"]
        Dispute = self.env["ipai.seat.dispute"].with_user(user)
        line, key = self.line.with_user(user), str(self.asset.id)
        with self.assertRefused(UserError, "Choose a device of the list"):
            Dispute._open(line, "0", "why")
        with self.assertRefused(UserError, "say what is wrong"):
            Dispute._open(line, key, "  ")
        for _number in range(10):
            Dispute._open(line, key, "why")
        with self.assertRefused(UserError, "10 disputes today"):
            Dispute._open(line, key, "why")

    def test_an_accepted_dispute_counts_from_the_next_period(self):
        Dispute = self.env["ipai.seat.dispute"]
        made = Dispute.with_user(self.users["customer"])._open(
            self.line.with_user(self.users["customer"]), str(self.asset.id), "sold"
        )
        dispute = made.with_user(self.billing)
        with self.assertRefused(UserError, "write an answer"):
            dispute.action_refuse()
        with self.assertRefused(UserError, "not written by hand"):
            dispute.write({"state": "refused"})
        dispute.action_accept()
        self.assertEqual(dispute.state, "accepted")
        self.assertEqual(str(dispute.exclusion_ids.date_from), "2026-03-01")
        with self.assertRefused(UserError, "decided already"):
            dispute.action_accept()
        self.assertEqual(self.new_run().line_ids.quantity, 1)
        self.assertEqual(self.new_run(MARCH).line_ids.quantity, 0)

    def test_the_evidence_goes_out_with_the_invoice_on_request(self):
        invoice = self.invoice("2026-03-01", self.contract)
        self.assertEqual(invoice.seat_line_count, 1)
        self.assertEqual(invoice.action_view_seat_lines()["domain"], [("id", "in", self.line.ids)])
        invoice.with_context(force_report_rendering=True).action_attach_seat_evidence()
        names = invoice.message_ids.attachment_ids.mapped("name")
        self.assertEqual(sorted(names), [f"seats-{self.line.id}.csv", "seats.pdf"])
