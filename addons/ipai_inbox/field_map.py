# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Reading what matters out of any JSON body, by templates that a person writes."""

import dataclasses
import json
import re

PLACE = re.compile(r"\{([^{}]*)\}")
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
LONGEST = 500


class MapError(Exception):
    """A template cannot be read; the message says which part."""


@dataclasses.dataclass(frozen=True)
class Occurrence:
    """What happened, in the words of this suite."""

    key: str
    title: str
    message: str = ""
    severity: str = ""
    host: str = ""
    resolved: bool = False


@dataclasses.dataclass(frozen=True)
class FieldMap:
    """Templates for each part of an Occurrence.

    >>> field_map = FieldMap("{id}", "{name|\\"Event\\"}: {state}", severity="{level}", status="{state}",
    ...     severities={"1": "critical"}, resolved=("up",))
    >>> field_map.read({"id": 7, "state": "UP", "level": 1})
    Occurrence(key='7', title='Event: UP', message='', severity='critical', host='', resolved=True)
    """

    key: str
    title: str
    message: str = ""
    severity: str = ""
    host: str = ""
    status: str = ""
    severities: dict = dataclasses.field(default_factory=dict)
    resolved: tuple = ()

    def read(self, value):
        """Return the Occurrence that a JSON value tells of."""
        severity = fill(self.severity, value)
        folded = {name.casefold(): meant for name, meant in self.severities.items()}
        status = fill(self.status, value).casefold()
        return Occurrence(
            key=fill(self.key, value)[:LONGEST],
            title=fill(self.title, value)[:LONGEST],
            message=fill(self.message, value),
            severity=folded.get(severity.casefold(), severity)[:LONGEST],
            host=fill(self.host, value)[:LONGEST],
            resolved=bool(status) and status in {one.casefold() for one in self.resolved},
        )


def fill(template, value):
    """Return the text of a template: of each ``{a.b|c[0]|"text"}`` the first that the value has.

    >>> value = {"a": {"b": [{"c": 1}]}, "empty": "", "no": None, "zero": 0, "yes": True}
    >>> fill("{a.b[0].c} of {x|a.b}", value)
    '1 of [{"c": 1}]'
    >>> fill('{empty|no|"none"}, {zero}, {yes}, {a.b[9]}{a[0]}.', value)
    'none, 0, true, .'
    """
    return " ".join(
        PLACE.sub(lambda found: _first(found[1].split("|"), value), template or "").split()
    )


def check(template):
    """Raise MapError for a template that cannot mean anything.

    >>> check("{a.b|c}")
    >>> check("{a")
    Traceback (most recent call last):
    ...
    MapError: a brace is open or closed alone in {a
    >>> check("{a..b}")
    Traceback (most recent call last):
    ...
    MapError: a..b is no path: write it as in monitor.name or alerts[0].labels.host
    """
    rest = PLACE.sub("", template or "")
    if "{" in rest or "}" in rest:
        raise MapError(f"a brace is open or closed alone in {template}")
    for place in PLACE.findall(template or ""):
        for path in place.split("|"):
            if not _is_literal(path) and _steps(path) is None:
                raise MapError(
                    f"{path} is no path: write it as in monitor.name or alerts[0].labels.host"
                )


def pairs(text):
    """Read lines of ``what is sent=what it means``.

    >>> pairs("0=critical\\n 1 = info\\n")
    {'0': 'critical', '1': 'info'}
    >>> pairs("critical")
    Traceback (most recent call last):
    ...
    MapError: critical has no =: write each line as in 0=critical
    """
    found = {}
    for line in filter(str.strip, (text or "").splitlines()):
        sent, equals, meant = line.partition("=")
        if not equals:
            raise MapError(f"{line.strip()} has no =: write each line as in 0=critical")
        found[sent.strip()] = meant.strip()
    return found


def _first(paths, value):
    for path in paths:
        if _is_literal(path):
            return path.strip()[1:-1]
        text = _text(_at(path, value))
        if text:
            return text
    return ""


def _is_literal(path):
    path = path.strip()
    return len(path) >= 2 and path[0] == path[-1] == '"'


def _steps(path):
    """The steps of a path, None when it is none.

    >>> _steps("a[0].b"), _steps("a."), _steps("")
    (['a', 0, 'b'], None, None)
    """
    path = path.strip()
    steps, position = [], 0
    while position < len(path):
        if steps and path[position] == ".":
            position += 1
        found = STEP.match(path, position)
        if not found:
            return None
        steps.append(found[1] if found[2] is None else int(found[2]))
        position = found.end()
    return steps or None


def _at(path, value):
    for step in _steps(path) or [None]:
        if isinstance(step, int) and isinstance(value, list) and step < len(value):
            value = value[step]
        elif isinstance(value, dict) and str(step) in value:
            value = value[str(step)]
        else:
            return None
    return value


def _text(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
