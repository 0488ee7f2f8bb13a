# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pulseway's API, version 3: asked slowly, believed only when an answer is whole.

Basic authentication with token ID and secret; answers are ``{"Data": …, "Meta": {"ResponseCode": 200, "TotalCount": n}}``.
A status of 200 says nothing: ``Meta`` may hold another code, and ``Data`` may be null.
"""

import json
import os
import random
import threading
import time
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import requests

from . import values
from .paging import Step
from .values import Folded

TOP = 100
"""Rows of a page: the server gives no more, whatever is asked for."""
SILENCE, WHOLE = 15, 60
"""Seconds between two pieces of an answer, and for the whole of it."""
SIZE = 64 * 1024 * 1024
BACK_OFF = (5, 10, 20, 40)
RETRIED = (500, 502, 503, 504)
PERHAPS = (500, 502, 504)
"""Answers of a server, or of what stands before it, after which what was sent may have been done."""
TRIES = 3
LONGEST_WAIT = 45
"""Seconds that one call waits for its turn at most; who would have to wait longer comes back later."""

sleep = time.sleep
clock = time.monotonic


class ApiError(Exception):
    """It did not do what it was asked; the text is for people and holds no token.

    :param status: of HTTP or of ``Meta``, 0 without an answer.
    """

    def __init__(self, text, status=0, retry_after=None):
        super().__init__(text)
        self.status, self.retry_after = status, retry_after


class Uncertain(ApiError):
    """It may have been done: the question went out, and no answer came back."""


class Refused(ApiError):
    """The token is not known, or may not do this."""


class Busy(ApiError):
    """It takes no more questions for now."""


@dataclass(frozen=True)
class Page:
    """Some rows of a list; ``total`` is None where the server does not say."""

    rows: list
    total: int | None


class Bucket:
    """So many calls at once, then so many a second."""

    def __init__(self, rate, burst):
        self.rate, self.burst = rate, burst
        self._left, self._at = float(burst), clock()
        self._lock = threading.Lock()

    def wait(self):
        """Seconds until the next call may go out; it counts as having gone out.

        >>> bucket = Bucket(2, 3)
        >>> [round(bucket.wait(), 1) for _call in range(5)]
        [0.0, 0.0, 0.0, 0.5, 1.0]
        """
        with self._lock:
            now = clock()
            self._left = min(self.burst, self._left + (now - self._at) * self.rate)
            self._at = now
            self._left -= 1
            return max(0.0, -self._left / self.rate)


_buckets = {}


def bucket_of(key, rate, burst):
    """The bucket that all calls of one account in this process share."""
    found = _buckets.get(key)
    if found is None or (found.rate, found.burst) != (rate, burst):
        found = _buckets[key] = Bucket(rate, burst)
    return found


class Client:
    """One account's API.

    :param address: as in https://api.pulseway.com/v3.
    """

    def __init__(self, address, token_id, token_secret, rate=1.0, burst=5):
        self.address = address.rstrip("/")
        self._bucket = bucket_of((self.address, token_id), rate, burst)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True
        self._session.auth = (token_id, token_secret)
        # Some servers refuse a GET without them.
        self._session.headers.update(
            {"Accept": "application/json", "Content-Type": "application/json"}
        )
        self.calls = 0

    # -- questions -------------------------------------------------------------------------------

    def get(self, path, **params):
        """Return (data, total) of a GET; it is asked again when the server is unwell.

        :raises ApiError: when there is no whole answer.
        """
        for attempt in range(1, TRIES + 1):
            try:
                return self._ask("GET", path, params=params)
            except Busy:
                raise
            except ApiError as error:
                if attempt == TRIES or not (error.status in RETRIED or error.status == 0):
                    raise
                sleep(attempt * attempt)
        raise AssertionError("it returns or raises")

    def page(self, path, skip=0):
        """Return a Page of a list, sorted by what does not change while one pages."""
        params = {"$top": TOP, "$skip": skip}
        if path in ("devices", "assets"):
            params["$orderby"] = "Identifier"
        data, total = self.get(path, **params)
        if not isinstance(data, list) or not all(isinstance(row, dict) for row in data):
            raise ApiError(f"its list of {path} is none")
        return Page(data, total)

    def every(self, path, most=10000):
        """Return all rows of a list that is not long, read until it held still.

        :raises ApiError: when it is longer, or never held still.
        """
        step, rows = Step(), {}
        while not step.done:
            page = self.page(path, step.skip)
            if step.skip == 0:
                rows = {}
            keys = [_key(row) for row in page.rows]
            rows.update(zip(keys, page.rows, strict=True))
            if len(rows) > most:
                raise ApiError(f"its list of {path} is longer than {most}")
            step = step.after(keys, page.total)
        if not step.is_whole:
            raise ApiError(f"its list of {path} moved while it was read")
        return list(rows.values())

    def send(self, method, path, body=None):
        """Return the data of a call that changes something; it is sent once.

        :raises Uncertain: when it may have been done.
        """
        data, _total = self._ask(method, path, body=body)
        return data

    # -- one call --------------------------------------------------------------------------------

    def _ask(self, method, path, params=None, body=None):
        self._take_turn()
        # A slash at the end is answered with 405.
        url = f"{self.address}/{path.strip('/')}"
        self.calls += 1
        try:
            answer = self._session.request(
                method,
                url,
                params=params,
                json=body,
                timeout=SILENCE,
                allow_redirects=False,
                stream=True,
            )
            with answer:
                content = _content(answer)
        except requests.exceptions.SSLError as error:
            raise ApiError("its certificate is not one that this server trusts") from error
        except requests.exceptions.ConnectionError as error:
            kind = ApiError if method == "GET" or _never_sent(error) else Uncertain
            raise kind("it cannot be reached, or hung up in the middle") from error
        except (requests.exceptions.RequestException, OSError) as error:
            kind = ApiError if method == "GET" else Uncertain
            raise kind(f"no whole answer ({type(error).__name__})") from error
        except _Cut as error:
            kind = ApiError if method == "GET" else Uncertain
            raise kind(str(error)) from error
        return self._read(method, answer, content)

    def _read(self, method, answer, content):
        return _read(method, answer, content)

    def _take_turn(self):
        wait = self._bucket.wait()
        if wait > LONGEST_WAIT:
            raise Busy("too many calls wait already", retry_after=wait)
        if wait:
            sleep(wait)


class _Cut(Exception):
    pass


def _key(row):
    """What a row is known by, on this page and on the next."""
    return str(row.get("Id") or row.get("Identifier") or json.dumps(row, sort_keys=True))


def _never_sent(error):
    """Whether the connection was not even made."""
    return isinstance(error, requests.exceptions.ConnectTimeout) or "NewConnectionError" in repr(
        error
    )


def _content(answer):
    deadline = clock() + WHOLE
    parts, size = [], 0
    for part in answer.iter_content(65536):
        parts.append(part)
        size += len(part)
        if size > SIZE:
            raise _Cut("its answer is larger than any that was expected")
        if clock() > deadline:
            raise _Cut("it answers too slowly")
    expected = answer.headers.get("Content-Length", "")
    if expected.isdigit() and not answer.headers.get("Content-Encoding") and size < int(expected):
        raise _Cut("it hung up in the middle of its answer")
    return b"".join(parts)


def _read(method, answer, content):
    """Return (data, total) of an answer that is whole and says that it is good."""
    status = answer.status_code
    try:
        value = json.loads(content) if content else None
    except ValueError:
        value = None
        if status // 100 == 2:
            kind = ApiError if method == "GET" else Uncertain
            raise kind("its answer is no JSON") from None
    told = Folded(value)
    meta = told.part("Meta")
    said = meta.text("ErrorMessage", length=200)
    if status // 100 != 2:
        raise _refusal(status, said, answer.headers, method)
    code = _number(meta.get("ResponseCode"))
    if code is not None and code // 100 != 2:
        raise _refusal(code, said, answer.headers, method)
    data = told.raw("Data")
    if method == "GET" and data is None:
        raise ApiError("it answered 200 without any data", 200)
    return data, _number(meta.get("TotalCount"))


def _number(value):
    """A number, written as one or as a text; None for all else.

    >>> _number(500), _number("500"), _number(" 12 "), _number(None), _number(True), _number("many"), _number("5.5")
    (500, 500, 12, None, None, None, None)
    """
    said = values.text(value, 20)
    return int(said) if said.isdecimal() else None


def _refusal(status, said, headers, method):
    text = f"it answered {status}: {said}" if said else f"it answered {status}"
    if status == 429:
        return Busy(
            "it takes no more questions for now (429)", 429, _after(headers.get("Retry-After"))
        )
    if status in (401, 403):
        return Refused(f"it refuses our token ({text})", status)
    if 300 <= status < 400:
        return ApiError(f"{text}; enter the address that it leads to", status)
    if method != "GET" and status in PERHAPS:
        return Uncertain(text, status)
    return ApiError(text, status)


def _after(value):
    """Seconds of a Retry-After, None without one.

    >>> _after("7"), _after(""), _after("soon")
    (7, None, None)
    """
    if not value:
        return None
    if value.isdigit():
        return min(int(value), 3600)
    try:
        return max(0, min(3600, int(parsedate_to_datetime(value).timestamp() - time.time())))
    except (TypeError, ValueError):
        return None


def back_off(attempt, error=None):
    """Seconds to wait after so many refusals in a row: what the server says, else longer each time.

    >>> [int(back_off(n)) // 5 * 5 for n in (1, 2, 3, 4, 9)]
    [5, 10, 20, 40, 40]
    >>> back_off(1, Busy("x", 429, 7))
    7
    """
    if error is not None and error.retry_after is not None:
        return error.retry_after
    return BACK_OFF[min(attempt, len(BACK_OFF)) - 1] + random.random()  # noqa: S311 (jitter)
