# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Events as one message of a chat that takes ``{"text": …}``: Mattermost, Slack, Rocket.Chat."""

NAMED = 5
"""So many of a kind are named; of the others it is said how many they are."""
LENGTH = 200


def text(events):
    """One message, a line for each topic, however many events there are.

    :param events: bodies of events, in their order.

    >>> event = lambda n: {"type": "alert.opened", "data": {"record": {"name": f"Host {n} down", "url": ""}}}
    >>> print(text([event(n) for n in range(1, 8)]))
    *7 × alert.opened*: Host 1 down, Host 2 down, Host 3 down, Host 4 down, Host 5 down and 2 more
    >>> change = {"type": "asset.changed", "data": {"record": {"name": "<!here> @all", "url": "https://o/1"},
    ...     "changes": {"status": {"old": "active", "new": "maintenance"}}}}
    >>> print(text([change]).replace("\\u200b", "|"))
    *asset.changed*: <https://o/1|&lt;!here&gt; @|all> (status: active → maintenance)
    """
    groups = {}
    for event in events:
        groups.setdefault(event["type"], []).append(event)
    return "\n".join(_line(topic, group) for topic, group in groups.items())


def _line(topic, events):
    head = f"*{topic}*" if len(events) == 1 else f"*{len(events)} × {topic}*"
    named = [_name(event) for event in events[:NAMED]]
    more = len(events) - len(named)
    end = f" and {more} more" if more else ""
    if len(events) == 1:
        end += _changes(events[0])
    return f"{head}: {', '.join(named)}{end}"


def _name(event):
    record = event["data"].get("record") or {}
    name = plain(record.get("name") or "?")
    url = record.get("url")
    return f"<{url}|{name}>" if url else name


def _changes(event):
    changes = event["data"].get("changes") or {}
    told = [
        f"{plain(name)}: {plain(_short(change['old']))} → {plain(_short(change['new']))}"
        for name, change in list(changes.items())[:NAMED]
    ]
    return f" ({'; '.join(told)})" if told else ""


def _short(value):
    if isinstance(value, dict):
        value = value.get("name")
    if value in (None, False, ""):
        return "–"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def plain(text):
    """A text that calls nobody and marks nothing up, whatever a machine is named.

    >>> plain("a|b\\n<!channel>"), plain("@all") == "@" + chr(0x200b) + "all"
    ('a/b &lt;!channel&gt;', True)
    """
    text = " ".join(str(text).split())[:LENGTH]
    for sign, instead in (
        ("&", "&amp;"),
        ("<", "&lt;"),
        (">", "&gt;"),
        ("|", "/"),
        ("@", "@\u200b"),
    ):
        text = text.replace(sign, instead)
    return text
