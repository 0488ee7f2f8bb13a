# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Who points to a record, as the database itself knows it."""


def used_elsewhere(records, own=frozenset()):
    """Return those of the records to which rows of other tables point, by the database's own references.

    :param own: names of tables that do not count
    """
    env = records.env
    env.flush_all()
    env.cr.execute(
        """
        SELECT conrelid::regclass::text, attname
          FROM pg_constraint
          JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]
         WHERE contype = 'f' AND confrelid = %s::regclass AND array_length(conkey, 1) = 1
        """,
        [records._table],
    )
    used = set()
    for table, column in env.cr.fetchall():
        if table not in own:
            not_itself = f"AND id <> {column}" if table == records._table else ""
            env.cr.execute(
                f"SELECT DISTINCT {column} FROM {table} WHERE {column} = ANY(%s) {not_itself}",
                [records.ids],
            )
            used.update(found for (found,) in env.cr.fetchall())
    return records.filtered(lambda record: record.id in used)
