# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg2

from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .. import audit, audit_chain
from .append_only import AppendOnlyMixin


@tagged("post_install", "-at_install")
class TestAudit(AppendOnlyMixin, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.audit = cls.env["ipai.audit"]
        for number in range(5):
            cls.audit._append(
                "done",
                f"test.{number}",
                target='a "quoted" \\ é \u2028 \t text',
                user_id=cls.env.uid,
                status=200,
            )
        cls.audit._seal_all()
        cls.rows = cls.audit.search([("action", "=like", "test.%")], order="id")

    def test_rows_follow_from_each_other(self):
        count, broken, _reason = self.audit._verify()
        self.assertGreaterEqual(count, 5)
        self.assertIsNone(broken)
        for before, after in zip(self.rows, self.rows[1:], strict=False):
            self.assertEqual((after.seq, after.previous_hash), (before.seq + 1, before.hash))

    def test_the_database_refuses_to_change_and_delete(self):
        self.assertAppendOnly(self.rows[2], "action = 'x'", "hash = NULL")

    def test_a_row_not_yet_sealed_cannot_be_changed_either(self):
        self.audit._append("done", "test.unsealed")
        with (
            self.assertRaises(psycopg2.errors.InsufficientPrivilege),
            mute_logger("odoo.sql_db"),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                "UPDATE ipai_audit SET action = 'x', seq = 99, hash = 'y' WHERE hash IS NULL"
            )

    def _tamper(self, statement):
        self.cr.execute("ALTER TABLE ipai_audit DISABLE TRIGGER USER")
        self.cr.execute(statement, [self.rows[2].id])
        self.cr.execute("ALTER TABLE ipai_audit ENABLE TRIGGER USER")

    def test_a_row_altered_with_the_trigger_off_is_found(self):
        seq = self.rows[2].seq
        for statement, reason in (
            ("UPDATE ipai_audit SET outcome = 'denied' WHERE id = %s", "content was changed"),
            ("UPDATE ipai_audit SET date = date + interval '1 us' WHERE id = %s", "changed"),
            ("DELETE FROM ipai_audit WHERE id = %s", f"row {seq} before it is missing"),
        ):
            with self.subTest(statement), self.cr.savepoint() as savepoint:
                self._tamper(statement)
                _count, broken, found = self.audit._verify()
                self.assertIn(reason, found)
                self.assertIn(broken["seq"], (seq, seq + 1))
                notice = self.audit.action_verify()
                self.assertEqual(notice["params"]["type"], "danger")
                with mute_logger("odoo.addons.ipai_base.models.ipai_audit_checkpoint"):
                    self.audit._cron_verify()
                failed = self.audit.search([("action", "=", "audit.verify")], limit=1)
                self.assertIn(reason, failed.target)
                savepoint.rollback()

    def test_the_export_proves_itself_without_this_database(self):
        text = "".join(self.audit._json_lines())
        rows = [json.loads(line) for line in text.rstrip().split("\n")]
        self.assertEqual(audit_chain.first_broken(rows), (None, ""))
        rows[-2]["target"] = "x"
        self.assertEqual(audit_chain.first_broken(rows)[1], "its content was changed")

    def ends_with(self, *texts):
        """The code with which the file ends by itself, without Odoo, and what it says."""
        with tempfile.TemporaryDirectory() as folder:
            names = []
            for number, text in enumerate(texts):
                name = Path(folder) / f"{number}.jsonl"
                name.write_text(text, encoding="utf-8")
                names.append(str(name))
            ended = subprocess.run(
                [sys.executable, "-S", audit_chain.__file__, *names],
                capture_output=True,
                text=True,
                check=False,
            )
        return ended.returncode, ended.stdout

    def test_the_file_itself_checks_an_export_and_says_so_by_its_code(self):
        text = "".join(self.audit._json_lines())
        lines = [f"{line}\n" for line in text.rstrip("\n").split("\n")]
        code, said = self.ends_with(text)
        self.assertEqual(code, 0, said)
        self.assertIn(f"Whole: {len(lines)} rows", said)
        broken = json.loads(lines[-2]) | {"target": "x"}
        for wrong in (
            "".join([*lines[:-2], json.dumps(broken) + "\n", lines[-1]]),
            "".join(lines[:-2] + lines[-1:]),
            "".join(lines[1:]),
        ):
            code, said = self.ends_with(wrong)
            self.assertEqual(code, 1, said)
            self.assertIn("Broken: row", said)
        for unreadable in ("", "no json\n", '{"a": 1}\n'):
            self.assertEqual(self.ends_with(unreadable)[0], 2)
        self.assertEqual(self.ends_with()[0], 2)

    def test_what_was_cut_off_or_sealed_anew_fits_no_anchor(self):
        text = "".join(self.audit._json_lines())
        lines = [f"{line}\n" for line in text.rstrip("\n").split("\n")]
        last = json.loads(lines[-1])
        anchor = json.dumps({"rows": last["seq"], "hash": last["hash"]}) + "\n"
        self.assertEqual(self.ends_with(text, anchor)[0], 0)
        code, said = self.ends_with("".join(lines[:-1]), anchor)
        self.assertEqual(code, 1)
        self.assertIn("was anchored, and is missing", said)
        # Another end, each row of which follows from the one before.
        forged = last | {"action": "something else"}
        forged["hash"] = audit_chain.digest(forged)
        anew = "".join(lines[:-1]) + json.dumps(forged, ensure_ascii=False) + "\n"
        self.assertEqual(self.ends_with(anew)[0], 0)
        self.assertIn("another one than was anchored", self.ends_with(anew, anchor)[1])

    def test_a_manager_reads_and_verifies(self):
        manager = new_test_user(self.env, "boss", groups="ipai_base.group_manager")
        notice = self.audit.with_user(manager).action_verify()
        self.assertEqual(notice["params"]["type"], "success")


@tagged("post_install", "-at_install")
class TestAuditExport(HttpCase):
    def test_only_an_administrator_downloads_the_chain(self):
        self.env["ipai.audit"]._append("done", "test.export")
        self.env["ipai.audit"]._seal_all()
        new_test_user(self.env, "boss", groups="ipai_base.group_manager", password="boss-boss")
        self.authenticate("boss", "boss-boss")
        self.assertEqual(self.url_open("/ipai/audit/export").status_code, 403)
        self.authenticate("admin", "admin")
        answer = self.url_open("/ipai/audit/export")
        self.assertEqual(answer.headers["Content-Type"], "application/x-ndjson")
        rows = [json.loads(line) for line in answer.content.decode().rstrip("\n").split("\n")]
        self.assertEqual(audit_chain.first_broken(rows), (None, ""))
        self.assertIn("test.export", {row["action"] for row in rows})


@tagged("post_install", "-at_install")
class TestRefusalsAreCounted(HttpCase):
    """An HttpCase, for refusals go into the audit on a cursor of their own."""

    def test_who_is_refused_again_and_again_fills_no_disk(self):
        user = new_test_user(self.env, "stubborn", groups="base.group_user")
        rows = self.env["ipai.audit"].search
        for _attempt in range(130):
            audit.denied(self.env(user=user), "test.refused")
        kept = rows([("action", "=", "test.refused")], order="id")
        self.assertEqual(len(kept), audit.REFUSALS_KEPT + 1)
        self.assertIn("100 refusals", kept[-1].target)
        audit.denied(self.env(user=user), "test.other")
        audit.denied(self.env(user=self.env.ref("base.user_admin")), "test.refused")
        self.assertEqual(len(rows([("action", "=", "test.other")])), 1)
        self.assertEqual(len(rows([("action", "=", "test.refused")])), audit.REFUSALS_KEPT + 2)
