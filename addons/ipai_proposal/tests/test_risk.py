# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .common import ApprovalCase


class TestRisk(ApprovalCase):
    """What is at stake is computed: no caller says that it is little."""

    def risk_of(self, contact, values, **options):
        operation = {
            "method": "write",
            "model": "res.partner",
            "id": contact.id,
            "values": values,
        }
        return self.propose(operations=[operation], risk="low", **options)

    def why(self, proposal):
        return [one["why"] for one in proposal.risk_reasons]

    def new_contacts(self, number):
        return [
            {"method": "create", "model": "res.partner", "values": {"name": f"New {count}"}}
            for count in range(number)
        ]

    def only_low_is_confirmed(self):
        return self.new_policy(mode="confirm", risk_to="low", reason="A lab")

    def test_a_contact_like_others_is_of_low_risk_and_may_be_confirmed(self):
        self.only_low_is_confirmed()
        proposal = self.propose()
        self.assertEqual((proposal.risk, proposal.policy_mode), ("low", "confirm"))
        self.assertFalse(proposal.risk_reasons)

    def test_ones_own_company_is_not(self):
        self.only_low_is_confirmed()
        own = self.env.company.partner_id
        below = self.env["res.partner"].create({"name": "Office", "parent_id": own.id})
        for contact in (own, below):
            proposal = self.risk_of(contact, {"street": "Elsewhere 1"})
            self.assertEqual(proposal.risk, "high")
            self.assertNotEqual(proposal.policy_mode, "confirm")
            self.assertIn("it is a contact of your own company", self.why(proposal))
            self.assertIn("your own company", proposal.review)
        joined = self.propose(values={"parent_id": own.id})
        self.assertEqual(joined.risk, "high")

    def test_neither_are_users(self):
        # Odoo asks for more rights besides, so that the bot could not carry it out.
        user = self.risk_of(self.anna.partner_id, {"city": "Ghent"}, submit=False)
        self.assertEqual(user.risk, "high")
        portal = new_test_user(self.env, "door", groups="base.group_portal").partner_id
        proposal = self.risk_of(portal, {"email": "away@example.com"})
        self.assertEqual(proposal.risk, "high")
        self.assertEqual(self.risk_of(portal, {"city": "Ghent"}).risk, "low")

    def test_where_mail_goes_is_more_than_low(self):
        self.contact.email = "ada@example.com"
        self.assertEqual(self.propose(values={"email": "ada@example.com"}).risk, "low")
        moved = self.propose(values={"email": "other@example.com"})
        self.assertEqual((moved.risk, self.why(moved)), ("medium", ["it decides where mail goes"]))

    def test_much_money_is_of_high_risk(self):
        self.env.company.ipai_risk_amount = 1000
        self.assertEqual(self.propose(amount=1000).risk, "low")
        for amount in (1000.01, 10**12, -(10**12)):
            proposal = self.propose(amount=amount)
            self.assertEqual(proposal.risk, "high")
            self.assertIn("an amount of more than", self.why(proposal)[0])
        self.env.company.ipai_risk_amount = 0
        self.assertEqual(self.propose(amount=10**12).risk, "low")

    def test_many_records_at_once_are_of_more_risk(self):
        self.env.company.ipai_risk_records = 5
        self.assertEqual(self.propose(operations=self.new_contacts(5)).risk, "low")
        self.env.company.ipai_risk_records = 20
        self.assertEqual(self.propose(operations=self.new_contacts(50)).risk, "medium")
        self.env.company.ipai_risk_records = 1
        self.assertEqual(self.propose(operations=self.new_contacts(1)).risk, "high")

    def test_many_one_after_the_other_are_as_well(self):
        self.env.company.ipai_risk_records = 3
        risks = [self.propose(operations=self.new_contacts(1)).risk for _time in range(4)]
        self.assertEqual(risks, ["low"] * 3 + ["medium"])

    def test_what_became_more_since_is_not_carried_out(self):
        proposal = self.propose()
        proposal.with_user(self.anna).action_approve()
        new_test_user(self.env, "ada", groups="base.group_user").partner_id = self.contact
        proposal.operation_ids.sudo().flush_recordset()
        # Not because the contact was written, but for whose it is.
        self.env.cr.execute(
            "UPDATE res_partner SET write_date = %s::timestamp WHERE id = %s",
            [proposal.operation_ids.before_write_date, self.contact.id],
        )
        self.env.invalidate_all()
        with self.assertRefused("target-changed", "risk is higher", "ipai.proposal.execute"):
            proposal._execute(True)
        self.assertEqual(self.contact.function, "old")
        proposal.with_user(self.technician)._approval_renew()
        self.assertEqual(proposal.risk, "high")

    def test_the_settings_are_those_of_the_company(self):
        settings = self.env["res.config.settings"].create({"ipai_risk_amount": 7})
        settings.execute()
        self.assertEqual(self.env.company.ipai_risk_amount, 7)

    def test_what_is_usual_is_a_rule_that_one_of_two_managers_changes_not_alone(self):
        company = self.env.company
        company.ipai_second_manager = "auto"
        admin = self.env.ref("base.user_admin")
        was = company.ipai_risk_amount
        for name in ("ipai_risk_amount", "ipai_risk_records"):
            with self.assertRaisesRegex(UserError, "another manager"):
                company.with_user(admin).write({name: 0})
            self.env.invalidate_all()
        self.assertEqual(company.ipai_risk_amount, was)
        company.ipai_second_manager = "never"
        company.with_user(admin).ipai_risk_amount = 7
        told = self.env["mail.message"].search(
            [("subject", "=like", "A rule of decisions was changed%")], limit=1
        )
        self.assertIn(f"ipai_risk_amount: {was} → 7", told.body)
        self.assertIn(self.manager.partner_id, told.notified_partner_ids)
