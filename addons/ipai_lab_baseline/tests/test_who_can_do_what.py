# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who can do what, tried out: the table in docs/security.md is what came of it.

``IPAI_WRITE_DOCS=1`` writes the table anew; without it a table that is not true any more fails.
"""

import os
from pathlib import Path

from psycopg2 import Error

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.ipai_approval.refusal import ChangeRefused
from odoo.addons.ipai_change_approval.tests import test_change_matrix
from odoo.addons.ipai_proposal.tests import test_matrix

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
class TestWhoCanDoWhat(HttpCase):
    """An HttpCase, for refusals go into the audit on a cursor of their own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        # Whoever is in every company is asked elsewhere: there are two.
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
        """One record of each model of the suite that the lab brings, in the lab's company."""
        lab = self.env["ir.module.module"].search([("name", "=", "ipai_lab_baseline")])
        rooms = set(lab.upstream_dependencies(exclude_states=("uninstallable",)).mapped("name"))
        for name in sorted(self.registry):
            model = self.env[name]
            if not name.startswith("ipai.") or model._abstract or model._transient:
                continue
            if (
                model._original_module not in rooms
                or not model._auto
                or "name" not in model._fields
            ):
                continue
            own = "company_id" in model._fields and model._fields["company_id"].store
            domain = [("company_id", "=", self.env.company.id)] if own else []
            record = (
                model.sudo().with_context(active_test=False).search(domain, order="id", limit=1)
            )
            if record:
                yield record

    def can(self, record, operation):
        """Whether it is done, and not only whether Odoo says that it may be; nothing of it stays."""

        def attempt():
            if operation == "read":
                record.read(["display_name"])
                # As a list shows it, the rules asked.
                return bool(record.with_context(active_test=False).search([("id", "=", record.id)]))
            if operation == "create":
                record.create(record.sudo().copy_data()[0])
            elif operation == "write":
                record.write({"name": record.sudo().name})
            else:
                record.unlink()
            return True

        try:
            with self.cr.savepoint():
                try:
                    done = attempt()
                    self.env.flush_all()
                finally:
                    self.env.invalidate_all(flush=False)
                raise _Undone(done)
        except _Undone as undone:
            return undone.done
        except (AccessError, ChangeRefused):
            return False
        except (UserError, Error, ValueError):
            # Refused for what it says, not for who says it.
            return self.may(record, operation)

    def may(self, record, operation):
        """What rights and rules say, of a user who is in the company or is not."""
        if operation == "create":
            company = record.sudo().company_id if "company_id" in record._fields else None
            own = company is None or company in record.env.user.company_ids
            return own and record.has_access("create")
        return record.has_access(operation)

    def letters(self, record, role, company):
        mine = record.with_user(self.users[role, company])
        return "".join(letter for one, letter in LETTERS.items() if self.can(mine, one)) or "–"

    @mute_logger(
        "odoo.sql_db", "odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model"
    )
    def test_the_table_of_the_documentation_is_true(self):
        if not DOCUMENT.exists():
            self.skipTest("Without the documentation there is nothing to compare")
        rows = [
            "R read, C create, W write, D delete; – none of it. *Elsewhere*: the most that any of the "
            "roles can do who is in another company.",
            "",
            f"| Records | {' | '.join(ROLES)} | Elsewhere |",
            f"|---|{'---|' * (len(ROLES) + 1)}",
        ]
        for record in self.subjects():
            cells = [self.letters(record, role, self.env.company) for role in ROLES]
            others = "".join(self.letters(record, role, self.elsewhere) for role in ROLES)
            most = "".join(letter for letter in LETTERS.values() if letter in others) or "–"
            rows.append(f"| {record._description} | {' | '.join(cells)} | {most} |")
        for title, matrix in (
            ("Proposal", test_matrix.TestMatrix),
            ("Change Request", test_change_matrix.TestChangeMatrix),
        ):
            rows += ["", f"| {title} | From | Who can |", "|---|---|---|"]
            for step, (before, _method, _arguments, who, _after) in matrix.MATRIX.items():
                people = sorted({PEOPLE.get(one, one) for one in who})
                rows.append(f"| {step} | {before} | {', '.join(people)} |")
        made = "\n".join(rows)
        text = DOCUMENT.read_text(encoding="utf-8")
        before, _begin, rest = text.partition(BEGIN)
        written, _end, after = rest.partition(END)
        if os.environ.get("IPAI_WRITE_DOCS"):
            DOCUMENT.write_text(f"{before}{BEGIN}\n\n{made}\n\n{END}{after}", encoding="utf-8")
            return
        self.assertEqual(written.strip(), made, "run the test again with IPAI_WRITE_DOCS=1")

    def test_nobody_elsewhere_changes_anything(self):
        for record in self.subjects():
            if "company_id" not in record._fields:
                continue
            for role in ROLES:
                with self.subTest(record._name, role=role):
                    found = self.letters(record, role, self.elsewhere)
                    self.assertFalse({"C", "W", "D"} & set(found), found)


class _Undone(Exception):
    def __init__(self, done):
        super().__init__()
        self.done = done
