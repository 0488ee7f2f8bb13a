# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who can do what, as rights and rules say of a record that the lab has: the table in docs/security.md.

``IPAI_WRITE_DOCS=1`` writes the table anew; without it a table that is not true any more fails. Nothing is tried
out: the sweeps of `test_cannot_be_written_around` do that, for what rights and rules do not say.
"""

import os
from pathlib import Path

from odoo.tests import TransactionCase, new_test_user, tagged

from odoo.addons.ipai_change_approval.tests import test_change_matrix
from odoo.addons.ipai_proposal.tests import test_matrix

from .everything import Everything

DOCUMENT = Path(__file__).parents[3] / "docs" / "security.md"
BEGIN, END = "<!-- who can do what: begin -->", "<!-- who can do what: end -->"
ROLES = {
    "Portal": "base.group_portal",
    "Employee": "base.group_user",
    "IT User": "ipai_base.group_user",
    "Technician": "ipai_base.group_technician",
    "Approver": "ipai_approval.group_approver",
    "Manager": "ipai_base.group_manager",
}
LETTERS = {"read": "R", "create": "C", "write": "W", "unlink": "D"}
PEOPLE = {
    "technician": "who asked for it (a technician)",
    "manager": "manager",
    "admin": "administrator",
    "bot": "the bot as which it is carried out",
    "anna": "who is asked",
    "berta": "who is asked",
    "other": "another technician",
    "reader": "IT user",
    "stranger": "employee",
}


@tagged("post_install", "-at_install")
class TestWhoCanDoWhat(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        # Whoever is in every company may do more: there are two.
        cls.elsewhere = cls.env["res.company"].create({"name": "Other House"})
        cls.users = {
            (role, company): new_test_user(
                cls.env,
                f"{role} {company.id}".lower().replace(" ", "-"),
                groups=group,
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
            for role, group in ROLES.items()
            for company in cls.env.company | cls.elsewhere
        }
        cls.env.flush_all()

    def subjects(self):
        """Each model of the suite that is no wizard, with a record of it in the lab's company."""
        everything = Everything(self.env)
        for model in everything.models():
            yield model, everything.of(model, self.env.company)

    def is_whole(self):
        """Whether all rooms are here: else the table has fewer lines."""
        rooms = self.env["ir.module.module"].search([("name", "=like", "ipai\\_%")])
        return all(room.state == "installed" for room in rooms)

    def letters(self, model, record, role, company):
        """What a role may do: a small letter for what is one's own only."""
        user = self.users[role, company]
        mine = model.with_user(user)
        return "".join(map(str, (self._letter(mine, record, one) for one in LETTERS))) or "–"

    def _letter(self, mine, record, operation):
        letter = LETTERS[operation]
        if not mine.has_access(operation):
            return ""
        own_company = "company_id" not in mine._fields or (
            not record or record.company_id in mine.env.user.company_ids
        )
        if operation == "create":
            # The result of a write is looked at: it belongs to a company of the writer.
            return letter if own_company else ""
        if record and not record.with_user(mine.env.user).has_access(operation):
            return letter.lower() if own_company and self._asks_whose(mine, operation) else ""
        return letter if record or own_company else ""

    def _asks_whose(self, mine, operation):
        """Whether a rule for the user asks whose a record is."""
        rules = mine.env["ir.rule"]._get_rules(mine._name, operation)
        return any("user." in (rule.domain_force or "") for rule in rules.sudo())

    def table(self):
        """The lines of the table."""
        yield (
            "R read, C create, W write, D delete; – none of it; a small letter: one's own only. *Elsewhere*: the "
            "most that any of the roles may do who is in another company."
        )
        yield ""
        yield f"| Records | {' | '.join(ROLES)} | Elsewhere |"
        yield f"|---|{'---|' * (len(ROLES) + 1)}"
        for model, record in self.subjects():
            cells = [self.letters(model, record, role, self.env.company) for role in ROLES]
            others = "".join(self.letters(model, record, role, self.elsewhere) for role in ROLES)
            most = "".join(one for one in LETTERS.values() if one in others) or "–"
            yield f"| {model._description} | {' | '.join(cells)} | {most} |"
        for title, matrix in (
            ("Proposal", test_matrix.TestMatrix),
            ("Change Request", test_change_matrix.TestChangeMatrix),
        ):
            yield from ("", f"| {title} | From | Who can |", "|---|---|---|")
            for step, (before, _method, _arguments, who, _after) in matrix.MATRIX.items():
                people = sorted({PEOPLE.get(one, one) for one in who})
                yield f"| {step} | {before} | {', '.join(people)} |"

    def test_the_table_of_the_documentation_is_true(self):
        if not DOCUMENT.exists():
            self.skipTest("Without the documentation there is nothing to compare")
        made = "\n".join(self.table())
        text = DOCUMENT.read_text(encoding="utf-8")
        before, _begin, rest = text.partition(BEGIN)
        written, _end, after = rest.partition(END)
        if not self.is_whole():
            self.assertLessEqual(set(made.splitlines()), set(written.splitlines()))
            return
        if os.environ.get("IPAI_WRITE_DOCS"):
            DOCUMENT.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")
            return
        self.assertEqual(written.strip(), made, "run the test again with IPAI_WRITE_DOCS=1")

    def test_nobody_elsewhere_changes_what_is_of_a_company(self):
        seen = 0
        for model, record in self.subjects():
            if not record or "company_id" not in model._fields or not record.company_id:
                continue
            seen += 1
            for role in ROLES:
                with self.subTest(model._name, role=role):
                    found = self.letters(model, record, role, self.elsewhere)
                    self.assertFalse({"C", "W", "D"} & set(found), found)
        self.assertGreaterEqual(seen, 15)
