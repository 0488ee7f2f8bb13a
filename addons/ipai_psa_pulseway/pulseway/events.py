# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a delivery is: Pulseway's notification, the seed's two events, our envelope, or the end of a run.

Pulseway sends no event of a registration: a script of its automation, or what stands between, posts that one.
"""

from dataclasses import dataclass, field
from datetime import datetime

from . import facts, values
from .values import Folded, prose, text

CRITICAL, HIGH, WARNING, INFO = "critical", "high", "warning", "info"
PRIORITIES = {"critical": CRITICAL, "elevated": HIGH, "normal": WARNING, "low": INFO}
NUMBERS = {0: INFO, 1: WARNING, 2: HIGH, 3: CRITICAL}
REGISTRATIONS = ("systemregistered", "deviceregistered", "systemupdated", "deviceupdated")
NOTIFICATIONS = ("notification", "notificationcreated", "alert")


class EventError(ValueError):
    """It cannot be read; the text says what is missing."""


@dataclass(frozen=True)
class Registration:
    """A device as it is now."""

    facts: dict
    when: datetime | None = None

    @property
    def identifier(self):
        return self.facts["identifier"]


@dataclass(frozen=True)
class Notification:
    """One notification of Pulseway; ``number`` is its Id there, "" where it has none."""

    identifier: str
    title: str
    message: str = ""
    severity: str = ""
    number: str = ""
    when: datetime | None = None
    place: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Other:
    """What is right and opens nothing."""

    kind: str
    identifier: str = ""


def severity_of(value):
    """The severity of a priority, in whatever case; "" when it says none.

    >>> [severity_of(one) for one in ("Critical", "ELEVATED", " normal ", "low", 3, "2", 3.0, "2.0", "Priority: Critical!")]
    ['critical', 'high', 'warning', 'info', 'critical', 'high', 'critical', 'high', 'critical']
    >>> [severity_of(one) for one in (None, "", "purple", 9, True, [])]
    ['', '', '', '', '', '']
    """
    if isinstance(value, bool):
        return ""
    said = text(value).casefold().removesuffix(".0")
    if said.isdigit():
        return NUMBERS.get(int(said), "")
    return next((grade for word, grade in PRIORITIES.items() if word in said.split()), "") or next(
        (grade for word, grade in PRIORITIES.items() if word in said), ""
    )


def subject_of(payload):
    """The identifier of the device that a delivery is about, whatever it says of it: events of one keep their order.

    >>> subject_of({"EventType": "Notification", "SystemIdentifier": "A"}), subject_of({"System": {"Identifier": "A"}}), subject_of([1])
    ('A', 'A', '')
    """
    return facts.subject(Folded(payload))


def read(payload, now=None):
    """Return the Registration, Notification or Other of a delivery.

    >>> read({"EventType": "SystemRegistered", "SystemIdentifier": "A", "Name": "PC1", "Group": "Acme"}).facts["group"]
    'Acme'
    >>> seed = read({"EventType": "Notification", "SystemIdentifier": "A", "Header": "Disk", "Message": "full", "Priority": "Critical"})
    >>> seed.title, seed.message, seed.severity, seed.number
    ('Disk', 'full', 'critical', '')
    >>> native = read({"Id": 2733, "Title": "Low disk space", "Message": "9%", "DateTime": 1790266502, "Priority": "ELEVATED",
    ...                "DeviceIdentifier": "A", "OrganizationId": "4821"})
    >>> native.number, native.severity, native.when.year, native.place
    ('2733', 'high', 2026, {'organization_id': '4821'})
    >>> read({"event": "SystemRegistered", "system": {"identifier": "A", "hostname": "PC1"}}).identifier
    'A'
    >>> read({"EventType": "ScriptExecutionFinished", "DeviceIdentifier": "A"}).kind, read({"EventType": "Pong"}).kind
    ('ScriptExecutionFinished', 'Pong')
    >>> read({"EventType": "Notification", "Header": "x"})
    Traceback (most recent call last):
    ...
    pulseway.events.EventError: no device is named: SystemIdentifier or DeviceIdentifier
    >>> read([1])
    Traceback (most recent call last):
    ...
    pulseway.events.EventError: it is no JSON object
    """
    if not isinstance(payload, dict):
        raise EventError("it is no JSON object")
    told = Folded(payload)
    kind = told.text("EventType", "Event", "Type", length=100)
    identifier = facts.subject(told)
    folded = values.fold(kind)
    if folded in REGISTRATIONS:
        return _registration(told, now)
    if folded in NOTIFICATIONS or (not kind and told.get("Title", "Header", "Message")):
        return _notification(told, identifier, now)
    if kind:
        return Other(kind, identifier)
    raise EventError("neither EventType nor a Title says what it is")


def _registration(told, now):
    found = facts.of_event(told)
    if not found.get("identifier"):
        raise EventError("no device is named: SystemIdentifier or system.identifier")
    return Registration(found, values.moment(told.get("OccurredAt", "DateTime", "Timestamp"), now))


def _notification(told, identifier, now):
    if not identifier:
        raise EventError("no device is named: SystemIdentifier or DeviceIdentifier")
    message = prose(told.get("Message", "Description", "Body"), 5000)
    title = told.text("Title", "Header", "Subject", length=250) or text(message, 120)
    place = facts.of_event(told)
    return Notification(
        identifier=identifier,
        title=title or "Notification",
        message=message,
        severity=severity_of(told.get("Priority", "Severity")),
        number=told.text("Id", "NotificationId", "EventId", length=100),
        when=values.moment(told.get("DateTime", "OccurredAt", "Timestamp", "Date"), now),
        place={name: place[name] for name in place if name.split("_")[0] in facts.PLACES},
    )
