# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The upgrade to 2.0: what ``ipai_asset`` and ``ipai_change_approval`` held alone is the room of ten addons now.

Odoo deletes the fields, columns included, of a model whose external ids belong to an addon that no longer has it.
So before the first of the new rooms loads, each external id moves to the room that took it over (``rooms.csv``), and
all rooms that took over a part are installed in the same run, whatever was named behind ``-u``.
"""

import csv

from psycopg2.extras import execute_values

from odoo.tools import file_open

HEIRS = {
    "ipai_asset": ("ipai_network", "ipai_topology", "ipai_discovery"),
    "ipai_change_approval": ("ipai_approval", "ipai_proposal", "ipai_asset_protection"),
}
"""Which rooms took over a part of which addon."""

LEAST = (1, 1)
"""The version from which this upgrade goes; older databases upgrade to it first."""

OF_MODELS = (
    # What the ORM writes down of a model, found by the model rather than by a name that differs between series.
    ("ir.model.fields", "SELECT id FROM ir_model_fields WHERE model = %(model)s"),
    (
        "ir.model.fields.selection",
        "SELECT s.id FROM ir_model_fields_selection s JOIN ir_model_fields f ON f.id = s.field_id"
        " WHERE f.model = %(model)s",
    ),
    (
        "ir.model.constraint",
        "SELECT c.id FROM ir_model_constraint c JOIN ir_model m ON m.id = c.model WHERE m.model = %(model)s",
    ),
    (
        "ir.model.inherit",
        "SELECT i.id FROM ir_model_inherit i JOIN ir_model m ON m.id = i.model_id WHERE m.model = %(model)s",
    ),
)


class UpgradeError(Exception):
    """The database cannot be upgraded so; the message tells the operator why and what to do."""


def moves():
    """Return the rows of ``rooms.csv``: dicts of ``old`` and ``new`` addon, ``name`` and ``model``.

    The model is that of the record which the external id names; of ``ir.model.relation``, which has none, the name
    is the table's.
    """
    with file_open("ipai_base/rooms.csv") as file:
        return list(csv.DictReader(file))


def take_over(env):
    """Move the external ids of a database from before 2.0, and have its rooms installed; else do nothing.

    Called before the first room loads, by whichever addon comes first.

    :raises UpgradeError: when the run upgrades a room and not what it is a part of.
    """
    old = [name for name in HEIRS if _is_old(env.cr, name)]
    if not old:
        return
    _refuse_half(env.cr)
    rows = [row for row in moves() if row["old"] in old]
    _move_external_ids(env.cr, rows)
    _move_models(env.cr, rows)
    _move_catalog(env.cr)
    _mark(env.cr, [room for name in old for room in HEIRS[name]])
    env.registry.ipai_rooms = True
    env.registry.clear_cache()
    env.invalidate_all()


def check_taken_over(cr):
    """Raise UpgradeError unless all rooms of what is installed are, so that the run is rolled back in place of losing columns."""
    for name, rooms in HEIRS.items():
        if not _version(cr, name):
            continue
        cr.execute(
            "SELECT name FROM ir_module_module WHERE name IN %s AND state <> 'installed'", [rooms]
        )
        missing = [room for (room,) in cr.fetchall()]
        if missing:
            raise UpgradeError(
                f"{', '.join(missing)} took over a part of {name} and could not be installed:"
                " put the whole suite on the addons path, then upgrade again."
            )


def check_version(version):
    """Raise UpgradeError for a database that is older than this upgrade goes back.

    :param version: the installed one with the series before it, as in 19.0.1.1.0.

    >>> check_version("19.0.1.1.0")
    >>> check_version("18.0.1.0.0")
    Traceback (most recent call last):
    ...
    odoo.addons.ipai_base.rooms.UpgradeError: This database is of version 18.0.1.0.0: upgrade it to 1.1 first, then to this one.
    """
    if tuple(int(part) for part in version.split(".")[2:4]) < LEAST:
        raise UpgradeError(
            f"This database is of version {version}: upgrade it to 1.1 first, then to this one."
        )


def _version(cr, name):
    """Return the version in the database of an addon that is installed, or None."""
    cr.execute(
        "SELECT latest_version FROM ir_module_module"
        " WHERE name = %s AND state IN ('installed', 'to upgrade')",
        [name],
    )
    return (cr.fetchone() or [None])[0]


def _is_old(cr, name):
    """Tell whether the external ids of an addon's heirs are still its own."""
    if not _version(cr, name):
        return False
    first = next(row for row in moves() if row["old"] == name and row["model"] == "ir.model")
    cr.execute("SELECT 1 FROM ir_model_data WHERE module = %s AND name = %s", [name, first["name"]])
    return bool(cr.fetchone())


