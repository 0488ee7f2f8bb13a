# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.ipai_discovery.tests.import_common import ImportCase

FILE = "Gerät,Ident,Etage,Bemerkung\nserver-a,SN-A1,3rd floor,blue\n"


@tagged("post_install", "-at_install")
class TestColumns(ImportCase):
    def column(self, run, heading):
        return run.column_ids.filtered(lambda c: c.heading == heading)

    def read_as(self, run, **meanings):
        for heading, meaning in meanings.items():
            self.column(run, heading).meaning = meaning
        run.action_read_again()
        run.run_to_end()

    def test_headings_are_proposed_and_unknown_ones_named(self):
        run = self.preview("Name,SN,Floor\nsrv,S-1,3rd\n")
        self.assertEqual(run.state, "previewed")
        self.assertEqual(run.column_ids.mapped("meaning"), ["name", "serial_number", False])
        self.assertEqual(self.column(run, "Floor").sample, "3rd")
        self.assertEqual(run.unknown_columns, 1)
        self.assertIn("Floor", run.file_warnings)
        self.assertFalse(self.found("srv"), "A preview makes nothing")

    def test_a_file_of_which_no_heading_is_known_is_read_once_a_person_has_said_what_they_are(self):
        run = self.preview(FILE)
        self.assertEqual(run.state, "failed")
        self.assertIn("No column is known", run.message)
        self.read_as(run, Gerät="name", Ident="serial_number", Etage="location", Bemerkung="-")
        self.assertEqual(run.state, "previewed")
        self.assertFalse(run.file_warnings)
        self.apply(run)
        asset = self.found("server-a")
        self.assertEqual((asset.serial_number, asset.location), ("SN-A1", "3rd floor"))
        self.assertFalse(asset.notes)

    def test_the_next_file_of_the_shape_is_read_alike(self):
        self.read_as(self.preview(FILE), Gerät="name", Ident="serial_number", Etage="location")
        other = "BEMERKUNG;ident;Etage;Gerät\nred;SN-B1;4th floor;server-b\n"
        run = self.preview(other)
        self.assertEqual(run.state, "previewed", run.message)
        self.apply(run)
        self.assertEqual(self.found("server-b").location, "4th floor")
        shape = self.env["ipai.import.shape"].search([("company_id", "=", self.company.id)])
        self.assertEqual(len(shape), 1)
        shape.unlink()
        self.assertEqual(self.preview(other).state, "failed")

    def test_the_memory_is_that_of_the_company(self):
        self.read_as(self.preview(FILE), Gerät="name", Ident="serial_number")
        other = self.env["res.company"].sudo().create({"name": "Other"})
        self.technician.sudo().company_ids |= other
        run = self.env["ipai.import.run"].with_context(allowed_company_ids=other.ids)
        run = run.create({"file": self.run_of(FILE).file, "file_name": "x.csv"})
        run.action_preview()
        self.assertEqual(run.run_to_end(), "failed")

    def test_a_person_overrules_what_a_heading_is_taken_for(self):
        run = self.preview("Name,Location\nsrv,Berlin\n")
        self.assertEqual(run.column_ids.mapped("meaning"), ["name", "location"])
        self.read_as(run, Location="purpose")
        self.apply(run)
        self.assertEqual(self.found("srv").purpose, "Berlin")
        self.assertFalse(self.found("srv").location)

    def test_two_columns_are_not_read_as_one_field(self):
        run = self.preview("Name,Serial,Inventory ID\nsrv,S-1,X-9\n")
        with self.assertRaisesRegex(ValidationError, "Two columns are read as Serial Number"):
            self.column(run, "Inventory ID").meaning = "serial_number"

    def test_the_form_saves_the_columns_while_the_preview_stands(self):
        run = self.preview("Name,Floor\nsrv,3rd\n")
        floor = self.column(run, "Floor")
        run.write({"column_ids": [(1, floor.id, {"meaning": "location"})]})
        self.assertEqual((floor.meaning, floor.chosen), ("location", True))
        with self.assertRaises(AccessError):
            floor.write({"heading": "Other"})
        self.apply(run)
        with self.assertRaisesRegex(UserError, "read already"):
            floor.meaning = "purpose"
        with self.assertRaises(UserError):
            run.action_read_again()
