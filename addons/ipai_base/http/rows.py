# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rows of a list straight from the database, with the names of what they refer to."""

import collections

NEVER_EMPTY = {"boolean": False, "integer": 0, "float": 0.0, "monetary": 0.0}


def read(model, query, names):
    """The rows that a query finds, as dictionaries; a many2one is a number until ``tell_names``.

    Straight from the database, without a record for each row.

    :param model: of the user who asks. The rights to the records are in the query; those to the fields,
        and to the records behind an x2many, are looked at here.
    """
    fields = {name: model._fields[name] for name in ("id", *names)}
    columns = [name for name, field in fields.items() if field.column_type and field.store]
    found = model.env.execute_query(
        query.select(*(model._field_to_sql(model._table, name, query) for name in columns))
    )
    rows = [dict(zip(columns, values, strict=True)) for values in found]
    if not rows:
        return rows
    records = model.browse([row["id"] for row in rows])
    for name in fields.keys() - set(columns):
        linked = fields[name].type in ("one2many", "many2many")
        if linked and fields[name].store:
            fields[name].read(records)
        for row, record in zip(rows, records, strict=True):
            row[name] = list(record[name]._ids) if linked else record[name]
    return _emptied(rows, fields)


def read_records(records, names):
    """As ``read``, of records that are fetched, and whose rights are settled."""
    # Narrow: the rights were settled by who fetched them.
    rows = records.sudo()._read_format(names, load=None)
    return _emptied(rows, records._fields)


def _emptied(rows, fields):
    """The rows with None for what is empty; booleans and numbers are never empty."""
    names = rows[0] if rows else ()
    never = {name: NEVER_EMPTY.get(fields[name].type) for name in names}
    for row in rows:
        for name, value in row.items():
            if value is None or value is False or value == "":
                row[name] = never[name]
    return rows


def tell_names(env, pages):
    """Write [number, name] where a many2one is, with one read for each model however many lists there are.

    :param pages: (model name, rows) of each list.
    """
    places = [
        (rows, name, env[model]._fields[name].comodel_name)
        for model, rows in pages
        for name in (rows[0] if rows else ())
        if env[model]._fields[name].type == "many2one"
    ]
    numbers = collections.defaultdict(set)
    for rows, name, model in places:
        numbers[model].update(row[name] for row in rows if row[name])
    names = {}
    for model, ids in numbers.items():
        # Only what the names are made of is read, and not all that the records have.
        records = env[model].sudo().with_context(prefetch_fields=False).browse(ids)
        records.fetch(["display_name"])
        names[model] = {record.id: record.display_name for record in records}
    for rows, name, model in places:
        for row in rows:
            row[name] = (row[name], names[model][row[name]]) if row[name] else None
