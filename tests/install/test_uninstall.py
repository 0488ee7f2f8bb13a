# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each addon comes alone and goes without a trace; what is left works, and says what it is about."""

import pytest
from rooms import shell

from setup.settings import Settings
from setup.templates import Templates

# These bring rows, methods or rights, and nothing of their own in the schema.
WITHOUT_TABLES = (
    "ipai_secret_scan",
    "ipai_helpdesk_contract",
    "ipai_psa_pulseway_contract",
    "ipai_inbox_asset",
    "ipai_lab_baseline",
    "ipai_loom_enrich",
    "ipai_loom_timesheet",
    "ipai_proposal_inventory",
)
SUITE = Settings.from_environment().suite

OBJECTS = """
import json
env.cr.execute('''
    SELECT 'table ' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = current_schema AND c.relkind IN ('r', 'v', 'm', 'i', 'S') AND c.relname LIKE 'ipai%%'
     UNION ALL
    SELECT 'function ' || p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
     WHERE n.nspname = current_schema AND p.proname LIKE 'ipai%%'
     UNION ALL
    SELECT 'trigger ' || t.tgname || ' on ' || t.tgrelid::regclass FROM pg_trigger t
     WHERE NOT t.tgisinternal AND t.tgname LIKE 'ipai%%'
     UNION ALL
    SELECT 'index ' || i.relname || ' of ' || x.indrelid::regclass FROM pg_index x
      JOIN pg_class i ON i.oid = x.indexrelid WHERE i.relname LIKE '%%ipai%%'
     UNION ALL
    SELECT 'column ' || table_name || '.' || column_name FROM information_schema.columns
     WHERE table_schema = current_schema AND column_name LIKE 'ipai%%'
''')
found = {row[0] for row in env.cr.fetchall()}
# And what an addon brings as rows of Odoo's own tables.
for table, name in (
    ("res_groups", "name"), ("project_project", "name"), ("ir_cron", "cron_name"),
    ("ir_sequence", "code"), ("mail_activity_type", "name"), ("ir_ui_menu", "name"),
    ("ir_act_window", "name"), ("ir_act_server", "name"), ("ir_rule", "name"),
    ("ir_model_access", "name"), ("ir_ui_view", "name"), ("ir_config_parameter", "key"),
    ("ir_module_category", "name"), ("res_groups_privilege", "name"), ("ir_filters", "name"),
    ("mail_template", "name"), ("mail_message_subtype", "name"), ("ir_model", "model"),
    ("product_template", "name"), ("ir_default", "json_value"),
):
    env.cr.execute("SELECT to_regclass(%s)", [table])
    if env.cr.fetchone()[0]:
        env.cr.execute(f"SELECT concat(%s, ' ', {name}, ' ', id) FROM {table}", [table])
        found |= {row[0] for row in env.cr.fetchall() if "base.cache_id" not in row[0]}
print("FOUND " + json.dumps(sorted(found)))
"""

REMOVE = """
env["ir.module.module"].search([("name", "=", NAME)]).button_immediate_uninstall()
"""

OPEN_ALL = """
import json
from odoo.tests import Form

wrong = []
for menu in env["ir.ui.menu"].with_context(active_test=False).search([("action", "!=", False)]):
    xmlid = menu.get_external_id()[menu.id]
    action = menu.action.exists()
    if not xmlid.startswith("ipai_") or not action or action._name != "ir.actions.act_window":
        continue
    for user in env.ref("base.user_admin"):
        model = env[action.res_model].with_user(user)
        try:
            model.get_views([(False, kind) for kind in action.view_mode.split(",")] + [(False, "search")])
            told = model.fields_get(attributes=["type"])
            known = [name for name, field in told.items() if field["type"] not in ("binary", "one2many")]
            found = model.with_context(active_test=False).search_read([], known, limit=40)
            if "form" in action.view_mode and found:
                Form(model.browse(found[0]["id"]))
        except Exception as error:
            wrong.append(f"{xmlid}: {type(error).__name__}: {error}")
for cron in env["ir.cron"].with_context(active_test=False).search([]):
    xmlid = cron.get_external_id()[cron.id]
    if xmlid.startswith("ipai_"):
        try:
            cron.ir_actions_server_id.sudo().run()
            env.cr.commit()  # as some do themselves
        except Exception as error:
            env.cr.rollback()
            wrong.append(f"{xmlid}: {type(error).__name__}: {error}")
print("FOUND " + json.dumps(wrong))
"""

GONE = """
import json
names = {}
for model in ("ipai.decision", "ipai.approval.step"):
    if model in env:
        names[model] = env[model].search([]).mapped("subject")
if "ipai.approval.step" in env:
    names["waiting"] = env["ipai.approval.step"].search_count([("can_decide", "=", True)])
print("FOUND " + json.dumps(names))
"""


@pytest.fixture
def database(server):
    """A function that makes a database with these addons."""
    made = []

    def make(names):
        templates = Templates(server)
        copy = templates.copy(templates.get(names), f"{server.settings.db}_uninstall")
        made.append(copy)
        return copy

    yield make
    for instance in made:
        instance.drop()


@pytest.mark.parametrize("name", SUITE.names)
def test_an_addon_goes_without_a_trace(database, name):
    below = (SUITE.closure([name]) | SUITE.outside([name])) - {name}
    instance = database(sorted(below))
    if SUITE.manifests[name].get("auto_install"):
        shell(instance, f"NAME = {name!r}\n{REMOVE}")
    before = shell(instance, OBJECTS)
    instance.run("--stop-after-init", "--no-http", "-i", name, fails=f"{name} alone failed.")
    assert name in WITHOUT_TABLES or shell(instance, OBJECTS) != before
    shell(instance, f"NAME = {name!r}\n{REMOVE}")
    assert shell(instance, OBJECTS) == before
    assert shell(instance, OPEN_ALL) == []
    instance.run("--stop-after-init", "--no-http", "-i", name, fails=f"{name} anew failed.")
    assert shell(instance, OPEN_ALL) == []


@pytest.mark.parametrize(
    "name",
    ["ipai_topology", "ipai_network", "ipai_asset_protection", "ipai_proposal", "ipai_asset"],
)
def test_what_is_left_of_everything_works(database, name):
    instance = database(SUITE.names)
    shell(instance, f"NAME = {name!r}\n{REMOVE}")
    assert shell(instance, OPEN_ALL) == []
    left = shell(instance, GONE)
    assert all(left.get("ipai.decision", [])), "each decision says what it was about"
