# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .snapshot_common import SnapshotCase

ROW = "hostname,serial_number,location\npc1,S-2002,Rack 9\n"


@tagged("post_install", "-at_install")
class TestImportQuestion(SnapshotCase):
    """Whether a row and an asset are one machine: what is asked, and what becomes of the answer."""

    def setUp(self):
        super().setUp()
        self.known = self.asset("PC", hostname="pc1", serial_number="S-1001")

    def test_a_question_tells_what_agrees_and_what_differs(self):
        line = self.preview(ROW).line_ids
        self.assertEqual((line.action, line.candidate_ids), ("conflict", self.known))
        self.assertIn("the same host name pc1, but serial number S2002 is not S1001", line.reason)

    def test_same_updates_the_asset_and_is_remembered(self):
        run = self.preview(ROW)
        run.line_ids.action_answer_same()
        self.assertEqual((run.line_ids.action, run.line_ids.asset_id), ("update", self.known))
        self.apply(run)
        self.assertEqual((self.known.serial_number, self.known.location), ("S-2002", "Rack 9"))
        self.known.serial_number = "S-1001"
        self.assertEqual(self.preview(ROW).line_ids.action, "update")

    def test_another_machine_is_remembered_until_the_answer_is_withdrawn(self):
        text = "name,mac_addresses,serial_number\nx,3c:52:82:00:00:01,S-2002\n"
        self.known.mac_addresses = "3c:52:82:00:00:01"
        run = self.preview(text)
        run.line_ids.action_answer_new()
        self.assertEqual(run.line_ids.action, "create")
        self.assertEqual(self.preview(text).line_ids.action, "create")
        self.env["ipai.match.answer"].search([]).unlink()
        self.assertEqual(self.preview(text).line_ids.action, "conflict")

    def test_of_several_a_person_chooses_one(self):
        other = self.asset("Other", hostname="pc1", customer_id=self.acme.id)
        line = self.preview("hostname\npc1\n").line_ids
        self.assertEqual(line.candidate_ids, self.known | other)
        with self.assertRaisesRegex(UserError, "Choose the one"):
            line.action_answer_same()
        with self.assertRaisesRegex(UserError, "of which is asked"):
            line.action_answer(self.asset("Third").id)
        line.chosen_id = other
        line.action_answer_same()
        self.assertEqual(line.asset_id, other)
        with self.assertRaisesRegex(UserError, "Nothing is asked"):
            line.action_answer_new()

    def test_what_is_asked_about_is_not_missed(self):
        agent = {"id": "1", "hostname": "srv", "serial": "S-3003"}
        asset = self.asset_of(self.report(agent, {"id": "2", "hostname": "other"}))
        asset.serial_number = "S-9999"
        changed = {"hostname": "srv", "serial": "S-3003"}
        answer = self.report(changed, {"id": "2", "hostname": "other"})
        self.assertEqual(self.results(answer), ["conflict", "unchanged"])
        self.assertEqual(asset.sighting_ids.mapped("missed"), [0])

    def test_a_snapshot_follows_the_answer_given_to_the_one_before(self):
        report = {"hostname": "pc1", "serial": "S-2002"}
        answer = self.report(report)
        self.assertEqual(self.results(answer), ["conflict"])
        self.run_of_answer(answer).line_ids.action_answer_same()
        again = self.report(report)
        self.assertEqual(self.asset_of(again), self.known)

    def test_a_value_of_several_machines_is_noted_and_an_operator_adds_docks(self):
        self.report({"id": "1", "hostname": "b1", "serial": "CHASSIS-1"}, {"id": "2", "hostname": "b2", "serial": "CHASSIS-1"})  # fmt: skip
        shared = self.env["ipai.shared.identity"].search([])
        self.assertEqual(shared.mapped("value"), ["CHASSIS1"])
        self.known.mac_addresses = "3c:52:82:00:00:01"
        scan = {"interfaces": [{"name": "eth0", "mac": "3c:52:82:00:00:01"}]}
        self.assertEqual(self.asset_of(self.report(scan)), self.known)
        shared.with_user(self.manager).create({"kind": "dock", "value": "3C:52:82"})
        self.assertEqual(self.results(self.report(scan)), ["conflict"])

    def test_the_queries_do_not_grow_with_the_rows(self):
        def count(rows):
            text = "hostname,serial_number\n" + "".join(f"m{n},SER-{n}-X\n" for n in range(rows))
            run = self.run_of(text)
            run.action_preview()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            run._step_preview()
            return self.env.cr.sql_log_count - before

        count(2)
        self.assertLessEqual(count(60), count(6) + 2)
