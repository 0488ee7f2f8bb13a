# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One thing that is wrong, or no longer is, as its source tells it."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import datetime, timezone

from . import hosts
from .severities import grade_of

NAME_LENGTH, TEXT_LENGTH, URL_LENGTH, LABEL_LENGTH, FINGERPRINT_LENGTH = 250, 10000, 2000, 200, 64

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_TIME = re.compile(r"(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)?")


@dataclass(frozen=True)
class Condition:
    """What a source says of one fingerprint.

    An empty text says nothing: a resolved alert comes without its annotations, and blanks none. `began`
    and `ended` are naive UTC by the clock of the source, None where it does not say. Whatever a source
    writes, here its texts are bounded and can be kept.

    >>> odd = Condition(chr(0), True, check="two" + chr(10) + "lines", url="javascript:x", labels={"a": chr(0xD800) + "b"})
    >>> odd.check, odd.url, odd.labels, odd.fingerprint == fingerprint_of({"a": "b"})
    ('two lines', '', {'a': 'b'}, True)
    >>> len(Condition("f" * 99, True).fingerprint), Condition("a" * 99, True) == Condition("a" * 98, True)
    (16, False)
    """

    fingerprint: str
    firing: bool
    began: datetime | None = None
    ended: datetime | None = None
    check: str = ""
    summary: str = ""
    description: str = ""
    severity: str = ""
    runbook_url: str = ""
    url: str = ""
    labels: dict = field(default_factory=dict)

    def __post_init__(self):
        labels = {_clean(name, LABEL_LENGTH): _clean(text) for name, text in self.labels.items()}
        bounded = {
            "labels": labels,
            "fingerprint": _fingerprint(self.fingerprint, labels),
            "check": _line(self.check, NAME_LENGTH),
            "summary": _line(self.summary, NAME_LENGTH),
            "description": _clean(self.description),
            "runbook_url": web_address(self.runbook_url),
            "url": web_address(self.url),
        }
        for name, value in bounded.items():
            object.__setattr__(self, name, value)

    @property
    def name(self):
        """The summary, else the name of the check."""
        return self.summary or self.check or self.fingerprint

    @property
    def host(self):
        return hosts.told_host(self.labels)


def fingerprint_of(labels):
    """Return what stands for a set of labels, whatever their order.

    >>> fingerprint_of({"a": "1", "b": "2"}) == fingerprint_of({"b": "2", "a": "1"})
    True
    >>> len(fingerprint_of({}))
    16
    """
    text = json.dumps(labels, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def from_labels(labels, annotations, **known):
    """Return the Condition of labels and annotations as Prometheus has them.

    >>> told = from_labels({"alertname": "HostDown", "severity": "page", "instance": "pve01:9100"},
    ...                    {"summary": "pve01 is down", "runbook_url": "javascript:alert(1)"}, firing=True)
    >>> told.name, told.severity, told.host, told.runbook_url
    ('pve01 is down', 'critical', 'pve01', '')
    """
    return Condition(
        check=labels.get("alertname"),
        summary=annotations.get("summary"),
        description=annotations.get("description") or annotations.get("message"),
        severity=grade_of(labels.get("severity") or labels.get("priority")),
        runbook_url=annotations.get("runbook_url") or labels.get("runbook_url"),
        labels=labels,
        **{"fingerprint": "", **known},
    )


def _fingerprint(told, labels):
    """What a source calls it, a digest where that is long, that of its labels where it says nothing."""
    text = _clean(told) if isinstance(told, str) else ""
    if not text:
        return fingerprint_of(labels)
    return text if len(text) <= FINGERPRINT_LENGTH else fingerprint_of(told)


def web_address(text):
    """Return an address that a browser may open, "" for anything else.

    >>> web_address("https://wiki.example/x"), web_address("javascript:alert(1)"), web_address(None)
    ('https://wiki.example/x', '', '')
    """
    text = _clean(text)
    fits = re.fullmatch(r"https?://[^\s<>\"]+", text, re.IGNORECASE) and len(text) <= URL_LENGTH
    return text if fits else ""


def moment(text):
    """Return a time of RFC 3339 as naive UTC without fractions; None for none, year 1, or what is no time.

    >>> moment("2026-03-01T12:00:00.739266876+02:00")
    datetime.datetime(2026, 3, 1, 10, 0)
    >>> moment("0001-01-01T00:00:00Z"), moment("yesterday"), moment(None), moment("2026-13-01T00:00:00Z")
    (None, None, None, None)
    """
    found = _TIME.fullmatch(str(text or "").strip())
    if not found:
        return None
    try:
        told = datetime.fromisoformat(found[1] + (found[3] or "Z").replace("Z", "+00:00"))
        told = told.astimezone(timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError):
        return None
    return told if told.year >= 1970 else None


def _clean(text, length=TEXT_LENGTH):
    """A text without control characters, cut to a length.

    >>> _clean("a" + chr(0) + "b" + "c" * 9, 6)
    'abccc…'
    """
    if text is None or isinstance(text, (dict, list)):
        return ""
    text = _UNSEEN.sub("", str(text)).strip()
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _line(text, length):
    """The same on one line.

    >>> _line(" two" + chr(10) + " lines ", 50)
    'two lines'
    """
    return _clean(" ".join(_clean(text).split()), length)
