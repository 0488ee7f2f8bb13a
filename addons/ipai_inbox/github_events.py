# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What GitHub tells, in a line or two. Which event it is follows from the body, for the header that says it is not signed."""

import dataclasses

COMMITS = 10
LONGEST = 200


@dataclasses.dataclass(frozen=True)
class Note:
    repository: str
    title: str
    url: str
    lines: tuple = ()


def repository(payload):
    """The owner and name of the repository, folded; empty without one.

    >>> repository({"repository": {"full_name": "Acme/Router"}}), repository([]), repository({"repository": 1})
    ('acme/router', '', '')
    """
    found = _part(payload, "repository").get("full_name")
    return found.casefold() if isinstance(found, str) else ""


def read(payload):
    """Return the Note of a push, a release or an issue; None of anything else.

    >>> read({"repository": {"full_name": "acme/router"}, "ref": "refs/heads/main", "compare": "https://x/y",
    ...       "pusher": {"name": "ana"}, "commits": [{"id": "0123456789", "message": "Fix\\n\\nall"}]})
    Note(repository='acme/router', title='ana pushed 1 commits to main', url='https://x/y', lines=('0123456 Fix',))
    >>> read({"repository": {"full_name": "acme/router"}, "action": "published",
    ...       "release": {"tag_name": "v2", "html_url": "https://x/v2"}}).title
    'Release v2 published'
    >>> read({"repository": {"full_name": "acme/router"}, "action": "opened",
    ...       "issue": {"number": 5, "title": "It is down", "html_url": "javascript:alert(1)"}})
    Note(repository='acme/router', title='Issue 5 opened: It is down', url='', lines=())
    >>> read({"zen": "Keep it logically awesome."}), read([1])
    (None, None)
    """
    name = repository(payload)
    if not name:
        return None
    if isinstance(payload.get("commits"), list) and isinstance(payload.get("ref"), str):
        return _push(name, payload)
    action = _text(payload.get("action"))
    if release := _part(payload, "release"):
        tag = _text(release.get("tag_name"))
        return Note(name, f"Release {tag} {action}", _url(release.get("html_url")))
    if issue := _part(payload, "issue"):
        title = f"Issue {_text(issue.get('number'))} {action}: {_text(issue.get('title'))}"
        return Note(name, title, _url(issue.get("html_url")))
    return None


def _push(name, payload):
    branch = _text(payload["ref"].removeprefix("refs/heads/").removeprefix("refs/tags/"))
    who = _text(_part(payload, "pusher").get("name")) or "Somebody"
    commits = [commit for commit in payload["commits"] if isinstance(commit, dict)]
    lines = tuple(
        f"{_text(commit.get('id'))[:7]} {_text(commit.get('message')).partition(chr(10))[0]}"
        for commit in commits[:COMMITS]
    )
    title = f"{who} pushed {len(commits)} commits to {branch}"
    return Note(name, title, _url(payload.get("compare")), lines)


def _part(payload, name):
    part = payload.get(name) if isinstance(payload, dict) else None
    return part if isinstance(part, dict) else {}


def _text(value):
    return "" if value is None or isinstance(value, dict | list) else str(value)[:LONGEST]


def _url(value):
    """An address that a person may click."""
    return value if isinstance(value, str) and value.startswith("https://") else ""
