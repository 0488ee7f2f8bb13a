# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a quantity costs on a contract line, and what of that has to be looked at."""

import logging

from odoo.tools import float_compare

_logger = logging.getLogger(__name__)


class PriceError(Exception):
    """The price list has no answer."""


def price_of(line, quantity, date=None):
    """The unit price of a contract line at a quantity: of its price list's tier, or the agreed one."""
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
    if date:
        options["date"] = date
    return pricelist._get_product_price(product.with_context(**options), quantity=quantity)


class Prices:
    """Prices of one run: lines of one price list, product and quantity are asked once."""

    def __init__(self, env):
        self.env, self.known, self.lists = env, {}, {}

    def vals(self, plan, role, line, contract, quantity, before):
        """Price, amounts and warnings of a seat line.

        :param line: contract line, may be empty: then of the plan's product on the contract.
        :param before: the seat line applied last, or None.
        """
        if not contract:
            return {}
        product = plan.overage_product_id if role == "overage" else plan.product_id
        old = line.quantity if line else 0.0
        try:
            price = self._price(line, contract, product, quantity)
            old_price = self._price(line, contract, product, old)
        except PriceError as error:
            reason = self.env._("The price list gives no price: %s", error)
            return {"state": "held", "hold_code": "price", "hold_reason": reason}
        less = 1 - (line.discount if line else 0.0) / 100
        currency = contract.currency_id or contract.company_id.currency_id
        return {
            "currency_id": currency.id,
            "price_unit": price,
            "amount": currency.round(quantity * price * less),
            "old_amount": currency.round(old * old_price * less),
            "price_warning": "\n".join(
                self._warnings(price, old_price if line else price, currency, before)
            )
            or False,
        }

    def _price(self, line, contract, product, quantity):
        if line and not (line.automatic_price and line.product_id):
            return line.specific_price
        product = line.product_id or product
        if contract.id not in self.lists:
            self.lists[contract.id] = (pricelist_of(contract), contract.company_id)
        key = (self.lists[contract.id], product, quantity, line.uom_id)
        if key not in self.known:
            self.known[key] = self._asked(contract, product, quantity, line.uom_id)
        if isinstance(self.known[key], PriceError):
            raise self.known[key]
        return self.known[key]

    def _asked(self, *question):
        """The price, or the error: one broken price list costs its own lines, not the run."""
        try:
            with self.env.cr.savepoint(flush=False):
                return listed_price(*question)
        except Exception as error:
            _logger.warning("No price for %s: %s", question[0].display_name, error)
            return PriceError(str(error) or type(error).__name__)

    def _warnings(self, price, old_price, currency, before):
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
