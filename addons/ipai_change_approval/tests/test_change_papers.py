# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64
import hashlib
import json

from odoo import Command
from odoo.exceptions import AccessError

from .change_common import ChangeCase


class TestChangePapers(ChangeCase):
    """A decision binds the files and articles that it was made with, and tells which are others by now."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.runbook = cls.env["ipai.kb.link"].create(
            {
                "name": "Disk runbook",
                "kind": "runbook",
                "file": base64.b64encode(b"step one"),
                "file_name": "disk.md",
            }
        )

    def attach(self, record, name="plan.pdf", content=b"first"):
        return (
            self.env["ir.attachment"]
            .with_user(self.technician)
            .create({"name": name, "raw": content, "res_model": record._name, "res_id": record.id})
        )

    def submitted(self, **vals):
        change = self.new_change(kb_link_ids=[Command.set(self.runbook.ids)], **vals)
        self.attach(change)
        change.action_request()
        change.action_submit()
        return change

    def changes(self, record):
        record.invalidate_recordset(["paper_changes", "papers_table"])
        return record.with_user(self.anna).paper_changes or ""

    def test_the_hash_of_each_is_taken_down_and_bound(self):
        change = self.submitted()
        rows = {row["name"]: row["sha256"] for row in json.loads(change.approval_papers)}
        self.assertEqual(
            rows,
            {
                "plan.pdf": hashlib.sha256(b"first").hexdigest(),
                "Disk runbook": hashlib.sha256(b"step one").hexdigest(),
            },
        )
        change.sudo().approval_papers = change.approval_papers.replace(rows["plan.pdf"], "0" * 64)
        with self.assertRefused("payload-changed"):
            change.with_user(self.anna).action_approve()

    def test_an_article_that_says_something_else_is_told_to_who_decides(self):
        change = self.submitted()
        self.assertEqual(self.changes(change), "")
        self.assertNotIn("changed since", str(change.with_user(self.anna).about))
        self.runbook.file = base64.b64encode(b"step one, backwards")
        self.assertEqual(self.changes(change), "Disk runbook (changed)")
        change.invalidate_recordset(["about"])
        self.assertIn("Disk runbook (changed)", str(change.with_user(self.anna).about))

    def test_what_is_added_or_taken_away_after_the_decision_is_told(self):
        change = self.submitted()
        change.with_user(self.anna).action_approve()
        self.attach(change, "late.pdf", b"late")
        change.kb_link_ids = [Command.clear()]
        self.assertEqual(change.state, "scheduled")
        self.assertEqual(self.changes(change), "Disk runbook (removed), late.pdf (added)")
        self.assertIn("as submitted", change.papers_table)

    def test_a_file_is_not_changed_once_it_was_submitted(self):
        change = self.new_change()
        file = self.attach(change)
        file.raw = b"still a draft"
        change.action_request()
        change.action_submit()
        for touch in (lambda: file.write({"raw": b"second"}), file.unlink):
            with self.assertRaises(AccessError):
                touch()

    def test_an_approved_template_keeps_its_files(self):
        template = self.new_template()
        file = self.attach(template)
        template.action_submit()
        template.with_user(self.anna).action_approve()
        with self.assertRaises(AccessError):
            file.write({"raw": b"second"})
        self.attach(template, "new.pdf", b"new")
        self.assertEqual(self.changes(template), "new.pdf (added)")

    def test_an_answer_with_other_articles_is_asked_anew(self):
        change = self.submitted()
        change.with_user(self.anna).action_ask_back("Which disk?")
        revision = change.revision
        self.runbook.file = base64.b64encode(b"step one: disk 2")
        change.action_answer("Disk 2, it stands in the runbook now")
        self.assertEqual(change.revision, revision + 1)
        self.assertEqual(self.changes(change), "")

    def test_without_any_the_decision_binds_what_it_always_did(self):
        change = self.new_change()
        change.action_request()
        change.action_submit()
        self.assertFalse(change.approval_papers)
        self.assertFalse(change.papers_table)

    def test_nobody_types_what_was_taken_down(self):
        change = self.submitted()
        with self.assertRaises(AccessError):
            change.approval_papers = "[]"
