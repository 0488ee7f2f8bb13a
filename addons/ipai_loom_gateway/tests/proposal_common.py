# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import new_test_user

from .common import LoomCase

CASE = {"case_id": "C-1"}


class LoomProposalCase(LoomCase):
    """With an approver; nothing but what the addon brings decides: another person."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = new_test_user(
            cls.env, "anna", groups="ipai_approval.group_approver", name="Anna"
        )

    def propose(self, kind, **body):
        """The proposal, as the answer has it."""
        status, value, _headers = self.call("POST", f"/odoo/propose/{kind}", {**CASE, **body})
        self.assertEqual(status, 201, value)
        return value

    def record_of(self, value):
        return self.env["ipai.proposal"].search([("code", "=", value["proposal_id"])])

    def approve(self, value):
        self.record_of(value).with_user(self.anna).action_approve("Fine")

    def execute(self, value, confirmed=True):
        path = f"/odoo/execute/{value['proposal_id']}"
        return self.call("POST", path, {"confirmed": confirmed})

    def values_of(self, value):
        return value["operations"][0]["payload"]["values"]

    def confirm_suffices(self):
        self.env.ref("ipai_loom_gateway.policy_confirm").active = True
