# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What tells of an asset's past: messages, files, activities, who knows it by which ID, and its history."""

from odoo.addons.ipai_discovery.importing.parts.keys import INTERFACE, part_key

MESSAGE, FILE, ACTIVITY = "mail.message", "ir.attachment", "mail.activity"
SIGHTING, INTERVAL, ANSWER = "ipai.sighting", "ipai.asset.interval", "ipai.match.answer"
BY_ID = {MESSAGE: "model", FILE: "res_model", ACTIVITY: "res_model"}
MODELS = frozenset({*BY_ID, SIGHTING, INTERVAL, ANSWER})
ASSET = "ipai.asset"
ORIGIN = ("asset_id", "field", "source_id", "run_id", "set_on", "locked", "user_id", "company_id")


def listed(asset, goes):
    """Return what tells of the past of an asset, a dict for each line of a merge."""
    env = asset.env(su=True)
    lines = []
    for model, column in BY_ID.items():
        domain = [(column, "=", ASSET), ("res_id", "=", asset.id)]
        if model == FILE:
            domain.append(("res_field", "=", False))
        found = env[model].with_context(active_test=False).search(domain)
        if found:
            lines.append(_line(env, found, env._("%s of them", len(found))))
    for sighting in env[SIGHTING].search([("asset_id", "=", asset.id)]):
        name = env._(
            "%(program)s knows it as %(called)s",
            program=sighting.source_id.name,
            called=sighting.external_id or asset.name,
        )
        lines.append(_line(env, sighting, name))
    answers = env[ANSWER].search([("asset_id", "=", asset.id)])
    lines += [_line(env, answer, answer.subject) for answer in answers]
    if goes:
        lines.append(
            _line(
                env,
                env[INTERVAL].search([("asset_id", "=", asset.id)]),
                env._("What it was before the other asset was entered"),
            )
        )
    return lines


def _line(env, records, name):
    return {
        "kind": env[records._name]._description,
        "name": name,
        "model": records._name,
        "field": "res_id" if records._name in BY_ID else "asset_id",
        "record_ids": records.ids,
        "movable": True,
    }


def carry(line, source, target):
    """Move what a line lists; return (ids of what was moved, what a person should know or nothing)."""
    records = _records(line)
    if line.model in BY_ID:
        records.write({"res_id": target.id})
        return records.ids, False
    if line.model == SIGHTING:
        return _carry_sightings(records, target)
    if line.model == ANSWER:
        return _carry_answers(records, target)
    return _carry_intervals(records, target)


def _records(line):
    return line.env(su=True)[line.model].browse(line.record_ids).exists()


def _carry_sightings(records, target):
    known = target.sudo().sighting_ids.source_id
    free = records.filtered(lambda sighting: sighting.source_id not in known)
    free.write({"asset_id": target.id})
    env = records.env
    note = free != records and env._("This source knows the other asset too: it stays here.")
    return free.ids, note


def _carry_answers(records, target):
    held = {
        (answer.subject, answer.source_id.id)
        for answer in records.search([("asset_id", "=", target.id)])
    }
    free = records.filtered(lambda answer: (answer.subject, answer.source_id.id) not in held)
    free.write({"asset_id": target.id})
    return free.ids, False


def _carry_intervals(records, target):
    """What the duplicate was before the other one was entered is the past of the machine: of that one."""
    env = records.env
    begun = min(target.sudo().interval_ids.mapped("date_from"), default=None)
    earlier = records.filtered(lambda i: begun and i.date_to and i.date_to <= begun)
    earlier.write({"asset_id": target.id})
    note = earlier != records and env._("What both were at one time stays where it is.")
    return earlier.ids, note


def carry_back(line, source, target):
    """Move back what a line lists, as far as it still is where it was moved to; return the names of the rest."""
    fresh = line.fresh_ids or []
    records = _records(line).filtered(lambda record: record.id in fresh)
    name = line.field
    still = records.filtered(
        lambda record: (record[name] if name == "res_id" else record[name].id) == target.id
    )
    still.write({name: source.id})
    return [line.name] if records - still else []


# -- whose the fields are ---------------------------------------------------------------------------


def carry_origins(merge, target):
    """Let whoever reports what went along report it of the other asset; return the rows as they were."""
    taken = merge.value_ids.filtered("take").mapped("field")
    lines = merge.line_ids.filtered(lambda line: line.goes and line.model == "ipai.interface")
    names = [line.name.partition(",")[0] for line in lines]
    touched = [*taken, *(part_key(INTERFACE, name) for name in names)]
    before = _origins(merge, [merge.source_id.id, target.id], touched)
    merge.env.cr.execute(
        """
        DELETE FROM ipai_field_origin WHERE asset_id = %s AND field = ANY(%s)
           AND EXISTS (SELECT FROM ipai_field_origin mine
                        WHERE mine.asset_id = %s AND mine.field = ipai_field_origin.field)
        """,
        [target.id, touched, merge.source_id.id],
    )
    merge.env.cr.execute(
        "UPDATE ipai_field_origin SET asset_id = %s WHERE asset_id = %s AND field = ANY(%s)",
        [target.id, merge.source_id.id, touched],
    )
    merge.env["ipai.field.origin"].invalidate_model()
    return {"fields": touched, "assets": [merge.source_id.id, target.id], "rows": before}


def origins_back(merge, origins):
    """Put the origins of the fields back that went along."""
    cr = merge.env.cr
    cr.execute(
        "DELETE FROM ipai_field_origin WHERE asset_id = ANY(%s) AND field = ANY(%s)",
        [origins["assets"], origins["fields"]],
    )
    for row in origins["rows"]:
        cr.execute(
            """
            INSERT INTO ipai_field_origin
                   (asset_id, field, source_id, run_id, set_on, locked, user_id, company_id)
            SELECT %s, %s, (SELECT id FROM ipai_source WHERE id = %s),
                   (SELECT id FROM ipai_import_run WHERE id = %s), %s, %s, %s, %s
            """,
            row,
        )
    merge.env["ipai.field.origin"].invalidate_model()


def _origins(merge, asset_ids, names):
    merge.env.flush_all()
    merge.env.cr.execute(
        f"""
        SELECT {", ".join(ORIGIN).replace("set_on", "set_on::text")}
          FROM ipai_field_origin WHERE asset_id = ANY(%s) AND field = ANY(%s)
        """,
        [asset_ids, names],
    )
    return [list(row) for row in merge.env.cr.fetchall()]
