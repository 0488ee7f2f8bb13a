# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.tools import float_compare, float_is_zero, format_date

from odoo.addons.ipai_base.compat import UniqueIndex

from ..pricing import price_of


class IpaiSeatCorrection(models.Model):
    """What was invoiced too much or too little for a period, until an invoice settles it."""

    _name = "ipai.seat.correction"
    _description = "Seat Correction"
    _order = "date_from, id"
    _rec_name = "contract_line_id"
    _check_company_auto = True

    seat_line_id = fields.Many2one(
        "ipai.seat.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    contract_line_id = fields.Many2one(
        "contract.line", required=True, readonly=True, index=True, ondelete="cascade"
    )
    contract_id = fields.Many2one(
        related="contract_line_id.contract_id", store=True, index=True, precompute=True
    )
    customer_id = fields.Many2one(related="contract_id.commercial_partner_id", string="Customer")
    company_id = fields.Many2one(
        related="contract_line_id.company_id", store=True, index=True, precompute=True
    )
    date_from = fields.Date("First Day", required=True, readonly=True)
    date_to = fields.Date("Last Day", required=True, readonly=True)
    quantity = fields.Float(
        required=True, readonly=True, digits=(16, 6), help="More than was invoiced; negative: less."
    )
    price_unit = fields.Float(
        readonly=True, digits="Product Price", aggregator=None, help="As it was invoiced."
    )
    new_quantity = fields.Float(
        readonly=True, digits=(16, 6), aggregator=None, help="What the period comes to with it."
    )
    new_price = fields.Float(
        readonly=True,
        digits="Product Price",
        aggregator=None,
        help="Where the new quantity is in another tier of the price list: what each seat costs then. "
        "What was invoiced is taken back whole, and the new quantity billed.",
    )
    is_other_tier = fields.Boolean("Another Tier", readonly=True)
    state = fields.Selection(
        [("waiting", "Waiting"), ("invoiced", "Invoiced"), ("noted", "Noted Only")],
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )

    _waiting_uniq = UniqueIndex(
        "(contract_line_id, date_from, date_to) WHERE state = 'waiting'",
        "A correction of this period waits already.",
    )

    @api.model
    def _billed(self, seat_lines):
        """(contract line, first, last) → quantity invoiced so far, waiting corrections included, and price.

        Invoices that were canceled do not count; credit notes count negative.
        """
        found = {}
        moves = self.env["account.move.line"].search(
            [
                ("contract_line_id", "in", seat_lines.contract_line_id.ids),
                ("seat_date_from", "in", seat_lines.mapped("date_from")),
                ("parent_state", "!=", "cancel"),
            ],
            order="id",
        )
        for line in moves:
            key = (line.contract_line_id, line.seat_date_from, line.seat_date_to)
            sign = -1 if line.move_id.move_type == "out_refund" else 1
            quantity, price = found.get(key, (0.0, line.price_unit))
            if sign * line.quantity > 0:
                price = line.price_unit
            found[key] = (quantity + sign * line.quantity, price)
        waiting = self.search(
            [
                ("contract_line_id", "in", seat_lines.contract_line_id.ids),
                ("state", "=", "waiting"),
            ]
        )
        for one in waiting:
            key = (one.contract_line_id, one.date_from, one.date_to)
            if key in found:
                quantity, price = found[key]
                found[key] = (quantity + one.quantity, price)
        return found

    @api.model
    def _settle(self, seat_lines):
        """Correct what was invoiced for the period of applied seat lines with another quantity."""
        billed = self._billed(seat_lines)
        for line in seat_lines:
            key = (line.contract_line_id, line.date_from, line.date_to)
            if key not in billed:
                continue
            quantity, price = billed[key]
            delta = line.quantity - quantity
            if not float_is_zero(delta, precision_digits=6):
                self._correct(line, delta, price)

    @api.model
    def _correct(self, seat_line, delta, price):
        """Settle a difference the way the plan says.

        :param delta: the quantity that is due, less what was invoiced or waits to be.
        :param price: at which it was invoiced.
        """
        setting = seat_line.plan_id.correction
        waiting = self.search(
            [
                ("contract_line_id", "=", seat_line.contract_line_id.id),
                ("date_from", "=", seat_line.date_from),
                ("date_to", "=", seat_line.date_to),
                ("state", "=", "waiting"),
            ]
        )
        delta += waiting.quantity
        values = self._values(seat_line, delta, price)
        due = sum(quantity * unit for quantity, unit in self._parts(values))
        if setting == "none":
            self.create({**values, "state": "noted"})
        elif abs(delta) < 1e-6:
            waiting.unlink()
        elif setting == "credit" and due < 0:
            waiting.unlink()
            self.create({**values, "state": "invoiced"})._credit()
        elif waiting:
            waiting.write(values)
        else:
            self.create(values)

    @api.model
    def _values(self, seat_line, delta, price):
        """Values of a correction: the difference at the price invoiced, unless its tier is another now."""
        line, quantity = seat_line.contract_line_id, seat_line.quantity
        day = line._seat_price_date(seat_line.date_from, seat_line.date_to)
        before, after = (price_of(line, number, day) for number in (quantity - delta, quantity))
        return {
            "seat_line_id": seat_line.id,
            "contract_line_id": line.id,
            "date_from": seat_line.date_from,
            "date_to": seat_line.date_to,
            "quantity": delta,
            "price_unit": price,
            "new_quantity": quantity,
            "is_other_tier": bool(float_compare(before, after, precision_digits=6)),
            "new_price": after,
        }

    @api.model
    def _parts(self, values):
        """(quantity, price) of the invoice lines that settle it.

        Within a tier it is the difference. Across tiers all seats cost something else, so what was
        invoiced is taken back and the new quantity billed.
        """
        if not values["is_other_tier"]:
            return [(values["quantity"], values["price_unit"])]
        old = values["quantity"] - values["new_quantity"]
        return [(old, values["price_unit"]), (values["new_quantity"], values["new_price"])]

    def _credit(self):
        """A draft credit note for what was invoiced too much."""
        self.ensure_one()
        contract = self.contract_id
        vals = contract.with_company(contract.company_id)._prepare_invoice(
            fields.Date.context_today(self)
        )
        lines = [{**line, "quantity": -line["quantity"]} for line in self._invoice_lines()]
        commands = [Command.create(line) for line in lines]
        self.env["account.move"].with_company(contract.company_id).create(
            {**vals, "move_type": "out_refund", "invoice_line_ids": commands}
        )

    def _invoice_lines(self):
        """Values of the invoice lines that settle it: those of the contract, with the difference."""
        self.ensure_one()
        line, today = self.contract_line_id, fields.Date.context_today(self)
        with line._for_period(self.date_from, self.date_to, today, self.seat_line_id):
            vals = line._invoice_line_besides()
        name = self.env._(
            "Correction of %(name)s, %(first)s – %(last)s",
            name=line.product_id.display_name or line.name,
            first=format_date(self.env, self.date_from),
            last=format_date(self.env, self.date_to),
        )
        return [
            {**vals, "name": name, "quantity": quantity, "price_unit": price}
            for quantity, price in self._parts(self)
            if quantity
        ]
