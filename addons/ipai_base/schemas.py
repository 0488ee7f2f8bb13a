# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from pydantic import Field

from .http.schemas import Schema, UtcDatetime


class Status(Schema):
    time: UtcDatetime = Field(description="The server's clock.")
    key: str = Field(description="The first characters of the key.")
    user: str
    company: str
    scopes: list[str]
    expires: UtcDatetime | None = None


class Ping(Schema):
    """A call that changes nothing: to try a key, its limit and Idempotency-Key."""

    source: str = Field(min_length=1, max_length=64, examples=["n8n-lab"])
    case_id: str | None = Field(None, max_length=64)
    note: str = Field("", max_length=1000)


class Pong(Schema):
    note: str
    time: UtcDatetime