def _refuse_half(cr):
    cr.execute(
        "SELECT name FROM ir_module_module WHERE name IN %s AND state = 'installed'", [tuple(HEIRS)]
    )
    # What stands on ipai_asset is upgraded with it, though the run may not have marked it yet.
    if ("ipai_asset",) in cr.fetchall():
        raise UpgradeError(
            "The addons of the suite were cut into smaller ones. Upgrade them together:"
            " odoo -u ipai_base, with your database behind -d."
        )


def _move_external_ids(cr, rows):
    execute_values(
        cr._obj,
        """
        UPDATE ir_model_data data SET module = moved.new
          FROM (VALUES %s) AS moved(old, new, name)
         WHERE data.module = moved.old AND data.name = moved.name
           AND NOT EXISTS (
               SELECT FROM ir_model_data there
                WHERE there.module = moved.new AND there.name = moved.name
           )
        """,
        [(row["old"], row["new"], row["name"]) for row in rows],
        page_size=len(rows),
    )


def _move_models(cr, rows):
    """Move what the ORM wrote down of the moved models on either series."""
    for row in rows:
        if row["model"] != "ir.model":
            continue
        cr.execute(
            "SELECT m.model FROM ir_model m JOIN ir_model_data d ON d.model = 'ir.model' AND d.res_id = m.id"
            " WHERE d.module = %s AND d.name = %s",
            [row["new"], row["name"]],
        )
        for (model,) in cr.fetchall():
            for kind, ids in OF_MODELS:
                cr.execute(  # pylint: disable=sql-injection
                    "UPDATE ir_model_data SET module = %(new)s"
                    f" WHERE module = %(old)s AND model = %(kind)s AND res_id IN ({ids})",
                    {"new": row["new"], "old": row["old"], "kind": kind, "model": model},
                )


def _move_catalog(cr):
    """Let the ORM's own lists of constraints and of many2many tables name the room."""
    cr.execute(
        """
        UPDATE ir_model_constraint con SET module = room.id
          FROM ir_model_data data JOIN ir_module_module room ON room.name = data.module
         WHERE data.model = 'ir.model.constraint' AND data.res_id = con.id AND con.module <> room.id
        """
    )
    for row in moves():
        if row["model"] == "ir.model.relation":
            cr.execute(
                "UPDATE ir_model_relation rel SET module = new.id"
                "  FROM ir_module_module old, ir_module_module new"
                " WHERE rel.name = %(name)s AND rel.module = old.id"
                "   AND old.name = %(old)s AND new.name = %(new)s",
                row,
            )


def _mark(cr, rooms):
    """Have the rooms installed in this run, and all upgraded that stands on them."""
    cr.execute(
        "UPDATE ir_module_module SET state = 'to install' WHERE name IN %s AND state = 'uninstalled'",
        [tuple(rooms)],
    )
    cr.execute(
        """
        WITH RECURSIVE above(name) AS (
            SELECT unnest(%s)
             UNION
            SELECT module.name
              FROM above JOIN ir_module_module_dependency dep ON dep.name = above.name
              JOIN ir_module_module module ON module.id = dep.module_id
        )
        UPDATE ir_module_module SET state = 'to upgrade'
         WHERE state = 'installed' AND name IN (SELECT name FROM above)
        """,
        [rooms],
    )
    # What these have come to depend on besides.
    cr.execute(
        """
        WITH RECURSIVE below(name) AS (
            SELECT name::varchar FROM ir_module_module WHERE state IN ('to upgrade', 'to install')
             UNION
            SELECT dep.name
              FROM below JOIN ir_module_module module ON module.name = below.name
              JOIN ir_module_module_dependency dep ON dep.module_id = module.id
        )
        UPDATE ir_module_module SET state = 'to install'
         WHERE state = 'uninstalled' AND name IN (SELECT name FROM below)
        """
    )
