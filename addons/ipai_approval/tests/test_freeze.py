# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import datetime, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .common import PolicyCase

NOON = datetime(2030, 12, 24, 12)


class TestFreeze(PolicyCase):
    """What a freeze stops where nothing but approvals is installed: proposals."""

    def freeze(self, **vals):
        return self.env["ipai.change.freeze"].create(
            {
                "name": "Year-End",
                "starts_at": NOON,
                "ends_at": NOON + timedelta(days=10),
                **vals,
            }
        )

    def blocking(self, kind, moment=NOON, company=None):
        company = company or self.env.company
        return self.env["ipai.change.freeze"]._blocking(company, kind, moment)

    def test_it_stops_all_kinds_from_its_first_second_to_its_last(self):
        freeze = self.freeze()
        for moment, expected in (
            (NOON - timedelta(seconds=1), False),
            (NOON, True),
            (NOON + timedelta(days=10) - timedelta(seconds=1), True),
            (NOON + timedelta(days=10), False),
        ):
            with self.subTest(moment):
                self.assertEqual(bool(self.blocking("contact", moment) & freeze), expected)

    def test_it_stops_the_kinds_that_it_lists(self):
        freeze = self.freeze(blocks_proposals="listed", proposal_kinds="asset.*, lead")
        self.assertFalse(self.blocking("contact") & freeze)
        self.assertTrue(self.blocking("asset.write") & freeze)
        self.assertTrue(self.blocking("lead") & freeze)
        with self.assertRaisesRegex(ValidationError, "list the kinds"):
            freeze.proposal_kinds = " , "

    def test_another_company_is_not_stopped(self):
        freeze = self.freeze()
        other = self.env["res.company"].create({"name": "Other"})
        self.assertFalse(self.blocking("contact", company=other) & freeze)

    def test_it_ends_after_it_starts(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.freeze(ends_at=NOON)
            self.env.flush_all()
