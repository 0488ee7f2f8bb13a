# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which policy is in force for what is asked: the first that takes all of it."""

import dataclasses
import fnmatch

RISKS = ("low", "medium", "high", "critical")


@dataclasses.dataclass(frozen=True)
class Rule:
    """What a policy is for. Empty kinds, models and sources take all."""

    kinds: tuple = ()
    models: frozenset = frozenset()
    sources: tuple = ()
    risk_from: str = "low"
    risk_to: str = "critical"
    amount_from: float = 0
    amount_to: float = 0

    def matches(self, kind, models, source, risk, amount):
        """Whether all of the facts lie within.

        :param models: all models that it touches; every one must be among the rule's.

        >>> loom = Rule(kinds=("partner", "change-*"), sources=("loom",), risk_to="medium")
        >>> loom.matches("change-normal", {"ipai.change"}, "Loom", "low", 0)
        True
        >>> loom.matches("partner", {"res.partner"}, "Loom", "high", 0)
        False
        >>> Rule(models=frozenset({"res.partner"})).matches(
        ...     "lead", {"res.partner", "crm.lead"}, "Loom", "low", 0)
        False
        >>> Rule(amount_from=1000).matches("lead", {"crm.lead"}, "Loom", "low", 999.99)
        False
        """
        return (
            _fits(self.kinds, kind)
            and _fits(self.sources, source)
            and (not self.models or set(models) <= self.models)
            and RISKS.index(self.risk_from) <= RISKS.index(risk) <= RISKS.index(self.risk_to)
            and self.amount_from <= amount
            and (not self.amount_to or amount <= self.amount_to)
        )


def patterns(text):
    """The patterns of a comma-separated field.

    >>> patterns(" partner, Change-* ,")
    ('partner', 'change-*')
    """
    return tuple(part.strip().lower() for part in (text or "").split(",") if part.strip())


def highest(risks):
    """The highest of some risks; low when there are none.

    >>> highest(["medium", "critical", "low"])
    'critical'
    """
    return max(risks, key=RISKS.index, default="low")


def _fits(chosen, value):
    return not chosen or any(fnmatch.fnmatchcase((value or "").lower(), one) for one in chosen)
