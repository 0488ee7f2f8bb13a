# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.ipai_discovery.tests.import_common import ImportCase

FILE = "Hostname,Type,Serial Number\nprn1,Drucker,SN-P1\nprn2,Drucker,SN-P2\nsrv1,,SN-S1\n"


@tagged("post_install", "-at_install")
class TestRows(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.printer = cls.env.ref("ipai_asset.type_printer")
        cls.site = (
            cls.env["ipai.site"]
            .sudo()
            .create({"name": "Triage Site", "company_id": cls.company.id})
        )

    def lines(self, run, *titles):
        return run.line_ids.filtered(lambda line: line.title in titles)

    def test_many_rows_are_said_at_once(self):
        run = self.preview(FILE)
        printers = self.lines(run, "prn1", "prn2")
        self.assertEqual(set(printers.mapped("action")), {"error"})
        printers.write({"decided_type_id": self.printer.id, "decided_site_id": self.site.id})
        self.assertEqual(set(printers.mapped("action")), {"create"})
        self.assertFalse(any(printers.mapped("reason")))
        self.lines(run, "srv1").decided_name = "Server One"
        self.apply(run)
        made = self.found("prn1") | self.found("prn2")
        self.assertEqual((made.type_id, made.site_id), (self.printer, self.site))
        self.assertEqual(self.found("Server One").hostname, "srv1")

    def test_a_word_is_known_in_the_next_file_of_the_shape(self):
        run = self.preview(FILE)
        self.lines(run, "prn1").decided_type_id = self.printer
        self.assertEqual(self.lines(run, "prn2").action, "error")
        again = self.preview(FILE.replace("prn2,Drucker", "prn9,DRUCKER").replace("SN-P2", "SN-P9"))
        self.assertEqual(self.lines(again, "prn9").action, "create")
        self.apply(again)
        self.assertEqual(self.found("prn9").type_id, self.printer)
        self.env["ipai.import.shape"].search([("company_id", "=", self.company.id)]).unlink()
        self.assertEqual(self.lines(self.preview(FILE), "prn2").action, "error")

    def test_what_was_said_of_a_row_is_said_of_it_in_the_next_file(self):
        self.lines(self.preview(FILE), "srv1").write(
            {"decided_name": "Server One", "decided_customer_id": self.acme.id}
        )
        run = self.preview(FILE)
        self.assertEqual(self.lines(run, "srv1").decided_name, "Server One")
        self.apply(run)
        self.assertEqual(self.found("Server One").customer_id, self.acme)

    def test_the_customer_that_is_said_finds_the_asset_of_that_customer(self):
        known = self.asset("db", hostname="db", customer_id=self.acme.id)
        self.asset("db2", hostname="db", customer_id=self.globex.id)
        run = self.preview("Hostname,Room or Rack\ndb,Rack 9\n")
        line = run.line_ids
        self.assertEqual(line.action, "conflict")
        line.decided_customer_id = self.acme
        self.assertEqual((line.action, line.asset_id), ("update", known))
        self.apply(run)
        self.assertEqual(known.location, "Rack 9")

    def test_what_is_asked_or_unread_is_not_settled_by_what_is_said_besides(self):
        self.asset("Known", hostname="pc1", serial_number="FIRST-1")
        run = self.preview(
            "Name,Hostname,Serial Number,Status\npc1,pc1,OTHER-1,\nodd,odd,,Nonsense\n"
        )
        asked, odd = self.lines(run, "pc1"), self.lines(run, "odd")
        self.assertEqual((asked.action, odd.action), ("conflict", "error"))
        question = asked.reason
        (asked | odd).write({"decided_type_id": self.printer.id})
        self.assertEqual((asked.action, asked.reason), ("conflict", question))
        self.assertIn("Nonsense", odd.reason)
        self.assertEqual(odd.action, "error")
        asked.action_answer_new()
        self.assertEqual(asked.action, "create")
        asked.decided_customer_id = self.acme
        self.apply(run)
        made = self.found("pc1")
        self.assertEqual((made.type_id, made.customer_id), (self.printer, self.acme))

    def test_a_scan_is_said_too(self):
        scan = (
            '<?xml version="1.0"?><nmaprun><host><status state="up" reason="arp-response"/>'
            '<address addr="10.77.0.9" addrtype="ipv4"/></host>'
            '<runstats><finished time="1790000100"/></runstats></nmaprun>'
        )
        run = self.preview(scan, file_name="scan.xml")
        run.line_ids.write({"decided_name": "Hall printer", "decided_type_id": self.printer.id})
        again = self.preview(scan, file_name="scan2.xml")
        self.assertEqual(again.line_ids.decided_name, "Hall printer")
        self.apply(again)
        self.assertEqual(self.found("Hall printer").type_id, self.printer)

    def test_nothing_is_said_of_what_is_applied(self):
        run = self.apply(self.preview("Name\nsrv\n"))
        with self.assertRaisesRegex(UserError, "while the preview stands"):
            run.line_ids.decided_name = "other"

    def test_a_site_of_another_company_is_refused(self):
        other = self.env["res.company"].sudo().create({"name": "Other"})
        site = self.site.sudo().copy({"name": "Theirs", "company_id": other.id})
        self.technician.sudo().company_ids |= other
        run = self.preview("Name\nsrv\n")
        with self.assertRaises(UserError):
            run.line_ids.with_context(
                allowed_company_ids=(self.company | other).ids
            ).decided_site_id = site
