# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What Alertmanager and Grafana send: many alerts a message, each with a status of its own.

https://prometheus.io/docs/alerting/latest/configuration/#webhook_config; Grafana sends the same with more beside it.
"""

from dataclasses import dataclass, field

from . import conditions

WATCHDOG = "watchdog"
"""The alert that always fires, to show that alerts arrive: a heartbeat."""

FIRING, RESOLVED = "firing", "resolved"


@dataclass
class Reading:
    """What a message holds.

    `conditions`: in the order of the message; `heartbeat`: whether a Watchdog was in it; `truncated`: how many
    alerts its sender left out; `problems`: (number of the alert, what is wrong with it) of those that cannot be read.
    """

    conditions: list = field(default_factory=list)
    heartbeat: bool = False
    truncated: int = 0
    problems: list = field(default_factory=list)


class PayloadError(ValueError):
    """A message that is none of these: the text says what is missing."""


def read(payload):
    """Return the Reading of a message.

    Each alert's own status counts, whatever the group says:

    >>> told = read({"status": "resolved", "alerts": [
    ...     {"status": "firing", "labels": {"alertname": "DiskFull", "instance": "nas:9100"}, "fingerprint": "a1"},
    ...     {"status": "resolved", "labels": {"alertname": "HostDown"}, "fingerprint": "b2"},
    ...     {"status": "firing", "labels": {"alertname": "Watchdog"}, "fingerprint": "c3"},
    ...     {"status": "maybe", "labels": {}}, 7]})
    >>> [(one.fingerprint, one.firing, one.name) for one in told.conditions], told.heartbeat
    ([('a1', True, 'DiskFull'), ('b2', False, 'HostDown')], True)
    >>> told.problems
    [(4, 'its status is neither firing nor resolved'), (5, 'it is not an object')]
    >>> read({"alerts": [], "truncatedAlerts": 3}).truncated
    3
    >>> read({"status": "firing"})
    Traceback (most recent call last):
    ...
    PayloadError: no list of alerts: is this the webhook of Alertmanager or Grafana?
    """
    alerts = payload.get("alerts") if isinstance(payload, dict) else None
    if not isinstance(alerts, list):
        raise PayloadError("no list of alerts: is this the webhook of Alertmanager or Grafana?")
    found = Reading(truncated=_number(payload.get("truncatedAlerts")))
    for number, alert in enumerate(alerts, 1):
        wrong = _problem(alert)
        if wrong:
            found.problems.append((number, wrong))
        elif str(alert["labels"].get("alertname", "")).lower() == WATCHDOG:
            found.heartbeat = found.heartbeat or alert["status"] == FIRING
        else:
            found.conditions.append(_condition(alert))
    return found


def _problem(alert):
    """What keeps an alert from being read, "" if nothing does."""
    if not isinstance(alert, dict):
        return "it is not an object"
    if not isinstance(alert.get("labels"), dict):
        return "it has no labels"
    if alert.get("status") not in (FIRING, RESOLVED):
        return "its status is neither firing nor resolved"
    return ""


def _condition(alert):
    annotations = alert.get("annotations")
    known = {
        "firing": alert["status"] == FIRING,
        "began": conditions.moment(alert.get("startsAt")),
        "ended": conditions.moment(alert.get("endsAt")),
        "url": next(
            filter(None, (conditions.web_address(alert.get(name)) for name in _ADDRESSES)), ""
        ),
    }
    if isinstance(alert.get("fingerprint"), str):
        known["fingerprint"] = alert["fingerprint"]
    return conditions.from_labels(
        alert["labels"], annotations if isinstance(annotations, dict) else {}, **known
    )


_ADDRESSES = ("panelURL", "dashboardURL", "generatorURL")


def _number(value):
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
