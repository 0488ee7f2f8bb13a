# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a vault's metadata says of a secret: whether it is there, and when its current version was written."""

import dataclasses
import datetime
import re

STAMP = re.compile(r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(?:\.(\d+))?\s*(Z|z|[+-]\d\d:\d\d)?")


AHEAD = datetime.timedelta(hours=1)
"""How far the clock of a vault may be before ours."""
NUMBERS = 2**31
VERSION = re.compile(r"[1-9][0-9]{0,9}")


class MetadataError(ValueError):
    """The answer is not what metadata looks like."""


@dataclasses.dataclass(frozen=True)
class Seen:
    """A secret as its vault tells of it; what the vault does not tell is None."""

    state: str
    written_on: datetime.datetime | None = None
    version: int | None = None
    writer: str | None = None
    expires_on: datetime.datetime | None = None
    interval: int | None = None
    problem: str | None = None
    """Why the answer could not be read."""
    older: tuple = ()
    """When each of the versions before was written, oldest first: how often it was rotated indeed."""


MISSING = Seen("missing")


def moment(text):
    """A time of RFC 3339 with any number of decimals, as Odoo stores it: UTC, without fractions.

    >>> moment("2026-11-27T08:22:21.099727779Z"), moment("2026-11-27T09:22:21+01:00")
    (datetime.datetime(2026, 11, 27, 8, 22, 21), datetime.datetime(2026, 11, 27, 8, 22, 21))
    >>> moment("yesterday")
    Traceback (most recent call last):
    ...
    MetadataError: a date of the vault cannot be read
    """
    found = STAMP.fullmatch(text) if isinstance(text, str) else None
    if not found:
        raise MetadataError("a date of the vault cannot be read")
    zone = (found[4] or "Z").upper().replace("Z", "+00:00")
    try:
        value = datetime.datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}")
        return value.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise MetadataError("a date of the vault cannot be read") from error


def of_kv(data, now):
    """A secret of KV version 2 by its metadata.

    >>> now = datetime.datetime(2026, 11, 27)
    >>> def told(**version):
    ...     return of_kv({"current_version": 1, "versions": {"1": {"created_time": "2026-11-01T00:00:00Z",
    ...                   "deletion_time": "", "destroyed": False, **version}}}, now)
    >>> told().state, told(destroyed=True).state, told(deletion_time="2026-11-02T00:00:00Z").state
    ('ok', 'destroyed', 'deleted')
    >>> told(deletion_time="2027-01-01T00:00:00Z").expires_on
    datetime.datetime(2027, 1, 1, 0, 0)
    >>> of_kv({"current_version": 0, "versions": {}}, now).state
    'empty'
    >>> of_kv({"current_version": 2, "versions": {}}, now)
    Traceback (most recent call last):
    ...
    MetadataError: the vault tells of version 2 and does not list it
    >>> told(created_time="2026-12-24T00:00:00Z")
    Traceback (most recent call last):
    ...
    MetadataError: the vault says that it was written in the future: look at both clocks
    """
    current = data.get("current_version") if isinstance(data, dict) else None
    versions = data.get("versions") if isinstance(data, dict) else None
    if (
        type(current) is not int
        or not 0 <= current < NUMBERS
        or not isinstance(versions or {}, dict)
    ):
        raise MetadataError("the answer of the vault is not metadata of KV version 2")
    interval = _interval(data.get("custom_metadata"))
    if current == 0:
        return Seen("empty", interval=interval)
    version = (versions or {}).get(str(current))
    if not isinstance(version, dict):
        raise MetadataError(f"the vault tells of version {current} and does not list it")
    ends = moment(version["deletion_time"]) if version.get("deletion_time") else None
    state = "ok"
    if version.get("destroyed"):
        state = "destroyed"
    elif ends and ends <= now:
        state = "deleted"
    return Seen(
        state,
        written_on=_past(version.get("created_time"), now),
        version=current,
        writer=_writer(version, data),
        expires_on=ends if state == "ok" else None,
        interval=interval,
        older=tuple(
            moment(versions[number].get("created_time"))
            for number in sorted(filter(VERSION.fullmatch, versions), key=int)
            if int(number) < current and isinstance(versions[number], dict)
        ),
    )


def of_bitwarden(item, collection=None, now=None):
    """An item of Bitwarden by its clear fields; the rest of the answer is encrypted and looked at by nobody.

    >>> item = {"id": "x", "creationDate": "2026-11-01T00:00:00Z", "login": {"passwordRevisionDate": None}}
    >>> of_bitwarden(item).written_on
    datetime.datetime(2026, 11, 1, 0, 0)
    >>> of_bitwarden({**item, "deletedDate": "2026-11-02T00:00:00Z"}).state
    'deleted'
    >>> of_bitwarden({**item, "collectionIds": ["a"]}, "b").state
    'missing'
    """
    if not isinstance(item, dict) or not item.get("creationDate"):
        raise MetadataError("the answer of the vault is not an item of Bitwarden")
    if collection and collection not in (item.get("collectionIds") or ()):
        return MISSING
    login = item.get("login") if isinstance(item.get("login"), dict) else {}
    written = login.get("passwordRevisionDate") or item["creationDate"]
    state = "deleted" if item.get("deletedDate") else "ok"
    return Seen(state, written_on=_past(written, now), writer=None)


def _past(text, now):
    """A moment that is over: of one to come a rotation would be due too late.

    :param now: None where nothing is compared.
    """
    value = moment(text)
    if now and value > now + AHEAD:
        raise MetadataError("the vault says that it was written in the future: look at both clocks")
    return value


def _writer(version, data):
    """Who wrote it, in one line; OpenBao does not tell, HashiCorp's newer ones do.

    >>> _writer({"created_by": {"actor": "oidc-\\0ada\\n"}}, {}), _writer({"created_by": {"actor": ["x"]}}, {})
    ('oidc-ada', None)
    """
    for told in (version.get("created_by"), data.get("last_updated_by")):
        actor = told.get("actor") if isinstance(told, dict) else None
        if isinstance(actor, str) and (shown := "".join(filter(str.isprintable, actor)).strip()):
            return shown[:200]
    return None


def _interval(custom):
    """The days between two rotations, as people write them at the secret itself.

    >>> _interval({"rotation_days": "90"}), _interval({"rotation_days": "often"}), _interval(None)
    (90, None, None)
    """
    text = str((custom or {}).get("rotation_days", "")) if isinstance(custom, dict) else ""
    return int(text) if re.fullmatch(r"[1-9]\d{0,3}", text) else None
