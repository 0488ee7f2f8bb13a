# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Rules about several rows at once that hold when two people write at one moment."""

from odoo.tools import SQL


def lock_chain(records, name, above_id):
    """Hold what stands above a new parent until this transaction ends, so that the check for circles counts.

    Two that put each other below themselves at one moment each see a tree: each holds what the other
    moves, so that one of them is tried again, and then sees the circle.

    :param name: the many2one that leads upwards.
    :param above_id: the id of the new parent; without one nothing is asked.
    """
    if not above_id:
        return
    records.flush_model([name])
    table, column = SQL.identifier(records._table), SQL.identifier(name)
    records.env.cr.execute(
        SQL(
            """
            WITH RECURSIVE chain (id) AS (
                SELECT %(above)s
                 UNION
                SELECT above.%(column)s FROM %(table)s above JOIN chain ON chain.id = above.id
                 WHERE above.%(column)s IS NOT NULL
            )
            SELECT id FROM %(table)s WHERE id IN (SELECT id FROM chain) ORDER BY id FOR SHARE
            """,
            table=table,
            column=column,
            above=above_id,
        )
    )


def take_turns(records):
    """Let one transaction at a time decide about these: another at the same moment is tried again.

    For a rule about what belongs to a record: each of two would see the record without the other's.
    """
    if records:
        records.env.cr.execute(
            SQL(
                "UPDATE %(table)s SET write_date = write_date WHERE id IN %(ids)s",
                table=SQL.identifier(records._table),
                ids=tuple(sorted(records.ids)),
            )
        )
