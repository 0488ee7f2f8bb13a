# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .import_common import ImportCase


@tagged("post_install", "-at_install")
class TestImportApply(ImportCase):
    def test_rows_become_assets_with_all_they_name(self):
        run = self.preview(
            "name,type,manufacturer,model,operating system,site,tags,criticality\n"
            'Web,Network,Importers Inc,Box 9000,Import Linux,Import Site,"front,edge",High\n',
            create_sites=True,
        )
        asset = self.apply(run).line_ids.asset_id
        self.assertEqual(asset.model_id.manufacturer_id.name, "Importers Inc")
        self.assertEqual(asset.manufacturer_id.name, "Importers Inc")
        self.assertEqual(asset.operating_system_id.name, "Import Linux")
        self.assertEqual(
            (asset.site_id.name, asset.site_id.company_id), ("Import Site", self.company)
        )
        self.assertEqual(set(asset.tag_ids.mapped("name")), {"front", "edge"})
        self.assertEqual((asset.criticality, asset.source, asset.status), ("high", "csv", "active"))
        self.assertEqual(asset.type_id, self.env.ref("ipai_asset.type_network"))

    def test_same_file_again_changes_nothing(self):
        text = 'name,hostname,manufacturer,model,tags,notes\nWeb,web,Importers Inc,Box,"a1,b1",Hello <b>you</b>\n'
        self.apply(self.preview(text))
        run = self.preview(text)
        self.assertEqual((run.unchanged_count, run.line_ids.changes_text), (1, ""))

    def test_a_row_left_out_stays_out(self):
        run = self.preview("name\nin\nout\n")
        run.line_ids[1].selected = False
        self.apply(run)
        self.assertEqual((len(self.found("in")), len(self.found("out"))), (1, 0))

    def test_change_since_the_preview_is_a_conflict(self):
        asset = self.asset("Files", hostname="files", location="Rack A")
        run = self.preview("hostname,location\nfiles,Rack B\n")
        asset.location = "Rack C"
        self.apply(run)
        self.assertEqual((asset.location, run.line_ids.state), ("Rack C", "refused"))
        self.assertIn("changed since the preview", run.line_ids.reason)
        self.assertIn("Room or Rack", run.line_ids.reason)

    def test_asset_that_appeared_since_the_preview_is_a_conflict(self):
        run = self.preview("name,serial_number\nx,NEW-1\n")
        self.asset("Meanwhile", serial_number="new-1")
        self.apply(run)
        self.assertEqual((run.line_ids.action, len(self.found("x"))), ("conflict", 0))
        self.assertIn("Meanwhile", run.line_ids.reason)

    def test_one_refused_row_does_not_stop_the_others(self):
        self.asset("Holder", hostname="taken1")
        run = self.run_of(
            "name,hostname,asset_tag\ngood,good1,\nbad,taken1,\nfine,fine1,\nworse,w1,TAG-A\nlast,l1,TAG-B\n"
        )
        run.key_ids.write({"used": False})
        run.action_preview()
        run.run_to_end()
        self.assertEqual(run.create_count, 5)
        self.asset("Tag Holder", asset_tag="tag-a")
        self.apply(run)
        states = ["applied", "refused", "applied", "refused", "applied"]
        self.assertEqual(run.line_ids.mapped("state"), states)
        self.assertIn("already taken by Holder", run.line_ids[1].reason)
        self.assertIn("already taken by Tag Holder", run.line_ids[3].reason)
        self.assertEqual((run.state, run.conflict_count), ("applied", 2))

    def test_status_change_keeps_its_reason(self):
        asset = self.asset("Files", hostname="files")
        self.apply(self.preview("hostname,status\nfiles,In Maintenance\n"))
        self.assertEqual(asset.status, "maintenance")
        self.assertIn("assets.csv", asset.status_reason)

    def test_undo_takes_back_what_nobody_touched(self):
        asset = self.asset("Files", hostname="files", location="Rack A")
        run = self.apply(self.preview("name,hostname,location\nFiles,files,Rack B\nNew,new,\n"))
        self.undo(run)
        self.assertEqual((run.state, asset.location), ("undone", "Rack A"))
        self.assertFalse(self.found("New"), "what was there since the run only goes whole")
        self.assertEqual(set(run.line_ids.mapped("state")), {"undone"})

    def test_undo_deletes_what_was_never_in_service(self):
        run = self.apply(self.preview("name,host_id\nvm,node\nnode,\n", default_status="planned"))
        self.undo(run)
        self.assertFalse(self.found("vm") | self.found("node"))

    def test_undo_leaves_what_was_changed_since_and_says_so(self):
        asset = self.asset("Files", hostname="files", location="Rack A", purpose="Old")
        run = self.apply(
            self.preview("name,hostname,location,purpose\nFiles,files,Rack B,New\nNew,new,,\n")
        )
        asset.purpose = "Newer"
        self.found("New").location = "Somewhere"
        # Within a test the clock of the database stands still.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_asset SET write_date = write_date + interval '1 minute' WHERE name = 'New'"
        )
        self.env.invalidate_all()
        self.undo(run)
        self.assertEqual((asset.location, asset.purpose), ("Rack A", "Newer"))
        self.assertTrue(self.found("New").active)
        self.assertEqual(run.line_ids.mapped("state"), ["kept", "kept"])
        self.assertIn("Purpose", run.line_ids[0].reason)
        self.assertIn("has worked on it since", run.line_ids[1].reason)

    def test_undo_restores_formatted_notes(self):
        asset = self.asset("Files", hostname="files", notes="<p>Some <b>bold</b> words</p>")
        before = asset.notes
        run = self.apply(self.preview("hostname,notes\nfiles,Plain words\n"))
        self.assertIn("Plain words", asset.notes)
        self.undo(run)
        self.assertEqual(asset.notes, before)

    def test_import_again_after_undo_is_as_the_first_time(self):
        text = (
            "name,serial_number,manufacturer,model,operating_system,tags,ip_addresses\n"
            "New,UNDO-1,Undo Maker,Undo Model,Undo OS,undo-tag,10.1.1.7\n"
        )

        def told():
            line = self.preview(text).line_ids
            return line.action, line.changes_text, line.warnings, line.reason

        first = told()
        run = self.apply(self.preview(text))
        tag = run.line_ids.asset_id.asset_tag
        self.undo(run)
        self.assertEqual(told(), first)
        for model, name in (
            ("ipai.manufacturer", "Undo Maker"),
            ("ipai.asset.model", "Undo Model"),
            ("ipai.operating.system", "Undo OS"),
            ("ipai.asset.tag", "undo-tag"),
        ):
            self.assertFalse(self.env[model].search([("name", "=", name)]), name)
        again = self.apply(self.preview(text))
        self.assertEqual(again.line_ids.asset_id.asset_tag, tag, "the number is free again")

    def test_undo_archives_what_something_else_has_come_to_use(self):
        run = self.apply(self.preview("name\nNode\n"))
        node = self.found("Node")
        self.env["ipai.link"].create(
            {"asset_id": node.id, "name": "Console", "url": "https://node.example"}
        )
        self.undo(run)
        self.assertEqual((node.exists(), node.active), (node, False))
        self.assertIn("has come to use it", run.line_ids.reason)

    def test_undo_right_after_applying_takes_a_host_with_several_ports_away(self):
        self.env.flush_all()
        run = self.apply(self.preview("name,notes\nPorts,22/tcp ssh\n"))
        self.undo(run)
        port = '<port protocol="tcp" portid="%s"><state state="open"/></port>'
        scan = (
            '<nmaprun><host endtime="1790000000"><status state="up" reason="arp-response"/>'
            '<address addr="10.1.1.5" addrtype="ipv4"/><ports>%s</ports></host></nmaprun>'
        )
        run = self.apply(self.preview(scan % (port % 22 + port % 80)))
        self.assertTrue(run.line_ids.asset_id)
        self.undo(run)
        self.assertEqual((run.line_ids.state, run.line_ids.asset_id.ids), ("undone", []))

    def test_applied_run_is_not_deleted(self):
        run = self.apply(self.preview("name\nx\n"))
        with self.assertRaises(UserError):
            run.unlink()
        self.undo(run).unlink()

    def test_previews_nobody_applied_are_forgotten(self):
        stale, applied, fresh = (
            self.preview("name\nx\n"),
            self.apply(self.preview("name\ny\n")),
            self.preview("name\nz\n"),
        )
        self.env.flush_all()
        old = (stale + applied).ids
        self.env.cr.execute(
            "UPDATE ipai_import_run SET write_date = write_date - interval '31 days' WHERE id = ANY(%s)",
            [old],
        )
        self.env.invalidate_all()
        stale.sudo()._gc_previews()
        self.assertEqual((stale + applied + fresh).exists(), applied + fresh)

    def test_buttons_out_of_turn_are_refused(self):
        run = self.run_of("name\nx\n")
        with self.assertRaises(UserError):
            run.action_apply()
        with self.assertRaises(UserError):
            run.action_undo()
