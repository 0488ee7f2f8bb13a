# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who reads what, by every way out: RPC, export, groups, domains, orders, the portal."""

import os
import subprocess

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user
from odoo.tools import SQL, mute_logger

from odoo.addons.ipai_base.compat import GROUPS_FIELD

from .common import SeatCase

PRICES = ("price_unit", "amount", "old_amount", "price_warning", "currency_id", "invoice_line_ids")


class TestSeatReaders(SeatCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls.new_contract(cls.acme)
        cls.device("pc1", (cls.acme, "active", "2026-01-05"))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_no_way_out_gives_a_technician_a_price(self):
        self.technician.write(
            {GROUPS_FIELD: [Command.link(self.env.ref("base.group_allow_export").id)]}
        )
        line = self.new_run().line_ids.with_user(self.technician)
        for name in PRICES:
            ways = {
                "read": lambda name=name: line.read([name]),
                "web_read": lambda name=name: line.web_read({name: {}}),
                "search_read": lambda name=name: line.search_read([], [name]),
                "export": lambda name=name: line.export_data([name]),
                "export through the run": lambda name=name: line.run_id.export_data(
                    [f"line_ids/{name}"]
                ),
            }
            if name != "invoice_line_ids":
                ways["domain"] = lambda name=name: line.search([(name, "!=", False)])
                ways["domain of the run"] = lambda name=name: line.run_id.search(
                    [(f"line_ids.{name}", "!=", False)]
                )
                ways["order"] = lambda name=name: line.search([], order=f"{name} desc").ids
                ways["group"] = lambda name=name: line._read_group([], [name], ["__count"])
            if name in ("amount", "old_amount"):
                ways["sum"] = lambda name=name: line._read_group([], [], [f"{name}:sum"])
            for way, ask in ways.items():
                with self.subTest(name=name, way=way), self.assertRaises(AccessError):
                    ask()
        self.assertEqual(line.export_data(["quantity"])["datas"], [[1.0]])
        for model in ("ipai.seat.correction", "ipai.seat.postponed", "ipai.seat.override"):
            with self.subTest(model), self.assertRaises(AccessError):
                self.env[model].with_user(self.technician).search([])

    def test_the_chatter_and_the_activities_of_a_run_name_no_price(self):
        self.seat.list_price = 1234.5
        run = self.applied_run()
        texts = [
            *run.message_ids.mapped("body"),
            *self.contract.message_ids.mapped("body"),
            run.note,
        ]
        self.assertFalse([text for text in texts if text and ("1234" in text or "1,234" in text)])

    def portal_user(self, login, company):
        user = new_test_user(self.env, login, groups="base.group_portal")
        user.partner_id.parent_id = company
        return user

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_only_the_customer_himself_disputes(self):
        branch = self.env["res.partner"].create(
            {"name": "Acme North", "is_company": True, "parent_id": self.acme.id}
        )
        apart = self.env["res.partner"].create(
            {
                "name": "Acme South",
                "is_company": True,
                "parent_id": self.acme.id,
                "seat_billed_apart": True,
            }
        )
        self.new_contract(apart)
        self.device("pc south", (apart, "active", "2026-01-05"))
        lines = {line.customer_id: line for line in self.applied_run().line_ids}
        owners = {
            self.portal_user("of acme", self.acme): self.acme,
            self.portal_user("of the branch", branch): None,
            self.portal_user("of the south", apart): apart,
            self.portal_user("of globex", self.globex): None,
        }
        for user, owner in owners.items():
            for customer, line in lines.items():
                own = line.with_user(user)
                key = line._evidence_rows()[0]["id"]
                dispute = self.env["ipai.seat.dispute"].with_user(user)
                with self.subTest(user=user.login, line=customer.name):
                    if customer == owner:
                        self.assertEqual(dispute._open(own, key, "why").customer_id, customer)
                        self.assertTrue(dispute.search([]))
                        continue
                    self.assertNotIn(line, own.search([]))
                    with self.assertRaises(AccessError):
                        dispute._open(own, key, "why")
                    with self.assertRaises(AccessError):
                        dispute.create({"line_id": line.id, "device": "pc1", "text": "why"})

    def test_disputes_of_one_person_are_counted_one_after_the_other(self):
        """Two at one moment write one row, so that the second is tried again and sees the first."""
        line = self.applied_run().line_ids
        user = self.portal_user("customer", self.acme)

        def version():
            self.env.flush_all()
            self.env.cr.execute(SQL("SELECT ctid FROM res_users WHERE id = %s", user.id))
            return self.env.cr.fetchone()

        before = version()
        key = line._evidence_rows()[0]["id"]
        self.env["ipai.seat.dispute"].with_user(user)._open(line.with_user(user), key, "why")
        self.assertNotEqual(version(), before)

    def test_the_documented_command_gives_the_hash(self):
        """Whatever a device is called, and whatever the language of the shell."""
        for name in (
            "# no remark",
            "Büro 1 – „Empfang“",
            'a "b"\r\n# c',
            "電腦\u2028x",
            "=1+1",
            "-",
        ):
            self.device(name, (self.acme, "active", "2026-01-05"))
        line = self.applied_run().line_ids
        self.assertEqual(line.device_count, 7)
        for language in ("C", "C.UTF-8"):
            found = subprocess.run(
                "grep -v '^#' | sha256sum",
                shell=True,
                input=line._csv(),
                capture_output=True,
                check=True,
                env={**os.environ, "LC_ALL": language},
            )
            self.assertEqual(found.stdout.decode().split()[0], line.evidence_hash, language)
