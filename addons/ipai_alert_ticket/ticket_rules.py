# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which rule an alert falls under: the first that fits, in plain Python."""

import fnmatch
from typing import NamedTuple

from odoo.addons.ipai_alert.alerting.severities import rank

SEVERITY, TEXT, LABEL, ORGANIZATION, SOURCE, KIND, CUSTOMER, HOURS = (
    "severity", "text", "label", "organization", "source", "type", "customer", "hours",
)  # fmt: skip
"""Why a rule does not fit."""

ORGANIZATIONS = ("organization", "customer", "tenant", "org", "group")
"""Labels that say whose a machine is."""


class Subject(NamedTuple):
    """What rules look at of an alert; ids are 0 for none."""

    severity: str = "warning"
    text: str = ""
    labels: dict = {}
    source: int = 0
    kind: int = 0
    """The id of the asset's type."""
    customer: int = 0
    inside: frozenset = frozenset()
    """Ids of the calendars whose hours it was opened in."""


class Conditions(NamedTuple):
    """What a rule asks; what is empty is not asked."""

    severity: str = ""
    text: str = ""
    labels: tuple = ()
    """(name, is it to be so, pattern) each."""
    organization: str = ""
    sources: frozenset = frozenset()
    kinds: frozenset = frozenset()
    customers: frozenset = frozenset()
    calendar: int = 0
    outside: bool = False

    def misses(self, subject):
        """Return the first thing that does not fit, "" when all does.

        >>> subject = Subject("high", "Disk /var is 91% full", {"job": "node", "customer": "Acme"}, kind=3, inside=frozenset({8}))
        >>> Conditions().misses(subject), Conditions("critical").misses(subject), Conditions("high").misses(subject)
        ('', 'severity', '')
        >>> Conditions(text="disk * full").misses(subject), Conditions(text="memory").misses(subject)
        ('', 'text')
        >>> Conditions(labels=parse_labels("job=node")).misses(subject), Conditions(labels=parse_labels("job!=node")).misses(subject)
        ('', 'label')
        >>> Conditions(organization="acme*").misses(subject), Conditions(organization="bolt").misses(subject)
        ('', 'organization')
        >>> Conditions(kinds=frozenset({3, 4})).misses(subject), Conditions(kinds=frozenset({4})).misses(subject)
        ('', 'type')
        >>> Conditions(sources=frozenset({1})).misses(subject), Conditions(customers=frozenset({1})).misses(subject)
        ('source', 'customer')
        >>> Conditions(calendar=8).misses(subject), Conditions(calendar=8, outside=True).misses(subject)
        ('', 'hours')
        >>> Conditions(calendar=9).misses(subject), Conditions(calendar=9, outside=True).misses(subject)
        ('hours', '')
        """
        labels = subject.labels or {}
        checks = (
            (SEVERITY, not self.severity or rank(subject.severity) >= rank(self.severity)),
            (TEXT, not self.text or has(subject.text, self.text)),
            (LABEL, all(fits(labels.get(name, ""), pattern) == so for name, so, pattern in self.labels)),
            (ORGANIZATION, not self.organization or any(
                fits(labels[name], self.organization) for name in ORGANIZATIONS if labels.get(name)
            )),
            (SOURCE, not self.sources or subject.source in self.sources),
            (KIND, not self.kinds or subject.kind in self.kinds),
            (CUSTOMER, not self.customers or subject.customer in self.customers),
            (HOURS, not self.calendar or (self.calendar in subject.inside) != self.outside),
        )  # fmt: skip
        return next((what for what, fit in checks if not fit), "")


def first(rules, subject):
    """Return the key of the first rule that fits, None without one.

    :param rules: (key, Conditions) each.

    >>> first([("a", Conditions("critical")), ("b", Conditions()), ("c", Conditions())], Subject("high"))
    'b'
    >>> first([("a", Conditions("critical"))], Subject("high"))
    """
    return next((key for key, conditions in rules if not conditions.misses(subject)), None)


def fits(text, pattern):
    """Tell whether a text is as a pattern says, which may have * and ? in it; capitals do not matter.

    >>> fits("node-exporter", "NODE*"), fits("node", "nod"), fits("", "")
    (True, False, True)
    """
    return fnmatch.fnmatchcase(str(text).lower(), pattern.strip().lower())


def has(text, pattern):
    """Tell whether some part of a text is as a pattern says.

    >>> has("Disk /var is 91% full", "full"), has("[x] down", "[x]")
    (True, True)
    """
    return fits(text, f"*{_plain(pattern)}*")


def _plain(pattern):
    """A pattern in which brackets are brackets.

    >>> _plain("[x]*")
    '[[]x]*'
    """
    return pattern.strip().replace("[", "[[]")


class RuleError(ValueError):
    """A condition that cannot be read; the text says which line and why."""


def parse_labels(text):
    """Return (name, is it to be so, pattern) of each line of ``name=pattern`` or ``name!=pattern``.

    >>> parse_labels("job=node*" + chr(10) + " env != test ")
    (('job', True, 'node*'), ('env', False, 'test'))
    >>> parse_labels(None)
    ()
    >>> parse_labels("job")
    Traceback (most recent call last):
    ...
    RuleError: "job": write name=pattern or name!=pattern, as in job=node*
    """
    found = []
    for line in (text or "").splitlines():
        if not line.strip():
            continue
        name, equals, pattern = line.partition("=")
        so = not name.endswith("!")
        name = name.rstrip("!").strip()
        if not equals or not name:
            raise RuleError(
                f'"{line.strip()}": write name=pattern or name!=pattern, as in job=node*'
            )
        found.append((name, so, _plain(pattern)))
    return tuple(found)
