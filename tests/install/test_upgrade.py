# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A database of the commit before the rooms upgrades with all that is in it, by whatever is named behind ``-u``.

Compared are ids and rows, not texts: what a person changed of a shipped record is as it was, no column is lost, and
each external id names the same record, in the room that took it over.
"""

import csv
import subprocess

import pytest
from rooms import shell

from setup.console import Problem
from setup.settings import ROOT
from setup.templates import Templates

PREVIOUS = "8b4c3298f517"

FILL = """
import json
from odoo import Command
from odoo.release import version_info

Data = env["ir.model.data"]
def shipped(model):
    rows = Data.search([("module", "=like", "ipai_%"), ("model", "=", model)], order="id")
    return env[model].with_context(active_test=False).browse(rows.mapped("res_id"))

# What a person changes of what was shipped.
for cron in shipped("ir.cron"):
    cron.active = False
for policy in "ipai.approval.policy" in env and shipped("ipai.approval.policy") or []:
    policy.name = policy.name + " (ours)"
shipped("ir.sequence")[:1].prefix = "OURS-"
form = env.ref("ipai_asset.ipai_asset_view_form")
env["ir.ui.view"].create({
    "name": "ours", "model": "ipai.asset", "inherit_id": form.id,
    "arch": '<field name="ip_addresses" position="after"><field name="company_id" string="Ours"/></field>',
})
action = env.ref("ipai_asset.ipai_prefix_action")
env["ir.filters"].create({"name": "ours", "model_id": "ipai.prefix", "action_id": action.id, "domain": "[]"})
groups = "group_ids" if version_info[0] >= 19 else "groups_id"
member = env["res.users"].create({"name": "member", "login": "member", groups: [
    Command.link(group.id) for group in shipped("res.groups")
]})

# What lives in the database.
kind = env.ref("ipai_asset.type_compute")
asset = env["ipai.asset"].create({
    "name": "old", "hostname": "old", "type_id": kind.id, "status": "active",
    "ip_addresses": "192.0.2.9", "mac_addresses": "00:1b:2c:3d:4e:5f",
})
env["ipai.prefix"].create({"name": "192.0.2.0/24"})
service = env["ipai.service"].create({"name": "Old Mail", "ports": "25/tcp"})
env["ipai.relation"].create({
    "source_service_id": service.id, "target_asset_id": asset.id,
    "type_id": env.ref("ipai_asset.relation_type_runs_on").id,
})
run = env["ipai.import.run"].create({
    "file": __import__("base64").b64encode(b"name,hostname\\nimported,imported\\n"), "file_name": "old.csv",
})
run.action_preview()
run.run_to_end()
run.action_apply()
run.run_to_end()
assert run.state == "applied", run.state
report = {"hostname": "seen", "serial": "SN-1", "os": "Debian"}
env["ipai.source"]._take_snapshot("agent", [report])
env.flush_all()
seen = env["ipai.asset"].search([("hostname", "=", "seen")])
seen.serial_number = "SN-2"
env["ipai.source"]._take_snapshot("agent", [report])
assert env["ipai.drift"].search_count([]), "no drift"
env.cr.commit()
"""

CHANGES = """
admin = env.ref("base.user_admin")
approver = env["res.users"].create({"name": "approver", "login": "approver", groups: [
    Command.link(env.ref("ipai_change_approval.group_approver").id)
]})
proposal = env["ipai.proposal"].with_user(admin)._propose(
    [{"method": "create", "model": "res.partner", "values": {"name": "Proposed GmbH"}}],
    kind="partner", source="test",
)
proposal.with_user(approver).action_approve("fine")
assert proposal.state == "approved", proposal.state
env["ipai.change.freeze"].create({
    "name": "Year-End", "starts_at": "2030-12-20", "ends_at": "2031-01-06", "blocks_emergency": True,
})
field = env["ir.model.fields"]._get("ipai.asset", "purpose")
env["ipai.field.protection"].create({"name": "ours", "field_ids": [Command.link(field.id)]})
change = env["ipai.change"].with_user(admin).create({"name": "Old change"})
env.cr.commit()
"""

LOOK = """
import json
env.cr.execute(
    "SELECT module, name, model, res_id FROM ir_model_data WHERE module LIKE 'ipai_%%' ORDER BY id"
)
found = {"ids": env.cr.fetchall(), "rows": {}}
env.cr.execute(
    "SELECT c.table_name, array_agg(c.column_name::text ORDER BY c.column_name) FROM information_schema.columns c"
    "  JOIN information_schema.tables t USING (table_schema, table_name)"
    " WHERE table_schema = current_schema AND t.table_type = 'BASE TABLE'"
    "   AND (table_name LIKE 'ipai_%%' OR table_name IN ('ir_cron', 'ir_filters', 'ir_sequence', 'res_groups_users_rel'))"
    "   AND c.column_name NOT IN ('write_date', 'write_uid', 'nextcall', 'lastcall')"
    " GROUP BY c.table_name"
)
for table, columns in env.cr.fetchall():
    wanted = BEFORE.get(table, columns)
    quoted = ", ".join(f'"{name}"' for name in wanted)
    env.cr.execute(f"SELECT row_to_json(t)::text FROM (SELECT {quoted} FROM {table}) t")
    found["rows"][table] = {"columns": wanted, "lines": sorted(line for (line,) in env.cr.fetchall())}
