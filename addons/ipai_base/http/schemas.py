# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The base of all schemas: closed, strict, with times as RFC 3339 in UTC."""

import datetime
import functools
from typing import Annotated, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    PlainSerializer,
    StringConstraints,
)
from pydantic.functional_validators import AfterValidator, BeforeValidator

YEARS = range(1000, 9001)


class Schema(BaseModel):
    """A closed object: a name that is not in it is refused, a number as text is no number.

    >>> Schema.model_validate_json('{"surplus": 1}')
    Traceback (most recent call last):
    ...
    ValidationError: ...
    """

    model_config = ConfigDict(extra="forbid", strict=True)
    # An answer without what was not asked for, in place of null.
    sparse: ClassVar[bool] = False


def to_utc(moment):
    """A moment with its offset as Odoo stores it: UTC, naive.

    :raises ValueError: outside of ``YEARS``: in one zone or another it would be in no year at all.

    >>> to_utc(datetime.datetime.fromisoformat("2026-11-22T12:00:00+01:00"))
    datetime.datetime(2026, 11, 22, 11, 0)
    >>> to_utc(datetime.datetime.fromisoformat("0001-01-01T00:00:00+01:00"))
    Traceback (most recent call last):
    ...
    ValueError: the year is between 1000 and 9000
    """
    if moment.year not in YEARS:
        raise ValueError(f"the year is between {YEARS[0]} and {YEARS[-1]}")
    if moment.tzinfo is None:
        return moment
    return moment.astimezone(datetime.timezone.utc).replace(tzinfo=None)


def to_rfc3339(moment):
    """A moment of Odoo as it goes over the wire.

    >>> to_rfc3339(datetime.datetime(2026, 11, 22, 11, 0))
    '2026-11-22T11:00:00Z'
    """
    return f"{moment.isoformat(timespec='seconds')}Z"


UtcDatetime = Annotated[
    datetime.datetime,
    AfterValidator(to_utc),
    PlainSerializer(to_rfc3339, when_used="json"),
]


def _split(text):
    """The entries of a list in one parameter, as in ``status=active,missing``."""
    return [entry.strip() for entry in text.split(",")] if isinstance(text, str) else text


Word = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
"""A text to look for: blanks alone would filter nothing."""
Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
Commas = BeforeValidator(_split)


@functools.lru_cache(maxsize=256)
def lists_of(schema):
    """The names of the parameters that take several values.

    >>> from pydantic import create_model
    >>> made = create_model("Q", status=(Annotated[list[str], Commas] | None, None), name=(str, ""))
    >>> lists_of(made)
    frozenset({'status'})
    """
    properties = schema.model_json_schema().get("properties", {})
    return frozenset(
        name
        for name, kind in properties.items()
        if any(one.get("type") == "array" for one in (kind, *kind.get("anyOf", ())))
    )


class NoParameters(Schema):
    """The query of a route that takes none."""


class ProblemError(Schema):
    pointer: str = Field(description="Where in the body (RFC 6901), or the name of a parameter.")
    detail: str


class ProblemDocument(Schema):
    """What every refusal looks like (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    code: str = Field(description="Stable: programs decide by it.")
    request_id: str = Field(description="Quote it when you ask for help.")
    next_step: str | None = None
    errors: list[ProblemError] | None = None
    details: dict[str, JsonValue] | None = Field(None, description="Facts, by the code.")
