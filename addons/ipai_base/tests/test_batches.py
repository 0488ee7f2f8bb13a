# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.tools import mute_logger

from .. import audit_chain
from ..models import ipai_audit_checkpoint
from ..models.ipai_audit_checkpoint import LATEST, MONTHS, START, WHOLE
from .killing import BatchCase

LOGGER = "odoo.addons.ipai_base.models.ipai_audit_checkpoint"


class TestBatches(BatchCase):
    crons = ("ipai_base.cron_verify_audit",)

    def setUp(self):
        super().setUp()
        self.audit = self.env["ipai.audit"]
        self.points = self.env["ipai.audit.checkpoint"].sudo()
        self.points.search([]).unlink()
        for number in range(9):
            self.audit._append("done", f"test.{number}")
        self.audit._seal_all()
        self.parameters = self.env["ir.config_parameter"].sudo()

    def place(self, name):
        return self.points._of(name).seq

    def later(self, **times):
        return freeze_time(fields.Datetime.now() + timedelta(**times))

    def tamper(self, statement, row):
        self.cr.execute("ALTER TABLE ipai_audit DISABLE TRIGGER USER")
        self.cr.execute(statement, [row])
        self.cr.execute("ALTER TABLE ipai_audit ENABLE TRIGGER USER")

    def failed(self):
        return self.audit.search_count([("action", "=", "audit.verify")])

    def test_the_chain_is_verified_and_pruned(self):
        self.parameters.set_param(MONTHS, "2")
        last = self.audit._last_seq()

        def outcome():
            points = self.points.search([])
            # The row that tells of the pruning may be verified in this run or in the next.
            return (
                sorted((one.name, min(one.seq, last), bool(one.ended_on)) for one in points),
                self.audit.search_count([]),
                self.failed(),
            )

        size = last // 4 + 1
        with self.later(days=100), patch.object(ipai_audit_checkpoint, "ROWS", size):
            self.assertBatches("ipai_base.cron_verify_audit", outcome)
        self.assertEqual(self.place(START), last)
        self.assertEqual(self.audit.search_count([]), 1, "the row that tells what was pruned")

    def test_each_night_only_what_is_new_is_read_and_each_week_all(self):
        self.audit._cron_verify()
        last = self.audit._last_seq()
        self.assertEqual((self.place(LATEST), self.place(WHOLE)), (last, last))
        read = []
        export = type(self.audit)._export

        def reading(records, after=0, **how):
            for row in export(records, after, **how):
                read.append(row["seq"])
                yield row

        with patch.object(type(self.audit), "_export", reading):
            self.audit._append("done", "test.new")
            self.audit._cron_verify()
            self.assertEqual(set(read), {last, last + 1}, "the checkpoint's row, and the new one")
            read.clear()
            with self.later(days=8):
                self.audit._cron_verify()
            self.assertEqual(min(read), 1)

    def test_what_was_verified_and_changed_or_cut_off_is_found(self):
        self.audit._cron_verify()
        row = self.audit.search([("seq", "=", self.place(LATEST))])
        for statement, reason in (
            ("UPDATE ipai_audit SET outcome = 'denied' WHERE id = %s", "another one than was"),
            ("DELETE FROM ipai_audit WHERE id = %s", "is missing"),
        ):
            with self.subTest(statement), self.cr.savepoint() as savepoint:
                self.tamper(statement, row.id)
                with mute_logger(LOGGER):
                    self.audit._cron_verify()
                told = self.audit.search([("action", "=", "audit.verify")], limit=1)
                self.assertIn(reason, told.target)
                savepoint.rollback()
        self.env.invalidate_all()

    def test_a_checkpoint_that_is_not_signed_is_not_believed(self):
        self.audit._cron_verify()
        early = self.audit.search([("action", "=", "test.3")])
        self.tamper("UPDATE ipai_audit SET outcome = 'denied' WHERE id = %s", early.id)
        self.env.invalidate_all()
        self.audit._cron_verify()
        self.assertFalse(self.failed(), "until the weekly walk, the button or the file tells")
        self.points._of(LATEST).hash = "forged"
        with mute_logger(LOGGER):
            self.audit._cron_verify()
        self.assertTrue(self.failed(), "all is read")

    def test_what_was_pruned_is_proved_by_the_rest(self):
        before = "".join(self.audit._json_lines()).rstrip("\n").split("\n")
        self.parameters.set_param(MONTHS, "2")
        self.audit._cron_verify()
        self.assertEqual(self.place(START), 0, "nothing is old")
        self.audit._append("done", "test.kept")
        self.audit._seal_all()
        with self.later(days=100):
            self.audit._cron_verify()
        self.audit._append("done", "test.after")
        text = "".join(self.audit._json_lines())
        count, broken, _reason = self.audit._verify()
        self.assertFalse(broken)
        self.assertEqual(count, self.audit._last_seq())
        rest = text.rstrip("\n").split("\n")
        self.assertEqual(audit_chain.check(rest)[1], audit_chain.WHOLE)
        pruned = json.loads(rest[0])["seq"] - 1
        self.assertGreaterEqual(pruned, len(before))
        whole = audit_chain.check([*before, *rest])[1]
        self.assertEqual(whole, audit_chain.BROKEN, "the export misses the row made in between")
        anchor = json.loads(rest[0])["previous_hash"]
        fits = json.dumps({"rows": pruned, "hash": anchor})
        self.assertEqual(audit_chain.check(rest, [fits])[1], audit_chain.WHOLE)
        forged = json.dumps({"rows": pruned, "hash": "x"})
        self.assertEqual(audit_chain.check(rest, [forged])[1], audit_chain.BROKEN)

    def test_rows_that_are_kept_are_not_deleted_behind_a_forged_checkpoint(self):
        self.points._keep(START, 5, "forged")
        broken = self.audit._verify()[1]
        self.assertFalse(broken, "no row of the chain tells of pruning: it is read from the first")
        self.tamper("DELETE FROM ipai_audit WHERE seq <= %s", 5)
        self.assertIn("missing", self.audit._verify()[2])
