# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a proposal may do: create and write on listed models and fields, nothing else.

Never a deletion, never a command that takes rows out of a list, never archiving on the sly.
"""

import dataclasses
import datetime

from odoo.addons.ipai_base.secret_shapes import is_guarded_model, is_secret_field

METHODS = ("create", "write")
NEVER = frozenset(
    {"id", "active", "company_id", "create_uid", "create_date", "write_uid", "write_date"}
)
MAXIMUM = 200
"""Operations in one proposal: more, no reviewer reads."""
TEXT = ("char", "text", "html", "selection")
NUMBERS = ("float", "monetary")


class NotAllowed(ValueError):
    """Why one value or operation is refused."""


@dataclasses.dataclass(frozen=True)
class Allowed:
    """What may be done to one model: the fields that a new record may get, and those to change.

    >>> Allowed(write=frozenset({"phone", "signup_token"}))
    Traceback (most recent call last):
    ...
    NotAllowed: never allowed in a proposal: signup_token
    """

    create: frozenset = frozenset()
    write: frozenset = frozenset()

    def __post_init__(self):
        names = self.create | self.write
        if forbidden := NEVER & names | {*filter(is_secret_field, names)}:
            raise NotAllowed(f"never allowed in a proposal: {', '.join(sorted(forbidden))}")


def errors(operations, allowed):
    """What is wrong with the form of some operations: dicts of pointer (RFC 6901) and detail.

    :param operations: dicts of method, model, id, values.
    :param allowed: model name → Allowed.

    >>> rules = {"res.partner": Allowed(write=frozenset({"phone"}))}
    >>> errors([{"method": "unlink", "model": "res.partner", "id": 7, "values": {}}], rules)
    [{'pointer': '/operations/0/method', 'detail': "'unlink' is not allowed, only create and write are"}]
    >>> errors([{"method": "write", "model": "res.partner", "id": 7, "values": {"active": False}}], rules)
    [{'pointer': '/operations/0/values/active', 'detail': 'this field is never written by a proposal'}]
    >>> errors([{"method": "write", "model": "res.partner", "id": 7, "values": {"phone": "1"}}], rules)
    []

    What guards the proposals is not opened by a list:

    >>> errors([{"method": "write", "model": "res.users", "id": 7, "values": {"phone": "1"}}],
    ...        {"res.users": Allowed(write=frozenset({"phone"}))})
    [{'pointer': '/operations/0/model', 'detail': "a proposal may not write 'res.users'"}]
    """
    if not 0 < len(operations) <= MAXIMUM:
        return [_error("", f"there must be 1 to {MAXIMUM} operations, not {len(operations)}")]
    found = []
    for number, operation in enumerate(operations):
        found += [_error(f"/{number}{where}", why) for where, why in _faults(operation, allowed)]
    return found


def plain(kind, value):
    """A value as it is stored and hashed, for a field of this type.

    :raises NotAllowed: when the value does not fit, or nothing of this type may be proposed.

    >>> plain("date", "2026-02-01"), plain("many2one", 7), plain("many2many", [3, 1, 3])
    ('2026-02-01', 7, [1, 3])
    >>> plain("datetime", "2026-02-01T10:00:00+01:00")
    '2026-02-01 09:00:00'
    >>> plain("many2many", [[2, 7, 0]])
    Traceback (most recent call last):
    ...
    NotAllowed: a list of ids to add is wanted, no commands
    """
    if kind not in _PLAIN:
        raise NotAllowed(f"a field of type {kind} cannot be proposed")
    if value is None or (value is False and kind != "boolean"):
        return [] if kind == "many2many" else None
    return _PLAIN[kind](value)


def for_orm(kind, value):
    """A plain value as Odoo's create and write take it.

    >>> for_orm("many2many", [3]), for_orm("char", None)
    ([(4, 3, 0)], False)
    """
    if kind == "many2many":
        return [(4, number, 0) for number in value or ()]
    return False if value is None else value


def _faults(operation, allowed):
    method, model = operation.get("method"), operation.get("model")
    if method not in METHODS:
        yield "/method", f"{method!r} is not allowed, only create and write are"
        return
    listed = None if is_guarded_model(model or "") else allowed.get(model)
    names = getattr(listed, method, frozenset())
    if not names:
        yield "/model", f"a proposal may not {method} {model!r}"
        return
    if method == "write" and not _is_id(operation.get("id")):
        yield "/id", "a write needs the id of its record"
    if not operation.get("values"):
        yield "/values", "there is nothing to write"
    for name in operation.get("values") or ():
        if name in NEVER:
            yield f"/values/{name}", "this field is never written by a proposal"
        elif name not in names:
            yield f"/values/{name}", f"this field of {model} is not among those that are allowed"


def _error(where, why):
    return {"pointer": f"/operations{where}", "detail": why}


def _is_id(value):
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _text(value):
    if not isinstance(value, str):
        raise NotAllowed("text is wanted")
    return value


def _number(value):
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotAllowed("a number is wanted")
    return value


def _integer(value):
    if isinstance(value, bool) or value != int(_number(value)):
        raise NotAllowed("a whole number is wanted")
    return int(value)


def _boolean(value):
    if not isinstance(value, bool):
        raise NotAllowed("true or false is wanted")
    return value


def _date(value):
    try:
        return datetime.date.fromisoformat(_text(value)).isoformat()
    except ValueError as error:
        raise NotAllowed("a date is wanted, as in 2026-02-01") from error


def _datetime(value):
    try:
        moment = datetime.datetime.fromisoformat(_text(value).replace("Z", "+00:00"))
    except ValueError as error:
        raise NotAllowed("a moment is wanted, as in 2026-02-01T10:00:00Z") from error
    if moment.tzinfo:
        moment = moment.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    return moment.replace(microsecond=0).isoformat(" ")


def _id(value):
    if not _is_id(value):
        raise NotAllowed("the id of a record is wanted")
    return value


def _ids(value):
    if not isinstance(value, list | tuple) or not all(map(_is_id, value)):
        raise NotAllowed("a list of ids to add is wanted, no commands")
    return sorted(set(value))


_PLAIN = {
    **dict.fromkeys(TEXT, _text),
    **dict.fromkeys(NUMBERS, _number),
    "integer": _integer,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "many2one": _id,
    "many2one_reference": _id,
    "many2many": _ids,
}
