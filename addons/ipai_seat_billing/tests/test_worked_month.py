# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
from pathlib import Path

from odoo import Command

from .common import FEBRUARY, SeatCase

DOCS = Path(__file__).parents[3] / "docs" / "seats.md"
BASES = {
    "at the cut-off": {"basis": "cut_off"},
    "by the day": {"basis": "daily"},
    "the day with the most": {"basis": "peak"},
}
TERMS = {
    "minimum 5": {"minimum": 5},
    "2 included": {"included": 2},
    "1 free": {"free": 1},
    "cap 2": {"cap": 2},
}
DEVICE = re.compile(
    r"(\w+) from (\d\d-\d\d(?: \d\d:\d\d)?)(?: to (\d\d-\d\d(?: \d\d:\d\d)?))?(?:, (.+))?"
)


def rows():
    """The rows of the worked month in docs/seats.md, as tuples of their cells."""
    table = DOCS.read_text().split("<!-- worked month -->")[1].split("<!-- end -->")[0]
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


class TestWorkedMonth(SeatCase):
    """The month as a bookkeeper reads it in docs/seats.md, billed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plans, cls.contracts, cls.assets = {}, {}, {}
        for name, plan, devices, *_rest in rows():
            if name not in cls.contracts:
                cls.customer(name, plan)
            for text in devices.split("; "):
                cls.stretch(cls.contracts[name].partner_id, text)
        for asset, stretches, remark in cls.assets.values():
            made = cls.device(asset, *stretches)
            if remark == "excluded":
                cls.env["ipai.seat.exclusion"].create(
                    {"asset_id": made.id, "reason": "loaned", "date_from": FEBRUARY[0]}
                )
            if remark in ("source silent", "released"):
                made.write({"source": "rmm", "last_seen": "2026-02-20"})

    @classmethod
    def customer(cls, name, plan):
        """A customer with a contract of a plan like that, one plan for each kind."""
        basis, *terms = plan.split(", ")
        if plan not in cls.plans:
            vals = {"name": plan, **BASES[basis]}
            for term in terms:
                vals.update(TERMS[term])
            if "included" in vals:
                vals["overage_product_id"] = cls.overage.id
            # A tag, so that no plan counts the devices of another's customers.
            tag = cls.env["ipai.asset.tag"].create({"name": plan})
            cls.plans[plan] = cls.new_plan(**vals, tag_ids=[Command.set(tag.ids)])
        made = cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "property_account_receivable_id": cls.receivable.id,
            }
        )
        lines = [{}]
        if cls.plans[plan].included:
            lines.append({"product_id": cls.overage.id, "name": "Beyond", "seat_role": "overage"})
        cls.contracts[name] = cls.new_contract(made, cls.plans[plan], lines=lines)

    @classmethod
    def stretch(cls, customer, text):
        name, start, end, remark = DEVICE.fullmatch(text).groups()
        found = cls.assets.setdefault(name, (name, [], remark))
        stretch = [customer, "active", f"2026-{start}"]
        if end:
            stretch.append(f"2026-{end}")
        if remark != "released":
            found[1].append(tuple(stretch))
        found[1].sort(key=lambda one: one[2])

    @classmethod
    def device(cls, name, *stretches, **vals):
        made = super().device(name, *stretches, **vals)
        for stretch in stretches:
            contract = cls.contracts[stretch[0].name]
            made.tag_ids |= contract.contract_line_ids.seat_plan_id.tag_ids
        return made

    def invoiced(self, name):
        """Net amount of what was invoiced to a customer, or None."""
        moves = self.env["account.move.line"].search(
            [("contract_line_id", "in", self.contracts[name].contract_line_ids.ids)]
        )
        return sum(moves.mapped("price_subtotal")) if moves else None

    def test_the_month_as_it_stands_in_the_documentation(self):
        plans = self.env["ipai.seat.plan"].union(*self.plans.values())
        run = self.applied_run(plans=plans)
        self.invoice("2026-03-01")
        for name, _plan, _devices, counted, billed, amount, _why in rows():
            with self.subTest(name, billed=billed):
                lines = run.line_ids.filtered(lambda line, n=name: line.customer_id.name == n)
                held = lines.filtered(lambda line: line.state == "held")
                if held and billed != "held":
                    held.with_user(self.second).action_release()
                    self.invoice("2026-03-02")
                self.assertEqual(lines[0].counted, float(counted))
                if billed == "held":
                    self.assertEqual(lines.mapped("state"), ["held"])
                    self.assertIsNone(self.invoiced(name))
                    continue
                quantities = [float(number) for number in billed.split(" + ")]
                self.assertEqual(lines.sorted("role").mapped("quantity"), quantities)
                self.assertEqual(lines.mapped("state"), ["applied"] * len(lines))
                self.assertAlmostEqual(self.invoiced(name), float(amount))

    def test_no_row_of_the_table_is_overlooked(self):
        self.assertEqual(len(rows()), 14)
        self.assertEqual(len(self.contracts), 13)
