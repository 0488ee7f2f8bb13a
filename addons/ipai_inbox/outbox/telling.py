# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an event tells of a record: plain data, in which what is restricted or looks secret is named, not told."""

import contextlib
import datetime

from odoo.exceptions import MissingError
from odoo.tools import html2plaintext

from odoo.addons.ipai_base import compat
from odoo.addons.ipai_base.secret_shapes import FIELD
from odoo.addons.ipai_secret_scan.secret_scan import kinds_in, mask

from .. import door

LENGTH = 2_000
"""Characters of a text that an event tells."""
NEVER = {"create_date", "create_uid", "write_date", "write_uid", "display_name", "__last_update"}
UNTOLD = ("one2many", "binary", "image", "reference", "many2one_reference", "serialized")

EVERYBODY = {"base.group_user", "base.group_multi_company", "ipai_base.group_user"}
"""Groups that take a field from nobody of one's own: from customers in the portal, and from the screen."""
TYPED = ("char", "text", "html", "properties", "json")
NAMES = {"res.partner": "complete_name"}
"""Fields that keep the display name of a model whose own compute of it is dear."""
PLAIN = ("boolean", "char", "date", "datetime", "float", "integer", "selection", "text")
CHATTER = ("mail.thread", "mail.activity.mixin")

notify = door.notify


def company_of(record):
    """The company of a record, whose targets are told of it; empty when it is of none."""
    if "company_id" in record._fields:
        return record.company_id
    return record.env["res.company"]


def is_told(records, name):
    """Whether a change of a field is told at all: kept, and not a part of others or of the chatter."""
    field = records._fields.get(name)
    return bool(
        field is not None
        and field.store
        and field.type not in UNTOLD
        and name not in NEVER
        and not any(name in records.env[mixin]._fields for mixin in CHATTER)
    )


def is_restricted(record, name):
    """Whether some users who see the record do not see the field, or its name says that it holds a secret."""
    groups = set((record._fields[name].groups or "").split(",")) - {""}
    return bool(groups - EVERYBODY or FIELD.search(name))


def snapshot(record, name):
    """A value as it can be kept and compared."""
    value = record[name]
    field = record._fields[name]
    if field.type in ("many2one", "many2many"):
        return value._ids
    if field.type in ("properties", "json"):
        return repr(value), plain_properties(value) if field.type == "properties" else value
    return value


def snapshots(records, name):
    """The snapshots of many records that are there, by their IDs, without asking each for its own."""
    field = records._fields[name]
    if not field.store or field.translate or field.type not in (*PLAIN, "many2one", "many2many"):
        return {record.id: snapshot(record, name) for record in records}
    values = compat.cached(records, field)
    if field.type == "many2one":
        values = [(value,) if value else () for value in values]
    elif field.type != "many2many":
        values = [field.convert_to_record(value, records) for value in values]
    return dict(zip(records._ids, values, strict=True))


class Teller:
    """Tells what came about with records of one model; what is the same of several is looked at once.

    :param records: of the model, all there, as a superuser reads them.
    :param before: ``{record id: {name of a field: snapshot}}`` of fields whose change is to be told.
    """

    def __init__(self, records, before=None):
        self._model = records.browse()
        self._before = before or {}
        self._withheld = {}
        self._looked_at = {}
        self._addresses = {}
        names = {
            *records._announced_fields,
            *(name for one in self._before.values() for name in one),
        }
        records._recompute_recordset(names)
        records.fetch([*names, "display_name"])
        self._now = {name: snapshots(records, name) for name in names}
        self._warm(records)

    def changes(self, record):
        """What became of fields.

        :return: ``({name: {"old": …, "new": …}}, names that are withheld)``.
        """
        told, withheld = {}, []
        for name, old in self._before[record.id].items():
            new = self._now[name][record.id]
            if new == old:
                continue
            was, was_withheld = self._look(name, old)
            became, is_withheld = self._look(name, new)
            if was_withheld or is_withheld:
                withheld.append(name)
            else:
                told[name] = {"old": was, "new": became}
        return told, sorted(withheld)

    def data(self, record, company, details=None):
        """The ``data`` of an event: the record, which is a company's, and what else is told."""
        told, withheld = {}, []
        for name in self._model._announced_fields:
            value, is_withheld = self._look(name, self._now[name][record.id])
            if is_withheld:
                withheld.append(name)
            else:
                told[name] = value
        details = dict(details or {})
        withheld += details.pop("withheld", [])
        changed = details.pop("changes", None)
        result = {
            "record": {
                "model": record._name,
                "id": record.id,
                "name": self._name(record),
                "url": f"{self._address(record, company)}/odoo/{record._name}/{record.id}",
                **told,
            },
            **masked(details),
        }
        if changed is not None:
            result["changes"] = changed  # looked at already
        if withheld:
            result["withheld"] = sorted(set(withheld))
        return result

    def _warm(self, records):
        """Have the names of what records refer to, and did, read at once."""
        kept = {}
        for before in self._before.values():
            for name, value in before.items():
                kept.setdefault(name, []).append(value)
        for name, now in self._now.items():
            field = records._fields[name]
            if field.type in ("many2one", "many2many"):
                values = [*now.values(), *kept.get(name, ())]
                ids = {number for value in values for number in value}
                with contextlib.suppress(MissingError):
                    records.env[field.comodel_name].browse(ids).mapped(_name_field(field))

    def _look(self, name, kept):
        """What is told of a snapshot, and whether it is withheld: not everybody sees the field, or it looks secret."""
        kind = self._model._fields[name].type
        if kind in ("properties", "json"):
            return self._look_anew(name, kept)
        if (name, kept) not in self._looked_at:
            self._looked_at[name, kept] = self._look_anew(name, kept)
        return self._looked_at[name, kept]

    def _look_anew(self, name, kept):
        if name not in self._withheld:
            self._withheld[name] = is_restricted(self._model, name)
        value = shown(self._model, name, kept)
        could_be_typed = self._model._fields[name].type in TYPED
        return value, self._withheld[name] or (could_be_typed and is_secret(value))

    def _name(self, record):
        name = record.display_name or ""
        return cut(mask(name) if is_secret(name) else name)

    def _address(self, record, company):
        """The address of Odoo, which may differ by company."""
        if company not in self._addresses:
            self._addresses[company] = record.get_base_url()
        return self._addresses[company]


