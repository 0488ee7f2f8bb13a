# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""One bad part of an object costs that part, one bad object that object: never the snapshot."""

from pydantic import ValidationError

TRIES = 50
"""So many bad parts are left out of an object before it is refused."""


class AnyObject:
    """Says in the document of the API that an object is read as far as it can be, whatever is in it."""

    def __get_pydantic_json_schema__(self, core_schema, handler):
        anything = {"type": "object", "description": "What cannot be read of it is left out."}
        return {"anyOf": [handler(core_schema), anything]}


def readable(value, handler):
    """Validate an object; leave out what cannot be read, and keep on it what was left out and why.

    A wrap validator of pydantic. What is no object at all is refused with the whole body.

    :raises ValidationError: when nothing can be left out any more
    """
    told = []
    for _try in range(TRIES):
        try:
            found = handler(value)
        except ValidationError as error:
            if not isinstance(value, dict):
                raise
            first = error.errors(include_url=False, include_input=False)[0]
            lost = _leave_out(value, first)
            if lost is None:
                raise
            value = lost
            place = "/".join(str(step) for step in first["loc"])
            told.append(f"{place} is left out: {first['msg']}.")
            continue
        found._left_out = told
        return found
    return handler(value)


def _leave_out(value, error):
    """Return a copy of an object without what an error speaks of, or None where that is the object itself.

    >>> _leave_out({"id": "1", "serial": 7}, {"loc": ("serial",), "type": "string_type"})
    {'id': '1'}
    >>> _leave_out({"interfaces": [{"mac": "x"}, {"name": "b"}]}, {"loc": ("interfaces", 0, "name"), "type": "missing"})
    {'interfaces': [{'name': 'b'}]}
    """
    path = list(error["loc"])
    if error["type"] == "missing":
        path.pop()
    copy = here = dict(value)
    way = []
    for step in path:
        there = isinstance(here, dict) and step in here
        there |= isinstance(here, list) and isinstance(step, int) and step < len(here)
        if not there:
            break
        way.append((here, step))
        inner = here[step]
        if isinstance(inner, dict | list):
            inner = inner.copy()
            here[step] = inner
        here = inner
    if not way:
        return None
    holder, step = way[-1]
    del holder[step]
    return copy
