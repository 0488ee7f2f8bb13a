# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What points to an asset, in whatever room: found by the fields of the models, moved with the rights of the user."""

from dataclasses import dataclass, field

from odoo import Command

SPECIAL = frozenset(
    {
        "ipai.interface",
        "ipai.ip.address",
        "ipai.relation",
        "ipai.asset.interval",
        "ipai.sighting",
        "ipai.field.origin",
        "ipai.drift",
        "ipai.import.line",
        "ipai.match.answer",
        "ipai.asset.merge",
    }
)
"""Models whose rows are parts of an asset, or traces of runs: see `Carrying`."""
ONE_BY_ONE = 20
"""So many records of a kind are listed each; of more there is one line for all."""
NAMES = 3
ASSET = "ipai.asset"


@dataclass
class Reference:
    """Records of one model that point to an asset by one field."""

    model: str
    field: str
    ids: list = field(default_factory=list)
    name: str = ""
    movable: bool = True


def pointing_fields(env):
    """Return (model, field) of the stored fields that a person or a program fills with an asset."""
    found = []
    for name, model in sorted(env.registry.items()):
        if not model._auto or model._abstract or model._transient or name in SPECIAL:
            continue
        found += [
            (name, column.name)
            for column in model._fields.values()
            if column.store
            and column.comodel_name == ASSET
            and column.type in ("many2one", "many2many")
            and not column.related
            and not (column.compute and column.readonly)
        ]
    return found


def references(asset):
    """Return the References to an asset that the user may see; those that he may not write stay."""
    env = asset.with_context(active_test=False).env
    found = []
    for model, name in pointing_fields(env):
        if not env[model].has_access("read"):
            continue
        records = env[model].search([(name, "in", asset.ids)])
        if not records:
            continue
        movable = records.has_access("write")
        groups = [records] if len(records) > ONE_BY_ONE else list(records)
        found += [Reference(model, name, part.ids, named(part), movable) for part in groups]
    return found


def named(records):
    """Return the names of some records in one line."""
    names = ", ".join(records[:NAMES].mapped("display_name"))
    more = len(records) - NAMES
    return (
        records.env._("%(names)s and %(more)s more", names=names, more=more) if more > 0 else names
    )


def carry(records, name, source, target):
    """Let records point to another asset; return the ids of those that did not point to it before."""
    if records._fields[name].type == "many2one":
        records.write({name: target.id})
        return records.ids
    fresh = records.filtered(lambda record: target not in record[name])
    records.write({name: [Command.unlink(source.id), Command.link(target.id)]})
    return fresh.ids


def carry_back(records, name, source, target, fresh):
    """Let records point to their former asset again, those that still point to the other; return the rest.

    :param fresh: ids of those that did not point to the other before
    """
    still = records.filtered(lambda record: target in record[name])
    if records._fields[name].type == "many2one":
        still.write({name: source.id})
        return records - still
    still.write({name: [Command.link(source.id)]})
    still.filtered(lambda record: record.id in fresh).write({name: [Command.unlink(target.id)]})
    return records - still
