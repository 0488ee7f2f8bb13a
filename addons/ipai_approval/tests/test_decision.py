# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError

from odoo.addons.ipai_base.tests.append_only import AppendOnlyMixin

from .common import PolicyCase


class TestDecision(AppendOnlyMixin, PolicyCase):
    def decision(self):
        return (
            self.env["ipai.decision"]
            .sudo()
            .create(
                {
                    "res_model": "res.partner",
                    "res_id": self.env.company.partner_id.id,
                    "revision": 1,
                    "payload_hash": "0" * 64,
                    "verdict": "approve",
                    "user_id": self.anna.id,
                    "date": "2026-01-01 12:00:00",
                    "company_id": self.env.company.id,
                }
            )
        )

    def test_nobody_writes_one_by_hand(self):
        decision = self.decision()
        for user in (self.anna, self.manager, self.env.ref("base.user_admin")):
            mine = decision.with_user(user)
            for attempt in (
                lambda mine=mine: mine.write({"reason": "forged"}),
                lambda mine=mine: mine.unlink(),
                lambda mine=mine: mine.create({"verdict": "approve"}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    attempt()

    def test_the_database_keeps_it(self):
        decision = self.decision()
        self.env.flush_all()
        self.assertAppendOnly(decision, "user_id = 1")

    def test_of_a_model_that_was_uninstalled_the_name_stays(self):
        """An addon that went leaves its decisions; the list opens and says what they were about."""
        decision = self.decision()
        self.cr.execute("ALTER TABLE ipai_decision DISABLE TRIGGER USER")
        self.cr.execute(
            "UPDATE ipai_decision SET res_model = 'gone.model', res_id = 7 WHERE id = %s",
            [decision.id],
        )
        self.cr.execute("ALTER TABLE ipai_decision ENABLE TRIGGER USER")
        self.env.invalidate_all()
        read = decision.with_user(self.manager).read(["subject", "verdict"])
        self.assertEqual(read[0]["verdict"], "approve")
        self.assertTrue(read[0]["subject"])
