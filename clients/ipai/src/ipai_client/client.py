# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
import os
import time
import uuid

import httpx

from .errors import Refusal, SettingsError

AREAS = ("assets", "interfaces", "addresses", "prefixes", "services", "relations")
"""What can be listed."""
PAGE = 500
LONGEST_WAIT = 120


class Client:
    """The API of one server, with one key. Rows are the dictionaries that the server sends."""

    def __init__(self, url, key, database=None, timeout=60):
        headers = {"Authorization": f"Bearer {key}"}
        if database:
            headers["X-Odoo-Database"] = database
        self._http = httpx.Client(base_url=url, headers=headers, timeout=timeout)

    @classmethod
    def from_environment(cls, environ=os.environ):
        """Of IPAI_URL, IPAI_KEY and, where one server has several databases, IPAI_DB.

        >>> Client.from_environment({"IPAI_URL": "ocg.lan", "IPAI_KEY": "0a"})
        Traceback (most recent call last):
        ...
        ipai_client.errors.SettingsError: IPAI_URL=ocg.lan is no address: write it as https://ocg.lan.
        """
        url = (environ.get("IPAI_URL") or "").strip().rstrip("/")
        if not url.startswith(("http://", "https://")):
            raise SettingsError(f"IPAI_URL={url} is no address: write it as https://ocg.lan.")
        key = (environ.get("IPAI_KEY") or "").strip()
        if not key:
            raise SettingsError("IPAI_KEY is empty: set it to an API key of the server.")
        return cls(url, key, environ.get("IPAI_DB") or None)

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        self._http.close()

    def status(self):
        """What the key is and may do."""
        return self._call("GET", "/ipai/status")

    def each(self, area, **filters):
        """Yield the rows of a list, page after page."""
        limit = min(filters.pop("limit", None) or PAGE, PAGE)
        cursor = None
        while True:
            asked = {**filters, "limit": limit, "cursor": cursor}
            page = self._call("GET", f"/ipai/{area}", params=sent(asked))
            yield from page[area]
            cursor = page["next_cursor"]
            if not cursor:
                return

    def one(self, area, number, fields=None):
        """The row of a record by its number, archived ones too."""
        return self._call("GET", f"/ipai/{area}/{int(number)}", params=sent({"fields": fields}))

    def next_address(self, prefix, **values):
        """Reserve the lowest free address of a prefix, given by its number: a dict of id and address."""
        return self._reserve(prefix, "address", values)

    def next_prefix(self, prefix, **values):
        """Reserve the lowest free prefix inside of one, as with length=28: a dict of id and prefix."""
        return self._reserve(prefix, "prefix", values)

    def _reserve(self, prefix, what, values):
        return self._call(
            "POST",
            f"/ipai/prefixes/{int(prefix)}/next-{what}",
            json=values,
            headers={"Idempotency-Key": str(uuid.uuid4())},
        )

    def _call(self, method, path, **options):
        """Send it; once more after a wait that the server asks for, or after a broken connection.

        What is sent twice is read only, or has a key by which it is done once.
        """
        for last in (False, True):
            try:
                answer = self._http.request(method, path, **options)
            except httpx.HTTPError as error:
                if last:
                    raise Refusal(0, {"code": "no-answer", "detail": str(error)}) from error
                continue
            wait = answer.headers.get("Retry-After", "")
            if answer.status_code in (429, 503) and wait.isdigit() and not last:
                time.sleep(min(int(wait) + 1, LONGEST_WAIT))
                continue
            break
        try:
            given = answer.json()
        except ValueError:
            given = {
                "detail": f"{answer.status_code} without a JSON document: is the address right?"
            }
            raise Refusal(answer.status_code, given) from None
        if answer.is_error:
            raise Refusal(answer.status_code, given)
        return given


def sent(values):
    """Filters as they stand in an address: lists with commas, moments with their zone, None left out.

    >>> sent({"status": ["active", "missing"], "include_archived": True, "cursor": None})
    {'status': 'active,missing', 'include_archived': 'true'}
    >>> sent({"updated_since": datetime.datetime(2026, 2, 15, 12, tzinfo=datetime.timezone.utc)})
    {'updated_since': '2026-02-15T12:00:00+00:00'}
    >>> sent({"updated_since": datetime.datetime(2026, 2, 15)})
    Traceback (most recent call last):
    ...
    ValueError: updated_since has no time zone: give it one, as with datetime.timezone.utc
    """
    made = {}
    for name, value in values.items():
        if isinstance(value, datetime.datetime):
            if value.tzinfo is None:
                raise ValueError(
                    f"{name} has no time zone: give it one, as with datetime.timezone.utc"
                )
            value = value.isoformat()
        elif isinstance(value, bool):
            value = str(value).lower()
        elif isinstance(value, list | tuple):
            value = ",".join(map(str, value))
        if value is not None:
            made[name] = value
    return made
