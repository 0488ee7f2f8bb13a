# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import time
import uuid
from urllib.parse import quote

import httpx

from . import models
from .errors import LoomError, NotDecided
from .settings import Settings

PREFIX = "/loom/v1"
TRIES = 4
LONGEST_PAUSE = 90
POLL = 20
PAUSE = 3
PAGE = 100
# Kind of a list → its name in the answers, and what a row is.
LISTS = {
    "partners": ("partners", models.Partner),
    "leads": ("leads", models.Lead),
    "projects": ("projects", models.Project),
    "tasks": ("tasks", models.Task),
    "activities": ("activities", models.Activity),
    "calendar": ("calendar_events", models.CalendarEvent),
}


class LoomClient:
    """The calls of the Loom API; each raises LoomError when the server refuses.

    :param settings: where and with which key.
    :param timeout: seconds for one answer.
    """

    def __init__(self, settings, timeout=60.0, transport=None):
        headers = {"Authorization": f"Bearer {settings.key}", "User-Agent": "loom-odoo/1.0.0"}
        if settings.database:
            headers["X-Odoo-Database"] = settings.database
        self._settings = settings
        self._http = httpx.Client(
            base_url=settings.url + PREFIX, headers=headers, timeout=timeout, transport=transport
        )

    @classmethod
    def from_environment(cls, **options):
        return cls(Settings.from_environment(), **options)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self.close()

    def close(self):
        self._http.close()

    # -- reads --------------------------------------------------------------------------------

    def status(self):
        """What the key is and may do; raise LoomError when it is another user's than expected."""
        found = models.Status.model_validate(self._call("GET", "/status"))
        expected = self._settings.username
        if expected and found.username != expected:
            detail = f"the key belongs to {found.username}, ODOO_USERNAME is {expected}"
            raise LoomError(0, {"code": "other-user", "detail": detail})
        return found

    def search(self, kind, limit=100, cursor=None, **filters):
        """A page of a list as ``(rows, next_cursor)``; kind: partners, leads, projects, tasks, activities, calendar."""
        name, model = LISTS[kind]
        body = {key: value for key, value in filters.items() if value is not None}
        body["limit"] = limit
        if cursor:
            body["cursor"] = cursor
        answer = self._call("POST", f"/search/{kind}", body)
        return [model.model_validate(row) for row in answer[name]], answer["next_cursor"]

    def search_all(self, kind, **filters):
        """Yield each row of all pages."""
        cursor = None
        while True:
            rows, cursor = self.search(kind, cursor=cursor, **filters)
            yield from rows
            if not cursor:
                return

    def all_partners(self, **filters):
        """Yield each models.Partner for which the filters hold: query, email, phone, website, is_company."""
        return self.search_all("partners", **filters)

    def history(self, partner_id, **options):
        """models.History; options: include_children, include_archived, limit."""
        asked = {name: str(value).lower() for name, value in options.items() if value is not None}
        answer = self._call("GET", f"/partners/{int(partner_id)}", query=asked)
        return models.History.model_validate(answer)

    # -- proposals ----------------------------------------------------------------------------

    def propose(self, kind, **values):
        """models.Proposal; kind: partner, lead, project, tasks, activity, calendar-event.

        Moments and days may be datetime objects; a moment without an offset is UTC.
        """
        answer = self._call("POST", f"/propose/{kind}", _sent(values), once=True)
        return models.Proposal.model_validate(answer)

    def proposals(self, **asked):
        """The list of models.Proposal that are asked for: state, case_id, since, wait; limit of them, else all pages."""
        limit = asked.pop("limit", None)
        query = {name: _text(value) for name, value in asked.items() if value is not None}
        found, cursor = [], None
        while limit is None or len(found) < limit:
            page = {"limit": str(min(PAGE, limit - len(found)))} if limit else {}
            answer = self._call("GET", "/proposals", query=query | page | (cursor or {}))
            found += [models.Proposal.model_validate(row) for row in answer["proposals"]]
            if not answer["next_cursor"]:
                break
            cursor = {"cursor": answer["next_cursor"]}
        return found

    def proposal(self, proposal_id, wait=0):
        """models.Proposal; ``wait``: seconds to wait for its decision, if there is none yet."""
        path = f"/proposals/{quote(proposal_id, safe='')}"
        answer = self._call("GET", path, query={"wait": str(wait)} if wait else None)
        return models.Proposal.model_validate(answer)

    def cancel(self, proposal_id):
        answer = self._call("DELETE", f"/proposals/{quote(proposal_id, safe='')}")
        return models.Cancelled.model_validate(answer)

    def execute(self, proposal_id):
        """models.Executed. Calling it is the confirmation; done already, it tells the same again.

        :raises LoomError: with the code execution-failed as well, when Odoo refused the write: nothing was written.
        """
        path = f"/execute/{quote(proposal_id, safe='')}"
        done = models.Executed.model_validate(self._call("POST", path, {"confirmed": True}))
        if done.state == "failed":
            told = {
                "code": "execution-failed",
                "detail": done.error or "Odoo refused the write.",
                "next_step": "Nothing was written. Propose it again.",
            }
            raise LoomError(200, told)
        return done

    def propose_and_wait(self, kind, timeout=3600, **values):
        """Propose, wait for the decision, execute: models.Executed.

        :param timeout: seconds for people to decide.
        :raises NotDecided: when they have not; the proposal stays.
        :raises LoomError: when it is rejected (code proposal-closed) or cannot be executed.
        """
        proposal = self.propose(kind, **values)
        end = time.monotonic() + timeout
        while proposal.state == "pending" and proposal.decided_by != "confirm":
            left = end - time.monotonic()
            if left <= 0:
                raise NotDecided(proposal)
            asked = time.monotonic()
            proposal = self.proposal(proposal.proposal_id, wait=max(1, min(POLL, int(left))))
            if proposal.state == "pending" and time.monotonic() - asked < PAUSE:
                time.sleep(PAUSE)  # the server has no room for one who waits
        return self.execute(proposal.proposal_id)

    # -- HTTP ---------------------------------------------------------------------------------

    def _call(self, method, path, body=None, query=None, once=False):
        """The value of an answer. Tries again what is safe to: after a pause that the server asks for."""
        headers = {"Idempotency-Key": str(uuid.uuid4())} if once else {}
        for attempt in range(TRIES):
            last = attempt == TRIES - 1
            try:
                answer = self._http.request(method, path, json=body, params=query, headers=headers)
            except httpx.TransportError as error:
                if last:
                    told = {"code": "no-answer", "detail": f"{self._settings.url}: {error}"}
                    raise LoomError(0, told) from error
                time.sleep(2**attempt / 2)
                continue
            if answer.is_success:
                return answer.json()
            pause = _pause(answer)
            if last or pause is None:
                raise LoomError(answer.status_code, _problem(answer))
            time.sleep(pause)
        raise AssertionError("the last try returns or raises")


