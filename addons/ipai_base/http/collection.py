# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Records of one kind as the API lists them: filtered, page by page, with the fields that are asked for.

A collection is what its two schemas say. The names of a row are fields of the model (``type`` is ``type_id``),
and a filter of the query carries the domain that it stands for:

    class AssetQuery(ListQuery):
        fields: fields_of(Asset) = Field(None, description=FIELDS)
        status: Annotated[Statuses | None, among("status")] = Field(None, description="One or more of these.")
"""

import dataclasses
import datetime
from collections.abc import Callable
from typing import Annotated, ClassVar, Literal

from pydantic import Field
from pydantic.functional_validators import AfterValidator, BeforeValidator

from odoo.http import request
from odoo.tools import SQL, escape_psql

from ..compat import domain_and
from . import call as calls
from . import rows as rows_of
from .keyset import CursorError, Keyset
from .problems import Problem
from .schemas import Commas, Schema, to_utc

PAGE = 100
FIELDS = "Only these, in one list; id is always there. Without it, all."
RENAMED = {"created_at": "create_date", "updated_at": "write_date"}


class Ref(Schema):
    """Another record: its number, and what it is called."""

    id: int
    name: str


def told(**about):
    """A field of a row: left out when it is not asked for."""
    return Field(default_factory=lambda: None, **about)


class Row(Schema):
    sparse: ClassVar[bool] = True

    id: int
    url: str = told(description="Where a person opens it.")


class Page(Schema):
    sparse: ClassVar[bool] = True

    count: int = Field(description="How many rows this page has.")
    next_cursor: str | None = Field(description="Send it as cursor for the rows behind these.")


def _moment(text):
    """A moment that is written out; pydantic would take a count of seconds as well."""
    try:
        return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError as error:
        raise ValueError("a moment is wanted, as in 2026-02-01T10:00:00Z") from error


Moment = Annotated[datetime.datetime, BeforeValidator(_moment), AfterValidator(to_utc)]


class OneQuery(Schema):
    """The query of one record; its ``fields`` are those of the row."""


class ListQuery(Schema):
    limit: int = Field(PAGE, ge=1, le=5 * PAGE, description="How many rows at most.")
    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        None, description="The next_cursor of the page before, with the same filters."
    )
    updated_since: Moment | None = Field(
        None,
        description="Changed at this moment or later, those changed first at the head. "
        "Ask from a minute before your last call: a change is seen when it is committed.",
    )


class Archivable(ListQuery):
    include_archived: bool = Field(False, description="Archived records too.")


def fields_of(row):
    """The type of the parameter ``fields``: names of the row, which the document lists."""
    names = Literal[tuple(row.model_fields)]
    return Annotated[list[names], Commas, Field(min_length=1)] | None


@dataclasses.dataclass(frozen=True)
class Where:
    """What a filter asks of the records: ``(env, value)`` to a domain.

    :param wanted: what the caller reads when the domain raises ValueError: what to write, never what was sent.
    """

    domain: Callable
    wanted: str = ""


def equals(field):
    return Where(lambda env, value: [(field, "=", value)])


def among(field):
    return Where(lambda env, value: [(field, "in", value)])


def called(field):
    """The whole text, whatever its case."""
    return Where(lambda env, value: [(field, "=ilike", escape_psql(value))])


def contains(field):
    return Where(lambda env, value: [(field, "ilike", escape_psql(value))])


def refers_to(field):
    """To a record by its number, or by its whole name whatever the case."""

    def domain(env, value):
        if value.isascii() and value.isdigit():
            if not 0 < int(value) < 2**31:
                raise ValueError(value)
            return [(field, "=", int(value))]
        return [(f"{field}.name", "=ilike", escape_psql(value))]

    return Where(domain, "a number of a record, or its whole name")


class Collection:
    """One kind of record.

    :param name: in the address, of the list in a page, and of the records in the web client.
    :param row: the schema of a record.
    :param columns: the fields of the model behind the names of the row that are called otherwise; several
        for one name are the ends of which one is filled.
    """

    def __init__(self, name, model, row, **columns):
        self.name = name
        self._model = model
        self._row = row
        self._columns = RENAMED | columns
        self._by_id = Keyset(name, "id", "asc")
        self._by_change = Keyset(f"{name}_changed", "write_date", "asc", datetime.datetime)

    def page(self, env, query):
        """The page that a ListQuery asks for, as the answer has it; raise Problem."""
        keyset = self._by_change if query.updated_since else self._by_id
        archived = getattr(query, "include_archived", False)
        model = env[self._model].with_context(active_test=not archived)
        found = model._search(self._domain(env, query), order=keyset.order, limit=query.limit + 1)
        self._begin(found, keyset, query)
        columns = self._wanted(model, query.fields)
        rows = self._read(model, found, columns, keyset.field)
        page, cursor = rows[: query.limit], None
        if len(rows) > len(page):
            cursor = keyset.cursor(page[-1][keyset.field], page[-1]["id"])
        return {
            "count": len(page),
            "next_cursor": cursor,
            self.name: self._told(env, page, columns),
        }

    def one(self, env, record_id, query):
        """The record with the number, an archived one too, which the audit names; raise Problem."""
        calls.of(request).describe(target=f"{self._model},{record_id}")
        model = env[self._model].with_context(active_test=False)
        columns = self._wanted(model, query.fields)
        rows = []
        if 0 < record_id < 2**31:
            rows = self._read(model, model._search([("id", "=", record_id)]), columns)
        if not rows:
            raise Problem(
                "not-found",
                f"None of the {self.name} that this key may see has the number {record_id}.",
            )
        return self._told(env, rows, columns)[0]

    def _domain(self, env, query):
        """All filters that are given, joined; raise Problem."""
        domains = [[]]
        for name, field in type(query).model_fields.items():
            value = getattr(query, name)
            for where in field.metadata:
                if isinstance(where, Where) and value is not None:
                    try:
                        domains.append(where.domain(env, value))
                    except ValueError as error:
                        raise _bad_parameter(name, f"it takes {where.wanted}") from error
        return domain_and(*domains)

    def _begin(self, found, keyset, query):
        """Leave out what is before the page; as one comparison, which an index of the order answers."""
        moment = SQL.identifier(found.table, "write_date")
        if query.updated_since:
            found.add_where(SQL("%s >= %s", moment, query.updated_since))
        if query.cursor is None:
            return
        try:
            value, row_id = keyset.place(query.cursor)
        except CursorError as error:
            raise _bad_parameter("cursor", str(error)) from error
        number = SQL.identifier(found.table, "id")
        if keyset is self._by_id:
            found.add_where(SQL("%s > %s", number, row_id))
        else:
            found.add_where(SQL("(%s, %s) > (%s, %s)", moment, number, value, row_id))

    def _wanted(self, model, names):
        """Name of the row → fields of the model, in the order of the row."""
        chosen = {"id", *(names or self._row.model_fields)}
        return {
            name: self._fields_behind(model, name)
            for name in self._row.model_fields
            if name in chosen and name != "url"
        } | ({"url": ()} if "url" in chosen else {})

    def _fields_behind(self, model, name):
        column = self._columns.get(name, name)
        if isinstance(column, tuple):
            return column
        spellings = (column, f"{column}_id", f"{column.removesuffix('s')}_ids")
        return (next(spelling for spelling in spellings if spelling in model._fields),)

    def _read(self, model, found, columns, *more):
        names = dict.fromkeys([field for behind in columns.values() for field in behind])
        names.pop("id", None)
        names.update(dict.fromkeys(name for name in more if name != "id"))
        rows = rows_of.read(model, found, tuple(names))
        rows_of.tell_names(model.env, [(model._name, rows)])
        return rows

    def _told(self, env, rows, columns):
        """The rows under the names of the answer."""
        model = env[self._model]
        base = model.get_base_url() if "url" in columns else ""
        simple = {
            name: (behind[0], _teller(env, model._fields[behind[0]], rows, behind[0]))
            for name, behind in columns.items()
            if len(behind) == 1
        }
        ends = {name: behind for name, behind in columns.items() if len(behind) > 1}
        told = []
        for row in rows:
            new = {name: tell(row[field]) for name, (field, tell) in simple.items()}
            for name, behind in ends.items():
                field = next(field for field in behind if row[field])
                kind = model._fields[field].comodel_name.rpartition(".")[2]
                new[name] = {"kind": kind, **_ref(row[field])}
            if "url" in columns:
                new["url"] = f"{base}/odoo/{self.name}/{row['id']}"
            told.append(new)
        return told


def _teller(env, field, rows, name):
    """How a value of the field is told."""
    if field.type == "many2one":
        return _ref
    if field.type in ("one2many", "many2many"):
        ids = {number for row in rows for number in row[name]}
        # Narrow: names of what a row that may be read holds, as Odoo shows them with a many2one.
        records = env[field.comodel_name].sudo().with_context(prefetch_fields=False).browse(ids)
        names = {record.id: record.display_name for record in records}
        return lambda numbers: [{"id": number, "name": names[number]} for number in numbers]
    return lambda value: value


def _ref(value):
    return value and {"id": value[0], "name": value[1] or ""}


def _bad_parameter(name, detail):
    return Problem(
        "invalid-parameters",
        f"/{name}: {detail}",
        errors=[{"pointer": f"/{name}", "detail": detail}],
    )
