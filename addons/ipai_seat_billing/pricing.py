# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a quantity costs on a contract line, and what of that has to be looked at."""

import logging
from datetime import timedelta

from odoo.tools import float_compare

_logger = logging.getLogger(__name__)


class PriceError(Exception):
    """The price list has no answer."""


def price_of(line, quantity, date=None):
    """The unit price of a contract line at a quantity: of its price list's tier, or the agreed one.

    :param date: of the invoice; today where there is none.
    """
    if not line.automatic_price or not line.product_id:
        return line.specific_price
    return listed_price(line.contract_id, line.product_id, quantity, line.uom_id, date)


def pricelist_of(contract):
    """The contract's price list, or its customer's; may be empty: then products have their list price."""
    if contract.pricelist_id:
        return contract.pricelist_id
    partner = contract.partner_id
    if contract.company_id != partner.env.company:
        partner = partner.with_company(contract.company_id)
    return partner.property_product_pricelist


def listed_price(contract, product, quantity, uom=None, date=None):
    """What the contract's price list asks for a product at a quantity, as contract itself reads it."""
    pricelist = pricelist_of(contract)
    options = {
        "quantity": quantity,
        "pricelist": pricelist.id,
        "partner": contract.partner_id.id,
    }
    if uom:
        options["uom"] = uom.id
    # The price list itself reads the date from its argument only.
    asked = {"quantity": quantity, **({"date": date} if date else {})}
    options.update(asked)
    return pricelist._get_product_price(product.with_context(**options), **asked)


class Prices:
    """Prices of one run: lines of one price list, product and quantity are asked once."""

    def __init__(self, env, period, apart=False):
        """Ready to be asked.

        :param apart: whether each question is asked in a savepoint of its own, so that one broken price
            list costs its own lines; else it costs the run, which is faster as long as none breaks.
        """
        self.env, self.period, self.apart, self.known, self.amounts = env, period, apart, {}, {}
        # A price list may build on another one: whether any of them changes is asked once.
        first, after = period.first, period.last + timedelta(days=1)
        self.changing = env["product.pricelist.item"].search_count(
            [
                "|",
                *("&", ("date_start", ">", first), ("date_start", "<", after)),
                *("&", ("date_end", ">=", first), ("date_end", "<", after)),
            ],
            limit=1,
        )

    def vals(self, plan, role, told, contract, quantity, before):
        """Price, amounts and warnings of a seat line.

        :param told: values of the contract line, may be empty: then of the plan's product on the contract.
        :param before: the seat line applied last, or None.
        """
        if not contract:
            return {}
        product = plan.overage_product_id if role == "overage" else plan.product_id
        old = told.get("quantity", 0.0)
        try:
            ask = self._price_at(told, contract, product)
            price, old_price = ask(quantity), ask(old)
            spans = (self.period.first, self.period.last) if self.changing else ()
            within = [ask(quantity, day) for day in spans]
        except PriceError as error:
            reason = self.env._("The price list gives no price: %s", error)
            return {"state": "held", "hold_code": "price", "hold_reason": reason}
        less = 1 - told.get("discount", 0.0) / 100
        # That of a line is stored on 19.0, that of a contract is computed anew each time.
        currency = contract.currency_id if not told else self._currency(told["currency_id"])
        currency = currency or contract.company_id.currency_id
        return {
            "currency_id": currency.id,
            "price_unit": price,
            "amount": self._rounded(currency, quantity * price * less),
            "old_amount": self._rounded(currency, old * old_price * less),
            "price_warning": "\n".join(
                self._warnings(price, old_price if told else price, currency, before, within)
            )
            or False,
        }

    def _currency(self, key):
        return self.env["res.currency"].browse(key or ())

    def _rounded(self, currency, amount):
        """Of lines alike the amount is the same."""
        key = (currency.id, amount)
        if key not in self.amounts:
            self.amounts[key] = currency.round(amount)
        return self.amounts[key]

    def _price_at(self, told, contract, product):
        """A function from a quantity to what a seat costs on the line, or would on the contract.

        On the day after the period, unless another one is asked for.
        """
        if told and not (told["automatic_price"] and told["product_id"]):
            return lambda quantity, day=None: told["specific_price"]
        product = product.browse(told.get("product_id") or product.id)
        uom = self.env["uom.uom"].browse(told.get("uom_id") or ())
        terms = (pricelist_of(contract).id, contract.company_id.id, product.id, uom.id)
        after = self.period.last + timedelta(days=1)

        def price(quantity, day=after):
            key = (*terms, quantity, day)
            if key not in self.known:
                self.known[key] = self._asked(contract, product, quantity, uom, day)
            if isinstance(self.known[key], PriceError):
                raise self.known[key]
            return self.known[key]

        return price

    def _asked(self, *question):
        """The price, or the error."""
        if not self.apart:
            return listed_price(*question)
        try:
            with self.env.cr.savepoint(flush=False):
                return listed_price(*question)
        except Exception as error:
            _logger.warning("No price for %s: %s", question[0].display_name, error)
            return PriceError(str(error) or type(error).__name__)

    def _warnings(self, price, old_price, currency, before, within):
        if within and float_compare(*within, precision_digits=6):
            yield self.env._(
                "The price list changes inside the period: %(old)g → %(new)g a seat.",
                old=within[0],
                new=within[1],
            )
        if float_compare(price, old_price, precision_digits=6):
            yield self.env._(
                "Another tier of the price list: %(old)g → %(new)g a seat.",
                old=old_price,
                new=price,
            )
        if before and before.currency_id and before.currency_id != currency:
            yield self.env._(
                "The currency was %(old)s last time and is %(new)s now.",
                old=before.currency_id.name,
                new=currency.name,
            )
        elif (
            before
            and before.quantity
            and float_compare(before.price_unit, old_price, precision_digits=6)
        ):
            yield self.env._(
                "The price of a seat was %(old)g last time and is %(new)g now.",
                old=before.price_unit,
                new=old_price,
            )
