# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Silences of Alertmanager: what is muted, by whom, how long."""

from datetime import timedelta

LIFE = timedelta(hours=24)
"""A silence lasts a day: when Odoo dies, nothing stays muted for long."""

RENEW = timedelta(hours=12)
"""With less than this left it is prolonged, for as long as the alert is acknowledged."""


def matchers(labels):
    """Return the matchers that fit this alert and no other: all of its labels, each exactly.

    >>> matchers({"b": "2", "a": "1"})
    [{'name': 'a', 'value': '1', 'isRegex': False, 'isEqual': True}, {'name': 'b', 'value': '2', 'isRegex': False, 'isEqual': True}]
    >>> matchers({})
    Traceback (most recent call last):
    ...
    ValueError: without labels the silence would mute everything
    """
    if not any(labels.values()):
        raise ValueError("without labels the silence would mute everything")
    return [
        {"name": name, "value": value, "isRegex": False, "isEqual": True}
        for name, value in sorted(labels.items())
    ]


def silence(labels, who, why, link, now, known_id=""):
    """Return the silence to post; with the id of a known one it replaces that.

    >>> from datetime import datetime
    >>> made = silence({"a": "1"}, "Tess", "on it", "https://odoo.example/odoo/alerts/7", datetime(2026, 3, 1))
    >>> made["createdBy"], made["comment"], made["endsAt"]
    ('Tess', 'on it https://odoo.example/odoo/alerts/7', '2026-03-02T00:00:00Z')
    >>> "id" in made
    False
    """
    body = {
        "matchers": matchers(labels),
        "startsAt": wire(now),
        "endsAt": wire(now + LIFE),
        "createdBy": who or "Odoo",
        "comment": " ".join(filter(None, (why, link))),
    }
    return {**body, "id": known_id} if known_id else body


def is_due(until, now):
    """Tell whether a silence is to be made or prolonged.

    >>> from datetime import datetime
    >>> now = datetime(2026, 3, 1)
    >>> is_due(None, now), is_due(now + LIFE, now), is_due(now + timedelta(hours=11), now)
    (True, False, True)
    """
    return not until or until - now < RENEW


def ours(silences, link):
    """Return the id of the living silence that was made for this link, "" without one.

    It is looked for before one is made: the answer to the first try may have been lost.

    >>> found = [{"id": "s1", "comment": "on it https://o.example/odoo/alerts/71", "status": {"state": "active"}},
    ...          {"id": "s2", "comment": "on it https://o.example/odoo/alerts/7", "status": {"state": "expired"}},
    ...          {"id": "s3", "comment": "x https://o.example/odoo/alerts/7", "status": {"state": "active"}}]
    >>> ours(found, "https://o.example/odoo/alerts/7"), ours(found, "https://o.example/odoo/alerts/8")
    ('s3', '')
    """
    for one in silences:
        living = (one.get("status") or {}).get("state") in ("active", "pending")
        if living and str(one.get("comment", "")).split()[-1:] == [link]:
            return str(one.get("id") or "")
    return ""


def wire(time):
    """Return naive UTC as RFC 3339.

    >>> from datetime import datetime
    >>> wire(datetime(2026, 3, 1, 12))
    '2026-03-01T12:00:00Z'
    """
    return time.isoformat(timespec="seconds") + "Z"
