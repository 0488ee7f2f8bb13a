# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import namedtuple
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..pricing import price_of, pricelist_of
from .ipai_seat_line import ROLES

Asked = namedtuple("Asked", "line dates count")
"""A contract line, the dates to prepare it for, and the seat line that answers (None: the applied one)."""

FOR_PERIOD = ContextVar("seat_period", default=None)
"""What an invoice line is prepared for, when it is not the contract line's next period."""


class ContractLine(models.Model):
    _inherit = "contract.line"

    seat_plan_id = fields.Many2one(
        "ipai.seat.plan",
        index="btree_not_null",
        ondelete="restrict",
        domain="[('company_id', '=', company_id)]",
        help="What this line's quantity is counted by. It is invoiced only for periods that were "
        "counted, approved and applied.",
    )
    seat_role = fields.Selection(
        ROLES,
        "Seats or Overage",
        default="base",
        help="What the plan includes, or what goes beyond.",
    )
    seat_line_ids = fields.One2many(
        "ipai.seat.line",
        "contract_line_id",
        "Counted Seats",
        readonly=True,
        copy=False,
        groups="ipai_seat_billing.group_billing",
    )

    @api.constrains("seat_plan_id", "contract_id")
    def _check_seat_plan_company(self):
        for line in self:
            plan = line.seat_plan_id
            if plan and line.company_id and plan.company_id != line.company_id:
                raise ValidationError(
                    self.env._(
                        "The plan %(plan)s is of %(other)s, the contract of %(own)s. Choose a plan "
                        "of the same company.",
                        plan=plan.name,
                        other=plan.company_id.name,
                        own=line.company_id.name,
                    )
                )

    # -- contract's seams -----------------------------------------------------------------------

    def _compute_price_unit(self):
        """What is counted and of one price list, product and quantity costs the same: it is asked once."""
        return self._computed_once(
            "price_unit", lambda ones: super()._compute_price_unit(), ContractLine._priced_by
        )

    def _compute_price_subtotal(self):
        return self._computed_once(
            "price_subtotal", lambda ones: super()._compute_price_subtotal(), ContractLine._sold_by
        )

    def _compute_monthly_recurring(self):
        """Of lines alike once, and so are the amounts and prices behind it, which nothing else asks for."""

        def key(line):
            sold = line._sold_by()
            return sold and (*sold, line.recurring_rule_type, line.recurring_interval)

        return self._computed_once(
            "monthly_recurring", lambda ones: super()._compute_monthly_recurring(), key
        )

    def _priced_by(self):
        """What the line's price depends on; None: on the line itself."""
        contract = self.contract_id
        if not self.automatic_price or not self.product_id:
            return None
        terms = (pricelist_of(contract), contract.company_id, self.product_id, self.uom_id)
        return (*(record.id for record in terms), self.quantity)

    def _sold_by(self):
        """What the line's amount depends on; None: on the line itself."""
        priced = self._priced_by()
        own = self.contract_id.pricelist_id.id, self.currency_id.id
        return priced and (*priced, *own, self.discount)

    def _computed_once(self, name, compute, key_of):
        """Compute a field of counted lines that it answers alike for one of them; the others get the same.

        :param compute: a function from lines to what the computation returns.
        :param key_of: a function from a line to what its answer depends on; nothing: on the line itself.
        """
        groups = {}
        together = len(self) > 1 and "contract_line_qty" not in self.env.context
        for line in self:
            key = together and line._is_counted() and key_of(line)
            groups.setdefault(key or line.id or line, []).append(line.id)
        ones = self.browse(ids[0] for ids in groups.values())
        # What it is computed from is computed for these ones only.
        result = compute(ones.with_prefetch())
        for one, *others in groups.values():
            self.browse(others)[name] = self.browse(one)[name]
        return result

    def _get_quantity_to_invoice(self, period_first_date, period_last_date, invoice_date):
        """The count that was applied for the period; the quantity of the line only without a plan."""
        if not self._is_counted():
            return super()._get_quantity_to_invoice(
                period_first_date, period_last_date, invoice_date
            )
        return self._seat_count(period_first_date, period_last_date, invoice_date).quantity

    def _get_period_to_invoice(self, last_date_invoiced, recurring_next_date, *args, **kwargs):
        asked = FOR_PERIOD.get()
        if asked and asked.line == self:
            return asked.dates
        return super()._get_period_to_invoice(
            last_date_invoiced, recurring_next_date, *args, **kwargs
        )

    def _prepare_invoice_line(self):
        """Nothing for a period that is not counted; what is, names its count and asks for its price."""
        if not self._is_counted():
            return super()._prepare_invoice_line()
        dates = self._get_period_to_invoice(self.last_date_invoiced, self.recurring_next_date)
        count = self._seat_count(*dates)
        if not count:
            return {}
        vals = super()._prepare_invoice_line()
        if vals:
            # The line's own quantity may be another period's: the tier is that of this one.
            vals.update(
                price_unit=price_of(self, count.quantity, dates[2]),
                seat_line_id=count.id,
                seat_date_from=dates[0],
                seat_date_to=dates[1],
            )
        return vals

    def _invoice_line_besides(self):
        """Values of an invoice line besides those of the next period, cleaned as contract cleans them."""
        vals = self._prepare_invoice_line()
        vals.pop("company_id", None)
        vals.pop("company_currency_id", None)
        return vals

    # -- seats ----------------------------------------------------------------------------------

    def _is_counted(self):
        return bool(self.seat_plan_id) and not self.display_type

    def _seat_count(self, first, last, invoice_date):
        """The applied seat line that answers for a period to invoice; empty: the line is held.

        Paid afterwards: the count of exactly this period. Paid in advance: the last count before the
        date of the invoice, not older than one of the contract's periods; where there was none, as in
        a customer's first month, that of the period itself, once it is over.
        """
        self.ensure_one()
        asked = FOR_PERIOD.get()
        if asked and asked.count and asked.line == self:
            return asked.count
        applied = self.sudo().seat_line_ids.filtered(lambda line: line.state == "applied")
        if not first or not last:
            return applied.browse()
        exact = applied.filtered(lambda line: (line.date_from, line.date_to) == (first, last))
        if self.recurring_invoicing_type != "pre-paid":
            return exact
        oldest = invoice_date - self.get_relative_delta(
            self.recurring_rule_type, self.recurring_interval
        )
        recent = applied.filtered(lambda line: oldest <= line.counted_on < invoice_date)
        return recent.sorted(lambda line: (line.counted_on, line.id))[-1:] or exact

    def _seat_price_date(self, first, last):
        """The day on which a period is invoiced when nothing is late: its prices count."""
        return first if self.recurring_invoicing_type == "pre-paid" else last + timedelta(days=1)

    def _seat_hold_reason(self, first, last):
        """Why a period of the line is not invoiced yet."""
        held = self.sudo().seat_line_ids.filtered(
            lambda line: line.state == "held" and (line.date_from, line.date_to) == (first, last)
        )
        if held:
            return held.sorted("id")[-1].hold_reason
        if not self.seat_plan_id.active:
            return self.env._("Its plan is archived, so nothing counts it.")
        return self.env._("No run was applied for this period.")

    @contextmanager
    def _for_period(self, first, last, invoice_date, count=None):
        """Within it the line is prepared for these dates instead of its next ones."""
        self.ensure_one()
        token = FOR_PERIOD.set(Asked(self, (first, last, invoice_date), count))
        try:
            yield
        finally:
            FOR_PERIOD.reset(token)
