# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a contract makes of a count."""

from collections import namedtuple
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Billed = namedtuple("Billed", "base overage")
"""Quantities of the plan's line and of its overage line."""


@dataclass(frozen=True)
class Terms:
    """Free allowance first, then the cap, then the minimum; then what is included is split off.

    Without ``included`` all is on the plan's line. With it, that line is a package, of which there
    is one, and the overage line has what goes beyond: "25 devices included, each more is billed".

    >>> Terms(free=2, minimum=5, cap=100).bill(Fraction(9))
    Billed(base=7.0, overage=0.0)
    >>> Terms(minimum=5).bill(Fraction(0))
    Billed(base=5.0, overage=0.0)
    >>> Terms(cap=10).bill(Fraction(12))
    Billed(base=10.0, overage=0.0)
    >>> Terms(included=25).bill(Fraction(31)), Terms(included=25).bill(Fraction(3))
    (Billed(base=1.0, overage=6.0), Billed(base=1.0, overage=0.0))

    Rounded once, half up, at the very end:

    >>> Terms(digits=2).bill(Fraction(5, 28)), Terms(digits=0).bill(Fraction(5, 2))
    (Billed(base=0.18, overage=0.0), Billed(base=3.0, overage=0.0))
    """

    free: int = 0
    cap: int = 0
    minimum: int = 0
    included: int = 0
    digits: int = 2

    def bill(self, counted):
        billable = max(Fraction(0), counted - self.free)
        if self.cap:
            billable = min(billable, Fraction(self.cap))
        billable = max(billable, Fraction(self.minimum))
        if self.included:
            return Billed(1.0, self._rounded(max(Fraction(0), billable - self.included)))
        return Billed(self._rounded(billable), 0.0)

    def _rounded(self, quantity):
        """The nearest number with so many digits, exact to the end."""
        unit = 10**self.digits
        whole = (Decimal(quantity.numerator * unit) / quantity.denominator).quantize(
            Decimal(1), ROUND_HALF_UP
        )
        return float(whole / unit)
