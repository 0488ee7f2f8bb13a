# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a user would have without us: a model clicked together in the settings, holding the same data.

Its fields are those of the asset's list, named ``x_…``; nobody has thought of an index.
"""

MODEL = "x_plain_asset"
SKIPPED = frozenset(
    {
        "hostname_key",
        "serial_key",
        "search_text",
        "create_uid",
        "create_date",
        "write_uid",
        "write_date",
    }
)
"""What only the machinery knows of."""
TYPES = ("char", "many2one", "selection", "date", "datetime", "boolean")


def make(env):
    """Create the model, if it is not there, and fill it with what the assets hold."""
    names = copied_fields(env)
    if MODEL not in env:
        env["ir.model"].create(
            {
                "name": "Plain Asset",
                "model": MODEL,
                "state": "manual",
                "field_id": [(0, 0, _field_values(env, name)) for name in names],
                "access_ids": [
                    (
                        0,
                        0,
                        {
                            "name": "plain asset",
                            "group_id": env.ref("base.group_user").id,
                            "perm_read": True,
                        },
                    )
                ],
            }
        )
    env.cr.execute(f"TRUNCATE {MODEL}")
    targets = ", ".join(f"x_{name}" for name in names)
    env.cr.execute(
        f"INSERT INTO {MODEL} ({targets}) SELECT {', '.join(names)} FROM ipai_asset ORDER BY id"
    )
    env.cr.execute(f"ANALYZE {MODEL}")


def copied_fields(env):
    """The stored columns of the asset that a person would have copied."""
    fields = env["ipai.asset"]._fields
    return sorted(
        name
        for name, field in fields.items()
        if field.store
        and field.type in TYPES
        and name not in SKIPPED
        and not name.startswith(("message_", "activity_"))
    )


def _field_values(env, name):
    field = env["ipai.asset"]._fields[name]
    values = {
        "name": f"x_{name}",
        "field_description": field.string or name,
        "ttype": field.type,
        "state": "manual",
    }
    if field.type == "many2one":
        values["relation"] = field.comodel_name
        values["on_delete"] = "set null"
    if field.type == "selection":
        values["selection_ids"] = [
            (0, 0, {"value": value, "name": label, "sequence": position})
            for position, (value, label) in enumerate(field._description_selection(env))
        ]
    return values