def shown(record, name, value):
    """A snapshot as JSON has it; nothing is null, No is false, 0 is 0."""
    field = record._fields[name]
    if field.type in ("many2one", "many2many"):
        several = [
            {"id": one.id, "name": _name(one, _name_field(field))}
            for one in record.env[field.comodel_name].browse(value)
        ]
        if field.type == "many2many":
            return [one["name"] or str(one["id"]) for one in several]
        return several[0] if several else None
    if field.type in ("properties", "json"):
        return value[1]
    if value is False and field.type != "boolean":
        return None
    if field.type == "html":
        return cut(html2plaintext(str(value)))
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return cut(value) if isinstance(value, str) else value


def _name_field(field):
    return NAMES.get(field.comodel_name, "display_name")


def _name(record, name):
    """Its name; of what was unlinked since, the number is left."""
    try:
        return cut(record[name] or "")
    except MissingError:
        return ""


def plain_properties(value):
    """Extra fields by their labels."""
    if not isinstance(value, list):
        return {name: one for name, one in dict(value or {}).items() if is_plain(one)}
    return {
        one.get("string") or one["name"]: one.get("value")
        for one in value
        if is_plain(one.get("value"))
    }


def is_plain(value):
    """
    >>> is_plain(False), is_plain([1, "a"]), is_plain(object())
    (True, True, False)
    """
    if isinstance(value, list | tuple):
        return all(map(is_plain, value))
    return value is None or isinstance(value, str | int | float)


def is_secret(value):
    """Whether a value, or a part of it, looks like a secret.

    >>> is_secret("maintenance"), is_secret(7), is_secret({"a": ["b"]})
    (False, False, False)
    >>> is_secret({"a": ["AKIA" + "A1B2" * 4]}), is_secret({"Password": "Verano2023"})
    (True, True)
    """
    if isinstance(value, str):
        return bool(kinds_in(value, whole=True))
    if isinstance(value, dict):
        return any(is_secret(f"{name}: {one}") or is_secret(one) for name, one in value.items())
    if isinstance(value, list | tuple):
        return any(map(is_secret, value))
    return False


def masked(value):
    """Plain data with a sign in place of each secret.

    >>> masked({"a": ["b", 1, None]})
    {'a': ['b', 1, None]}
    >>> masked({"password": "Verano2023"})
    {'password': '***'}
    """
    if isinstance(value, str):
        return cut(mask(value))
    if isinstance(value, dict):
        return {
            str(name): "***"
            if isinstance(one, str) and is_secret(f"{name}: {one}") and not is_secret(one)
            else masked(one)
            for name, one in value.items()
        }
    if isinstance(value, list | tuple):
        return [masked(one) for one in value]
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, datetime.date) else value


def cut(text):
    """
    >>> cut("abc"), len(cut("a" * 5000))
    ('abc', 2000)
    """
    text = text.replace("\0", "")
    return text if len(text) <= LENGTH else text[: LENGTH - 1] + "…"
