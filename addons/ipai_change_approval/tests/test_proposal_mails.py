# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.addons.ipai_proposal.operations import Allowed
from odoo.addons.ipai_proposal.tests.common import ApprovalCase


class TestProposalMails(ApprovalCase):
    def test_the_mails_that_it_would_send_are_named_and_not_sent(self):
        allowed = {"project.task": Allowed(create=frozenset({"name", "user_ids"}))}
        mails = self.env["mail.mail"].search_count([])
        calls = len(self.cr.postcommit._funcs)
        with patch.object(
            self.env.registry["ipai.proposal"], "_allowed_operations", lambda model: allowed
        ):
            draft = self.propose(
                operations=[
                    {
                        "method": "create",
                        "model": "project.task",
                        "values": {"name": "Look at it", "user_ids": self.anna.ids},
                    }
                ],
                bot_user=self.env.ref("base.user_admin"),
                submit=False,
            )
        (mail,) = draft.simulation["mails"]
        self.assertEqual(mail["to"], "Anna")
        self.assertIn("Look at it", mail["subject"])
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertLessEqual(len(self.cr.postcommit._funcs), calls + 1, "the audit's, at most")
        self.assertFalse(self.env["project.task"].search([("name", "=", "Look at it")]))
