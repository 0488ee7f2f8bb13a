# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import csv
import io

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .import_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportPreview(ImportCase):
    def test_preview_writes_no_asset(self):
        before = self.env["ipai.asset"].search_count([])
        run = self.preview("Name,Hostname,Manufacturer\nNew One,new1,Brand New Inc\n")
        self.assertEqual((run.state, run.create_count), ("previewed", 1))
        self.assertEqual(self.env["ipai.asset"].search_count([]), before)
        self.assertFalse(self.env["ipai.manufacturer"].search([("name", "=", "Brand New Inc")]))

    def test_line_says_what_would_change(self):
        asset = self.asset("Files", hostname="files", location="Rack A")
        line = self.preview("hostname;location\nFILES.;Rack B\n").line_ids
        self.assertEqual((line.action, line.asset_id), ("update", asset))
        self.assertIn("Rack A → Rack B", line.changes_text)
        self.assertIn("Found by host name", line.reason)

    def test_absent_column_and_empty_cell_leave_alone(self):
        self.asset("Files", hostname="files", location="Rack A", purpose="Files for all")
        run = self.preview("hostname,location\nfiles,\n")
        self.assertEqual((run.unchanged_count, run.line_ids.changes_text), (1, ""))

    def test_empty_cell_clears_where_asked(self):
        asset = self.asset("Files", hostname="files", location="Rack A", purpose="Files for all")
        self.apply(self.preview("hostname,location,status\nfiles,,\n", clear_empty=True))
        self.assertFalse(asset.location)
        self.assertEqual((asset.purpose, asset.status), ("Files for all", "active"))

    def test_export_of_the_list_imports_as_unchanged(self):
        names = [
            "name",
            "hostname",
            "type_id",
            "status",
            "serial_number",
            "asset_tag",
            "customer_id",
            "host_id",
        ]
        names += [
            "environment",
            "purchase_date",
            "last_seen",
            "tag_ids",
            "mac_addresses",
            "ip_addresses",
            "notes",
        ]
        host = self.asset("Node", hostname="pve77", mac_addresses="AA-BB-CC-DD-00-77")
        self.asset(
            "Guest",
            hostname="guest77",
            host_id=host.id,
            serial_number="S-77",
            customer_id=self.acme.id,
            environment="lab",
            purchase_date="2026-01-31",
            last_seen="2026-11-01 10:00:00",
            ip_addresses="192.0.2.77, 2001:db8::77",
            tag_ids=[(0, 0, {"name": "import-a"}), (0, 0, {"name": "import-b"})],
            notes="<p>First line</p><p>Second line</p>",
        )
        self.technician.tz = "Europe/Vienna"
        assets = (
            self.env["ipai.asset"]
            .with_context(tz="Europe/Vienna")
            .search([("company_id", "=", self.company.id)])
        )
        described = self.env["ipai.asset"].fields_get(names, ["string"])
        for heading in (lambda name: name, lambda name: described[name]["string"].upper()):
            out = io.StringIO()
            writer = csv.writer(out)
            writer.writerow([heading(name) for name in names])
            writer.writerows(assets.export_data(names)["datas"])
            run = self.preview(out.getvalue())
            self.assertEqual(
                run.line_ids.mapped("action"),
                ["unchanged", "unchanged"],
                run.line_ids.mapped("changes_text"),
            )

    def test_placeholder_serial_is_kept_and_never_matched(self):
        self.asset("Old", serial_number="To Be Filled By O.E.M.")
        run = self.preview(
            "name,serial_number\nFirst,To Be Filled By O.E.M.\nSecond,To Be Filled By O.E.M.\n"
        )
        self.assertEqual(run.line_ids.mapped("action"), ["create", "create"])
        self.apply(run)
        self.assertEqual(self.found("First").serial_number, "To Be Filled By O.E.M.")

    def test_the_stronger_identity_wins_and_the_other_asset_is_named(self):
        self.asset("By Serial", serial_number="SER-1")
        self.asset("By Address", ip_addresses="192.0.2.9")
        line = self.preview("serial_number,ip_addresses\nser-1,192.0.2.9\n").line_ids
        self.assertEqual(line.asset_id.name, "By Serial")
        self.assertIn("Perhaps the same machine: By Address", line.warnings)

    def test_a_key_that_is_not_used_decides_nothing(self):
        self.asset("By Serial", serial_number="SER-1")
        self.asset("By Address", ip_addresses="192.0.2.9")
        run = self.run_of("serial_number,ip_addresses\nser-1,192.0.2.9\n")
        run.key_ids.filtered(lambda key: key.kind == "ip").used = False
        run.action_preview()
        run.run_to_end()
        self.assertEqual(run.line_ids.asset_id.name, "By Serial")

    def test_rows_that_speak_of_one_asset_are_conflicts(self):
        self.asset("Files", hostname="files", asset_tag="T-1")
        run = self.preview("name,hostname,asset_tag\na,files,\nb,,t-1\nc,twice,\nd,TWICE,\n")
        self.assertEqual(run.line_ids.mapped("action"), ["conflict"] * 4)
        self.assertIn("Row 3 speaks of the same machine", run.line_ids[0].reason)
        self.assertIn("Row 5 speaks of the same machine", run.line_ids[2].reason)

    def test_host_name_matches_within_its_customer(self):
        acme = self.asset("A", hostname="dc01", customer_id=self.acme.id)
        self.asset("G", hostname="dc01", customer_id=self.globex.id)
        run = self.preview("hostname,customer,location\ndc01,acme import,Here\n")
        self.assertEqual(run.line_ids.asset_id, acme)
        self.assertEqual(self.preview("hostname\ndc01\n").line_ids.action, "conflict")
        run = self.preview("hostname\ndc01\n", default_customer_id=self.globex.id)
        self.assertEqual(run.line_ids.asset_id.name, "G")

    def test_ambiguous_customer_names_both(self):
        second = self.env["res.partner"].create({"name": "ACME Import", "is_company": True})
        line = self.preview("name,customer\nx,ACME Import\n").line_ids
        self.assertEqual(line.action, "conflict")
        self.assertIn(str(second.id), line.reason)
        self.assertIn(str(self.acme.id), line.reason)

    def test_unknown_customer_is_an_error_until_it_may_be_created(self):
        line = self.preview("name,customer\nx,Initech Import\n").line_ids
        self.assertEqual(line.action, "error")
        self.assertIn("Initech Import", line.reason)
        run = self.apply(
            self.preview(
                "name,customer\nx,Initech Import\ny,initech import\n", create_customers=True
            )
        )
        customers = run.line_ids.asset_id.customer_id
        self.assertEqual(
            (customers.name, len(customers), customers.is_company), ("Initech Import", 1, True)
        )

    def test_who_may_not_create_a_customer_is_told_so(self):
        clerk = new_test_user(
            self.env(user=1, context={}),
            "import_clerk",
            "ipai_base.group_technician",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        run = self.run_of("name,customer\nx,Initech Import\n", create_customers=True)
        run = run.with_user(clerk)
        run.action_preview()
        run.run_to_end()
        self.assertEqual(
            run.line_ids.reason,
            "Customer “Initech Import” does not exist. "
            "You may not create one: correct the row, or ask somebody who may.",
        )

    def test_pattern_characters_in_a_customer_name_are_no_pattern(self):
        line = self.preview("name,customer\nx,%import\n").line_ids
        self.assertEqual(line.action, "error")

    def test_refused_transition_is_a_conflict_with_its_message(self):
        self.asset("Plan", hostname="plan", status="planned")
        line = self.preview("hostname,status\nplan,Missing\n").line_ids
        self.assertEqual(line.action, "conflict")
        self.assertIn("cannot become Missing", line.reason)

    def test_archived_asset_is_a_conflict_until_it_may_return(self):
        asset = self.asset("Old", serial_number="OLD-1")
        asset.action_archive()
        line = self.preview("serial_number\nOLD-1\n").line_ids
        self.assertEqual(line.action, "conflict")
        self.assertIn("archived", line.reason)
        self.apply(self.preview("serial_number\nOLD-1\n", restore_archived=True))
        self.assertEqual((asset.active, asset.status), (True, "active"))

    def test_bad_values_are_errors_of_their_row(self):
        run = self.preview(
            "name,status,mac_addresses,purchase_date\na,broken,,\nb,,xx,\nc,,,31.12.2025\nd,Active,,\n"
        )
        self.assertEqual(run.line_ids.mapped("action"), ["error", "error", "error", "create"])
        names = self.preview(f"name,hostname\n{'n' * 300},long1\nx,no host name\n")
        self.assertEqual(names.line_ids.mapped("action"), ["error", "error"])
        self.assertIn("longer than 200", names.line_ids[0].reason)
        self.assertIn("cannot be a host name", names.line_ids[1].reason)
        self.assertIn("'broken' is not one of", run.line_ids[0].reason)
        self.assertIn("not a MAC address", run.line_ids[1].reason)
        self.assertIn("write it as 2025-12-31", run.line_ids[2].reason)

    def test_new_asset_without_a_type_is_an_error(self):
        run = self.preview("name,type\na,\nb,Storage\n", default_type_id=False)
        self.assertEqual(run.line_ids.mapped("action"), ["error", "create"])
        self.assertIn("names no type", run.line_ids[0].reason)

    def test_copy_of_a_run_starts_with_the_file(self):
        run = self.apply(self.preview("name\na\n", clear_empty=True))
        copy = run.copy()
        self.assertEqual((copy.state, copy.clear_empty, len(copy.line_ids)), ("draft", True, 0))
        copy.action_preview()
        copy.run_to_end()
        self.assertEqual(copy.state, "previewed")

    def test_hosts_within_the_file_come_first(self):
        run = self.apply(self.preview("name,host_id\nvm,node\nnode,\ninner,vm\n"))
        self.assertEqual(
            set(run.line_ids.mapped("state")), {"applied"}, run.line_ids.mapped("reason")
        )
        self.assertEqual(self.found("inner").host_id.host_id.name, "node")

    def test_hosts_in_a_circle_are_errors(self):
        run = self.preview("name,host_id\na,b\nb,a\nc,\n")
        self.assertEqual(run.line_ids.mapped("action"), ["error", "error", "create"])
        self.assertIn("circle", run.line_ids[0].reason)

    def test_other_companies_are_neither_matched_nor_shown(self):
        other = self.env["res.company"].sudo().create({"name": "Other Import Company"})
        self.env["ipai.asset"].sudo().create(
            {
                "name": "Theirs",
                "type_id": self.compute.id,
                "serial_number": "THEIRS-1",
                "company_id": other.id,
            }
        )
        run = self.preview("name,serial_number\nOurs,THEIRS-1\n")
        self.assertEqual(run.line_ids.action, "create")
        stranger = new_test_user(
            self.env(user=1, context={}),
            "import_stranger",
            "ipai_base.group_technician",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        seen = (
            self.env["ipai.import.line"]
            .with_user(stranger)
            .with_context(allowed_company_ids=other.ids)
        )
        self.assertFalse(seen.search([("run_id", "=", run.id)]))
        with self.assertRaises(AccessError):
            run.with_user(stranger).with_context(allowed_company_ids=other.ids).run_step()

    def test_a_reader_may_not_import(self):
        reader = new_test_user(
            self.env(user=1, context={}),
            "import_reader",
            "ipai_base.group_user",
            company_id=self.company.id,
            company_ids=[(6, 0, self.company.ids)],
        )
        with self.assertRaises(AccessError):
            self.env["ipai.import.run"].with_user(reader).create({"file_name": "x.csv"})

    def test_plan_and_state_are_not_to_be_forged(self):
        run = self.preview("name\nx\n")
        with self.assertRaises(AccessError):
            run.line_ids.write(
                {"changes": [{"field": "name", "old": None, "new": "y", "text": ""}]}
            )
        with self.assertRaises(AccessError):
            run.write({"state": "applied"})
        with self.assertRaises(UserError):
            run.write({"default_status": "planned"})
        run.line_ids.write({"selected": False})
        with self.assertRaises(UserError):
            run.action_apply()

    def test_queries_do_not_grow_with_rows(self):
        def queries(batch, rows):
            text = "name,hostname,customer,manufacturer,location\n" + "\n".join(
                f"new {n},new{batch}x{n},ACME Import,Maker,Rack {n}" for n in range(rows // 2)
            )
            names = [f"old{batch}x{n}" for n in range(rows // 2)]
            self.env["ipai.asset"].create(
                [
                    {
                        "name": name,
                        "hostname": name,
                        "customer_id": self.acme.id,
                        "type_id": self.compute.id,
                    }
                    for name in names
                ]
            )
            text += "\n" + "\n".join(
                f"{name},{name},ACME Import,Maker,Rack of {name}" for name in names
            )
            run = self.run_of(text)
            run.action_preview()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            run.run_to_end()
            self.env.flush_all()
            made = self.env.cr.sql_log_count
            self.assertEqual((run.create_count, run.update_count), (rows // 2, rows // 2))
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.apply(run)
            self.env.flush_all()
            return made - before, self.env.cr.sql_log_count - start

        queries("a", 10)  # fills the caches of the registry
        few, many = queries("b", 10), queries("c", 200)
        self.assertLessEqual(many[0], few[0] + 3, "preview")
        self.assertLessEqual(many[1], few[1] + 12, "apply")

    def test_last_audit_in_the_time_zone_of_the_user(self):
        self.technician.tz = "Europe/Vienna"
        self.apply(self.preview("name,last_audit\nx,2026-07-01 12:00:00\n"))
        self.assertEqual(
            fields.Datetime.to_string(self.found("x").last_audit), "2026-07-01 10:00:00"
        )