def _pause(answer):
    """Seconds after which the same call may do better; None when it will not."""
    if answer.status_code not in (409, 429, 503):
        return None
    seconds = answer.headers.get("Retry-After", "")
    return int(seconds) if seconds.isdigit() and int(seconds) <= LONGEST_PAUSE else None


def _problem(answer):
    if answer.headers.get("Content-Type", "").startswith("application/problem+json"):
        return answer.json()
    detail = f"{answer.request.url} answered {answer.status_code} without a problem document"
    return {
        "detail": detail,
        "next_step": "Is ipai_loom_gateway installed there, in this database?",
    }


def _text(value):
    """A parameter of a query; moments as RFC 3339.

    >>> import datetime
    >>> _text(datetime.datetime(2026, 11, 22, 11, 0, tzinfo=datetime.timezone.utc)), _text(5)
    ('2026-11-22T11:00:00+00:00', '5')
    """
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _sent(value):
    """A value of a body with its days and moments as text.

    >>> import datetime
    >>> _sent({"start": datetime.datetime(2026, 2, 1, 10), "tasks": [{"date_deadline": datetime.date(2026, 2, 1)}]})
    {'start': '2026-02-01T10:00:00', 'tasks': [{'date_deadline': '2026-02-01'}]}
    """
    if isinstance(value, dict):
        return {name: _sent(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_sent(inner) for inner in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