env.cr.execute("SELECT name, state FROM ir_module_module WHERE name LIKE 'ipai_%%' AND state <> 'uninstalled'")
found["states"] = dict(env.cr.fetchall())
env.cr.execute("SELECT arch_db->>'en_US' FROM ir_ui_view WHERE name = 'ours'")
found["ours"] = env.cr.fetchone()[0]
print("FOUND " + json.dumps(found, default=str))
"""

OF_OTHERS = ("__message_has_sms_error", "__website_message_ids", "__rating_ids")
"""Fields that sms, website and rating add to every thread: any upgrade hands their external ids back to those."""

HEIRS = {
    "ipai_asset": {"ipai_network", "ipai_topology", "ipai_discovery"},
    "ipai_change_approval": {"ipai_approval", "ipai_proposal", "ipai_asset_protection"},
}
CASES = [
    pytest.param(["ipai_asset"], "ipai_asset", id="assets-alone"),
    pytest.param(["ipai_change_approval"], "ipai_asset", id="assets-and-changes"),
    pytest.param(["ipai_loom_gateway"], "ipai_base", id="loom"),
    pytest.param(["ipai_lab_baseline", "ipai_loom_gateway"], "all", id="everything"),
    pytest.param(["ipai_lab_baseline"], "ipai_asset", id="the-lab-by-its-assets"),
]


@pytest.fixture(scope="module")
def previous(tmp_path_factory):
    """The folder of addons of the commit before the rooms."""
    folder = tmp_path_factory.mktemp("previous")
    archive = subprocess.run(
        ["git", "archive", PREVIOUS, "addons"], cwd=ROOT, check=True, stdout=subprocess.PIPE
    ).stdout
    subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
    return folder / "addons"


def _look(instance, before=None):
    columns = {table: rows["columns"] for table, rows in (before or {"rows": {}})["rows"].items()}
    return shell(instance, f"BEFORE = {columns!r}\n{LOOK}")


@pytest.fixture
def old_database(server, previous):
    """A function that makes a database of the previous commit with these addons and something in it."""
    made = []

    def make(names):
        old = server.with_db(f"{server.settings.db}_upgrade", addons=previous)
        templates = Templates(old)
        old = templates.copy(templates.get(names), old.settings.db, addons=previous)
        made.append(old)
        script = FILL + (CHANGES if names != ["ipai_asset"] else "")
        shell(old, script)
        return old

    yield make
    for instance in made:
        instance.drop()


def _upgraded(server, old, *named):
    new = old.with_db(old.settings.db, addons=server.settings.addons)
    new.write_config()
    new.run("--stop-after-init", "--no-http", "-u", ",".join(named), fails="The upgrade failed.")
    return new


@pytest.mark.parametrize(("names", "named"), CASES)
def test_everything_is_still_there(server, old_database, names, named):
    old = old_database(names)
    before = _look(old)
    after = _look(_upgraded(server, old, named), before)

    rooms = set(before["states"]) | set().union(
        *(HEIRS.get(name, set()) for name in before["states"])
    )
    # Others may have come: what the lab shows since, and what installs itself.
    assert rooms <= after["states"].keys()
    assert set(after["states"].values()) == {"installed"}
    assert after["ours"] == before["ours"]

    with (server.settings.addons / "ipai_base" / "rooms.csv").open() as file:
        moved = {(row["old"], row["name"]): row["new"] for row in csv.DictReader(file)}
    there = {(module, name): (model, record) for module, name, model, record in after["ids"]}
    lost = [
        (module, name, there.get((moved.get((module, name), module), name)))
        for module, name, model, record in map(tuple, before["ids"])
        if there.get((moved.get((module, name), module), name)) != (model, record)
        and not name.endswith(OF_OTHERS)
    ]
    assert not lost

    for table, rows in before["rows"].items():
        now = after["rows"].get(table, {"lines": None})["lines"]
        gone = set(rows["lines"]) - set(now or ())
        assert not gone, f"{table}: {sorted(gone)[:3]}"


def test_half_an_upgrade_is_refused_before_anything_moves(server, old_database):
    old = old_database(["ipai_change_approval"])
    before = _look(old)
    with pytest.raises(Problem, match="Upgrade them together"):
        _upgraded(server, old, "ipai_change_approval")
    assert _look(old, before)["rows"] == before["rows"]
