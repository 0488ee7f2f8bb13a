# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One call from outside: who makes it and what it is about. It outlives Odoo's retries of a transaction."""

import dataclasses
import re
import uuid

REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclasses.dataclass(frozen=True)
class Caller:
    """The key that a call came with."""

    key_id: int
    prefix: str
    user_id: int
    company_id: int
    scopes: frozenset
    limits: dict
    lang: str = "en_US"
    expires: object = None


@dataclasses.dataclass
class Call:
    request_id: str
    address: str
    action: str = ""
    caller: Caller | None = None
    limit: object = None
    key_prefix: str | None = None
    audited: bool = True
    source: str | None = None
    case_id: str | None = None
    target: str | None = None
    field_names: str | None = None
    payload_hash: str | None = None

    def describe(self, **facts):
        """Tell the audit what the call is about: target, source, case_id."""
        for name, value in facts.items():
            if name not in ("target", "source", "case_id"):
                raise TypeError(f"{name!r} is not for the audit")
            setattr(self, name, value)


def of(request):
    """The Call of an Odoo request, made at the first asking."""
    call = getattr(request, "ipai_call", None)
    if call is None:
        given = request.httprequest.headers.get("X-Request-Id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        call = request.ipai_call = Call(request_id, request.httprequest.remote_addr or "")
    return call
