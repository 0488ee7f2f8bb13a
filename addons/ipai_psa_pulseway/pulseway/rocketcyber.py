# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""RocketCyber's API, version 3: read-only, a bearer token of the provider, pages from 1, at most 1,000 rows each.

It sends nothing by itself: incidents and agents are polled. ``resolvedAt`` is a true recovery.
"""

import json

from . import values
from .client import ApiError, Busy, Client, Page, Refused, _after
from .facts import clean
from .values import Folded, prose, text

PAGE = 1000
MOST_PAGES = 200


class RocketCyber(Client):
    """One provider's API. :param token: of Provider Settings."""

    def __init__(self, address, token, rate=1.0, burst=5):
        super().__init__(address, "", token, rate, burst)
        self._session.auth = None
        self._session.headers["Authorization"] = f"Bearer {token}"

    def page(self, path, skip=0, again=False, **filters):
        """All rows of a list: a page cannot overlap the one before, so of several it counts only when two readings agree.

        :param again: whether this is the second reading.

        :raises ApiError: when a page is lost, or the list moved while it was read.
        """
        rows, total, number = [], None, 1
        while True:
            value, _total = self.get(path, page=number, pageSize=PAGE, sort="id:asc", **filters)
            if not isinstance(value, dict) or not isinstance(value.get("data"), list):
                raise ApiError(f"its list of {path} is none")
            count = value.get("totalCount")
            if total is not None and count != total:
                raise ApiError(f"its list of {path} moved while it was read")
            total = count
            rows += [row for row in value["data"] if isinstance(row, dict)]
            pages = value.get("totalPages")
            if not value["data"] or not isinstance(pages, int) or number >= min(pages, MOST_PAGES):
                break
            number += 1
        keys = {text(row.get("id")) for row in rows}
        if (
            number > 1
            and not again
            and keys != {text(row.get("id")) for row in self.page(path, again=True, **filters).rows}
        ):
            # One came while another one went: the count is the same, and a row fell between two pages.
            raise ApiError(f"its list of {path} moved while it was read")
        if isinstance(total, int) and len(keys) < total:
            raise ApiError(f"its list of {path} is not whole")
        return Page(rows, total if isinstance(total, int) else len(rows))

    def _read(self, method, answer, content):
        """Return (the whole object, None)."""
        status = answer.status_code
        if status == 429:
            raise Busy(
                "it takes no more questions for now (429)",
                429,
                _after(answer.headers.get("Retry-After")),
            )
        if status in (401, 403):
            raise Refused(f"it refuses our token (it answered {status})", status)
        if status // 100 != 2:
            raise ApiError(f"it answered {status}", status)
        try:
            return json.loads(content), None
        except ValueError:
            raise ApiError("its answer is no JSON") from None


def of_agent(row):
    """Facts of an agent; its customer is known by an ID, not by a name.

    >>> facts = of_agent({"id": 7, "customerId": 3, "customerName": "Acme", "hostname": "PC1", "platform": "windows",
    ...                   "family": "Windows 11", "version": "10.0", "ipAddress": "192.0.2.7", "macAddress": None})
    >>> facts["identifier"], facts["organization_id"], facts["name"], facts["os"], facts["addresses"]
    ('7', '3', 'PC1', 'Windows 11', ['192.0.2.7'])
    """
    told = Folded(row)
    return clean(
        {
            "identifier": told.text("id"),
            "name": told.get("hostname", "name"),
            "hostname": told.get("hostname"),
            "organization_id": told.get("customerId", "accountId"),
            "organization": told.get("customerName", "accountName"),
            "os": told.get("family", "platform"),
            "os_version": told.get("version"),
            "kind": told.get("platform"),
            "addresses": [told.get("ipAddress")],
            "macs": [told.get("macAddress")],
        }
    )


def of_incident(row, now=None):
    """What an incident says, as a dict; None for what is none.

    >>> one = of_incident({"id": 9, "title": "Malware", "accountId": 3, "createdAt": "2026-01-01T00:00:00Z", "status": "open"})
    >>> one["number"], one["over"], one["facts"], one["severity"]
    ('9', False, {'organization_id': '3'}, '')
    >>> of_incident({"id": 9, "title": "Malware", "resolvedAt": "2026-01-02T00:00:00Z"})["over"], of_incident({"title": "x"})
    (True, None)

    To be resolved some day is not resolved; before it began is when it began:

    >>> from datetime import datetime
    >>> of_incident({"id": 9, "resolvedAt": "2030-01-02T00:00:00Z"}, datetime(2026, 1, 1))["over"]
    False
    >>> of_incident({"id": 9, "createdAt": "2026-01-05T00:00:00Z", "resolvedAt": "2026-01-02T00:00:00Z"})["ended"].day
    5
    """
    told = Folded(row)
    number = told.text("id")
    if not number:
        return None
    began = values.moment(told.get("createdAt", "publishedAt"), now)
    ended = values.moment(told.get("resolvedAt"))
    resolved = told.text("status").casefold() in ("resolved", "closed")
    if ended and now and ended > now:
        # What is to be over some day is not over; what a clock that runs ahead a little says is.
        ended = now if ended <= now + values.SKEW else None
    if ended and began and ended < began:
        ended = began
    return {
        "number": number,
        "title": told.text("title", length=250) or f"Incident {number}",
        "message": "\n\n".join(
            filter(None, (prose(told.get("description")), prose(told.get("remediation"))))
        ),
        "severity": told.text("severity"),
        "began": began,
        "ended": ended,
        "over": bool(ended) or resolved,
        "facts": clean(
            {
                "organization_id": told.get("accountId", "customerId"),
                "organization": told.get("accountName", "customerName"),
            }
        ),
    }
