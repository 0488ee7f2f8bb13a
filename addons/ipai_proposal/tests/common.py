# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import contextmanager
from types import SimpleNamespace

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.ipai_approval.refusal import ChangeRefused


@tagged("post_install", "-at_install")
class ApprovalCase(HttpCase):
    """A technician who proposes, two approvers, a manager, a reader, a bot; one contact to change.

    An HttpCase, for refusals go into the audit on a cursor of their own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        quiet = {"tracking_disable": True, "no_reset_password": True}
        cls.env = cls.env(context={**cls.env.context, **quiet})
        cls.env.company.ipai_second_manager = "never"  # asked in a test of its own
        approver = "ipai_approval.group_approver"
        writer = "ipai_base.group_technician,base.group_partner_manager"
        cls.reader = new_test_user(cls.env, "reader", groups="ipai_base.group_user")
        cls.technician = new_test_user(cls.env, "technician", groups=writer)
        cls.manager = new_test_user(cls.env, "manager", groups="ipai_base.group_manager")
        cls.anna = new_test_user(cls.env, "anna", groups=approver, name="Anna")
        cls.berta = new_test_user(cls.env, "berta", groups=approver, name="Berta")
        cls.bot = new_test_user(cls.env, "bot", groups=writer, name="Bot")
        cls.contact = cls.env["res.partner"].create({"name": "Ada", "function": "old"})
        cls.env.flush_all()

    @classmethod
    def propose(cls, user=None, values=None, operations=None, **options):
        """A proposal of the technician to write on the contact."""
        operations = operations or [
            {
                "method": "write",
                "model": "res.partner",
                "id": cls.contact.id,
                "values": values or {"function": "new"},
            }
        ]
        options = {"kind": "contact", "source": "test", **options}
        return (
            cls.env["ipai.proposal"]
            .with_user(user or cls.technician)
            ._propose(operations, **options)
        )

    @classmethod
    def new_policy(cls, **vals):
        """A policy that is asked before the one that is there."""
        vals = {"name": "Policy", "sequence": 1, "company_id": cls.env.company.id, **vals}
        return cls.env["ipai.approval.policy"].create(vals)

    @contextmanager
    def assertRefused(self, code, reason="", action=None):
        """The block raises a refusal with this code and text, and the audit knows of the attempt.

        assertRaises would roll back, the rows of the audit with it, which have a cursor of their
        own outside of tests.
        """
        audit = self.env["ipai.audit"]
        before = audit.search([], limit=1).id
        refusal = None
        try:
            yield (caught := SimpleNamespace(exception=None))
        except ChangeRefused as error:
            refusal = caught.exception = error
        self.assertTrue(refusal, f"nothing was refused, {code} was expected")
        self.assertEqual(refusal.code, code, str(refusal))
        if reason:
            self.assertRegex(str(refusal), reason)
        if action:
            row = audit.search([("id", ">", before), ("outcome", "=", "denied")], limit=1)
            self.assertEqual((row.action, row.field_names), (action, code))

    def actions_of(self, record):
        """What the audit tells of a record, oldest first."""
        rows = self.env["ipai.audit"].search(
            [("target", "=like", f"{record._name},{record.id}%")], order="id"
        )
        return [row.action.rsplit(".", 1)[1] for row in rows if row.outcome == "done"]
