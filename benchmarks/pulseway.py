# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pulseway's events, end to end, beside the seed's own code behind Odoo's native webhook.

    python3 -m benchmarks.pulseway

serves `ipai_psa_pulseway` and `base_automation` on two workers and two cron workers, in a state of its own with a database
that syncs to the disk: `BENCH_ASSETS` (100,000) assets of `BENCH_CUSTOMERS` (2,000) customers on either side. The same
`BENCH_EVENTS` (1,000) devices are updated, and then notified of, by four clients at once, after both sides have done so
with a few others; what counts is how many a second are through: the asset changed, the ticket there. What of the
processor each cost stands beside it, for a machine that does other things as well. Then `BENCH_DEVICES` (10,000) devices
of a Pulseway server on this machine are reconciled twice. It fails when a target is missed.
"""

import base64
import contextlib
import dataclasses
import hmac
import http.client
import json
import os
import runpy
import sys
import tempfile
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from setup import database, server
from setup.instance import free_port, opened
from setup.settings import ROOT, Settings
from setup.templates import Templates

ASSETS = int(os.environ.get("BENCH_ASSETS") or 100_000)
CUSTOMERS = int(os.environ.get("BENCH_CUSTOMERS") or 2_000)
EVENTS = int(os.environ.get("BENCH_EVENTS") or 1_000)
DEVICES = int(os.environ.get("BENCH_DEVICES") or 10_000)
CLIENTS = 4
WARM = 40
"""Devices of which both sides are told first: who serves for a day has its caches."""
UPDATE, TICKET = 5.0, 3.0
"""Targets: so many times as many a second as the seed's code."""
WITHIN = 3600

SEED = """
event_type = payload.get('EventType')
if event_type == 'SystemRegistered':
    sys_id = payload.get('SystemIdentifier')
    asset = env['x_client_asset'].search([('x_pulseway_id', '=', sys_id)], limit=1)
    vals = {
        'x_name': payload.get('Name'),
        'x_os_info': payload.get('OS'),
        'x_serial_number': payload.get('CustomFields', {}).get('Serial'),
        'x_last_audit': datetime.datetime.now(),
    }
    if asset:
        asset.write(vals)
    else:
        group_name = payload.get('Group')
        partner = env['res.partner'].search([('name', '=', group_name)], limit=1)
        if not partner:
            log('Partner not found for group: ' + group_name)
        else:
            vals['x_pulseway_id'] = sys_id
            vals['x_partner_id'] = partner.id
            env['x_client_asset'].create(vals)
elif event_type == 'Notification':
    sys_id = payload.get('SystemIdentifier')
    asset = env['x_client_asset'].search([('x_pulseway_id', '=', sys_id)], limit=1)
    if asset:
        ticket_vals = {
            'name': 'Alert: ' + payload.get('Header'),
            'description': payload.get('Message'),
            'partner_id': asset.x_partner_id.id,
            'x_asset_id': asset.id,
            'priority': '2' if 'Critical' in payload.get('Priority', '') else '1',
            'team_id': TEAM,
        }
        env['helpdesk.ticket'].create(ticket_vals)
"""
"""The seed's server action, with what Odoo's webhook calls otherwise: `payload`, `datetime`, and a team of helpdesk_mgmt."""

PREPARE = """
import json, sys
sys.path.insert(0, {root!r})
from benchmarks import inventory
env = env(context={{"tracking_disable": True}})
inventory.CUSTOMERS, inventory.CONTACTS_EACH = {customers}, 1
ids = inventory.fill(env, {assets} - {events})
made = env["ipai.inbox.source"]._for_script("pulseway", "Bench")
account = env["ipai.pulseway.account"].search([("name", "=", "Bench")])
account.source_id.write({{"rate_limit": 0, "alert_settle": 0}})
account.write({{"base_url": {upstream!r}, "credential_source": "env", "token_id_name": "IPAI_SECRET_PW_ID", "rate": 50,
               "token_secret_name": "IPAI_SECRET_PW_SECRET", "burst": 100, "reconcile_hours": 0, "poll_minutes": 0}})
env.cr.execute(
    "INSERT INTO ipai_pulseway_device (account_id, company_id, identifier, name, state, asset_id, first_seen, last_audit, missed)"
    " SELECT %s, company_id, 'old-' || id, name, 'linked', id, now(), now(), 0 FROM ipai_asset WHERE id = ANY(%s)",
    [account.id, ids],
)
names = env["res.partner"].search([("name", "=like", "Customer % Inc.")], limit=200).mapped("name")
told = [
    {{"identifier": f"bench-{{n}}", "name": f"BENCH-{{n:05}}", "hostname": f"BENCH-{{n:05}}", "os": "Windows 11 Pro",
      "serial": f"BENCHSN{{n:06}}", "group": names[n % len(names)]}}
    for n in range({events} + {warm})
]
for start in range(0, len(told), 250):
    env["ipai.pulseway.device"]._take(account, told[start : start + 250])
if env["ipai.pulseway.device"].search_count([("identifier", "like", "bench-"), ("asset_id", "=", False)]):
    raise SystemExit("Not all devices have an asset.")
field = lambda name, kind, **more: (0, 0, {{"name": name, "field_description": name, "ttype": kind, **more}})
model = env["ir.model"].create({{"name": "Client Asset", "model": "x_client_asset", "field_id": [
    field("x_name", "char"), field("x_serial_number", "char"), field("x_partner_id", "many2one", relation="res.partner"),
    field("x_assigned_user_id", "many2one", relation="res.partner"), field("x_pulseway_id", "char", index=True),
    field("x_os_info", "char"), field("x_last_audit", "datetime"), field("x_subscription_active", "boolean")]}})
ticket = env["ir.model"]._get("helpdesk.ticket")
env["ir.model.fields"].create({{"name": "x_asset_id", "field_description": "Asset", "ttype": "many2one", "model_id": ticket.id,
                               "relation": "x_client_asset"}})
env.cr.execute(
    "INSERT INTO x_client_asset (x_name, x_serial_number, x_partner_id, x_pulseway_id, x_os_info, x_last_audit)"
    " SELECT a.name, a.serial_number, a.customer_id, d.identifier, 'Windows', now()"
    "   FROM ipai_asset a JOIN ipai_pulseway_device d ON d.asset_id = a.id"
)
team = env["helpdesk.ticket.team"].search([], limit=1) or env["helpdesk.ticket.team"].create({{"name": "Support"}})
env.cr.execute("SELECT min(id), count(*) FROM x_client_asset")
first, count = env.cr.fetchone()
rule = env["base.automation"].create({{
    "name": "Seed", "model_id": model.id, "trigger": "on_webhook", "record_getter": f"model.browse({{first}})"}})
env["ir.actions.server"].create({{
    "name": "Seed", "model_id": model.id, "state": "code", "code": {seed!r}.replace("TEAM", str(team.id)),
    "base_automation_id": rule.id, "usage": "base_automation"}})
# What looks at each new row once is at it for long after so many: it is not what is measured, on either side.
working = [env.ref("ipai_psa_pulseway.cron_work"), env.ref("ipai_alert.cron_follow_up"), *env["ipai.inbox.lane"].search([]).cron_id]
env["ir.cron"].search([("id", "not in", [cron.id for cron in working])]).active = False
env.cr.commit()
env.cr._cnx.set_session(autocommit=True)
env.cr.execute("ANALYZE")
with open({file!r}, "w") as file:
    json.dump({{"native": "/web/hook/" + rule.webhook_uuid, "path": made["path"], "secret": made["secret"],
               "account": account.id, "assets": count, "groups": names}}, file)
"""
RECONCILE = """
import time
account = env["ipai.pulseway.account"].search([("name", "=", "Bench Devices")]) or env["ipai.pulseway.account"].create(
    {{"name": "Bench Devices", "base_url": {upstream!r}, "credential_source": "env", "token_id_name": "IPAI_SECRET_PW_ID", "rate": 50,
      "token_secret_name": "IPAI_SECRET_PW_SECRET", "burst": 100, "reconcile_hours": 0, "poll_minutes": 0}})
env.cr.commit()
run = account._new_run(False)
env.cr.commit()
began = time.monotonic()
while run.state in ("queued", "fetching", "applying"):
    run._work(time.monotonic() + 600)
    env.cr.commit()
print("RUN", run.state, run.device_total, run.unchanged, run.calls, round(time.monotonic() - began, 1), flush=True)
"""


def main():
    server.raise_on_signals()
    pulseway = runpy.run_path(str(ROOT / "addons/ipai_psa_pulseway/tests/server.py"))
    upstream = pulseway["Server"]()
    names = ("IPAI_SECRET_PW_ID", "IPAI_SECRET_PW_SECRET")
    os.environ |= dict(zip(names, pulseway["TOKEN"], strict=True))
    with tempfile.TemporaryDirectory() as folder, _serving(Path(folder), upstream) as served:
        running, made, copy = served
        print(f"{made['assets']:,} assets, {CUSTOMERS:,} customers")
        missed = 0
        for kind, target in (("update", UPDATE), ("ticket", TICKET)):
            for side in SIDES:
                _warm(running, made, copy, side, kind)
            rates = {side: _rate(running, made, copy, side, kind) for side in SIDES}
            times = rates["ours"] / rates["native"]
            missed += times < target
            print(
                f"{kind:7} native {rates['native']:6.1f} a second, ours {rates['ours']:6.1f}: {times:.1f} times,"
                f" target >= {target} {'' if times >= target else 'MISSED'}",
                flush=True,
            )
    return int(missed > 0)


SIDES = ("native", "ours")


def body_of(made, kind, number, text):
    """The seed's payloads, another text on each side: nothing is told twice."""
    told = {"SystemIdentifier": f"bench-{number}"}
    if kind == "update":
        told |= {
            "EventType": "SystemRegistered",
            "Name": f"BENCH-{number:05}",
            "OS": f"Windows 11 Pro {text}",
            "Group": made["groups"][number % len(made["groups"])],
            "CustomFields": {"Serial": f"BENCHSN{number:06}"},
        }
    else:
        told |= {
            "EventType": "Notification",
            "Header": f"Service stopped on {text}",
            "Message": "The service Print Spooler has stopped.",
            "Priority": "Critical",
        }
    return json.dumps(told).encode()


def _warm(running, made, copy, side, kind):
    """Tell a few others, and wait until they are through."""
    numbers = range(EVENTS, EVENTS + WARM)
    _post_all(running.url, made, side, kind, numbers, text=f"{side}, warm")
    _wait(copy, _done(side, kind, text=f"{side}, warm"), len(numbers))


def _rate(running, made, copy, side, kind):
    """Events a second from the first call until all are through."""
    before, began = _processor(running, copy), time.monotonic()
    _post_all(running.url, made, side, kind, range(EVENTS))
    posted = time.monotonic() - began
    _wait(copy, _done(side, kind), EVENTS)
    took = time.monotonic() - began
    spent = [
        (late - soon) * 1000 / EVENTS
        for late, soon in zip(_processor(running, copy), before, strict=True)
    ]
    print(
        f"  {side} {kind}: answered in {posted:.1f} s, through in {took:.1f} s;"
        f" processor {spent[0]:.2f} ms each in Odoo, {spent[1]:.2f} in PostgreSQL",
        flush=True,
    )
    return EVENTS / took


def _done(side, kind, text=None):
    """The query that counts what is through."""
    text = text or side
    return {
        "update": {
            "native": f"SELECT count(*) FROM x_client_asset WHERE x_os_info = 'Windows 11 Pro {text}'",
            # As long as events wait, nothing is counted: to look through all devices is work as well.
            "ours": "SELECT CASE WHEN EXISTS (SELECT FROM ipai_inbox_event WHERE next_try IS NOT NULL) THEN 0 ELSE (SELECT"
            f" count(*) FROM ipai_pulseway_device WHERE os_info = 'Windows 11 Pro {text}' AND state = 'linked') END",
        },
        "ticket": dict.fromkeys(
            SIDES,
            f"SELECT count(*) FROM helpdesk_ticket WHERE name = 'Alert: Service stopped on {text}'",
        ),
    }[kind][side]


def _wait(copy, query, count):
    began = time.monotonic()
    while (done := int(copy.databases.query(query, copy.settings.db)[0][0])) < count:
        time.sleep(0.2)
        if time.monotonic() - began > WITHIN:
            raise RuntimeError(f"only {done} of {count} are through: {query}")


def _processor(running, copy):
    """Seconds of the processor that Odoo has used so far, and PostgreSQL."""
    query = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
    checkpointer = psutil.Process(int(copy.databases.query(query)[0][0]))
    return _used(psutil.Process(running.pid)), _used(checkpointer.parent())


def _used(process):
    """Seconds of a process and of all below it, of those that have ended too."""
    total = 0
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            total += sum(one.cpu_times()[:4])
    return total


def _post_all(url, made, side, kind, numbers, text=None):
    """All events, by as many clients on either side, each call over a connection of its own."""
    problems = []

    def post(client):
        try:
            for number in numbers[client::CLIENTS]:
                body = body_of(made, kind, number, text or side)
                headers = {"Content-Type": "application/json"}
                path = made["native"]
                if side == "ours":
                    path = made["path"]
                    mac = hmac.digest(made["secret"].encode(), body, "sha256")
                    headers["x-hmac-signature"] = base64.b64encode(mac).decode()
                connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
                connection.request("POST", path, body, headers)
                answer = connection.getresponse()
                said = answer.read()
                connection.close()
                if answer.status not in (200, 202):
                    raise RuntimeError(f"{side} answered {answer.status}: {said[:500]!r}")
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=post, args=(client,)) for client in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if problems:
        raise problems[0]


@contextlib.contextmanager
def _serving(folder, upstream):
    """Yield (Running, what was prepared, Instance) of a server with both sides."""
    settings = Settings.from_environment()
    addons = folder / "addons"
    addons.mkdir()
    for name in settings.suite.closure(["ipai_psa_pulseway"]):
        (addons / name).symlink_to(ROOT / "addons" / name)
    settings = dataclasses.replace(
        settings, state=settings.state / "bench", addons=addons, db="bench_pulseway", workers=2
    )
    with opened(settings) as instance:
        template = Templates(instance).get(["ipai_psa_pulseway"])
        copy = Templates(instance).copy(template, "bench_pulseway_copy", port=free_port())
        try:
            copy.run(
                *("--no-http", "--stop-after-init", "-i", "base_automation"),
                fails="Odoo's own webhooks could not be installed.",
            )
            database.bring_up_to_date(copy)
            file = folder / "made"
            copy.run(
                "--no-http",
                subcommand=["shell"],
                stdin=PREPARE.format(
                    root=str(ROOT), customers=CUSTOMERS, assets=ASSETS, events=EVENTS, warm=WARM, upstream=upstream.url,
                    seed=SEED, file=str(file),
                ),
                fails="Both sides could not be made.",
            )  # fmt: skip
            with server.serving(copy) as (running, _process):
                yield running, json.loads(file.read_text()), copy
            _reconcile(copy, upstream)
        finally:
            copy.drop()


def _reconcile(copy, upstream):
    """Reconcile many devices twice: the second time nothing is new."""
    for number in range(DEVICES):
        upstream.pulseway.add(f"rec-{number:06}", organization=f"Customer {number % 100:03d} Inc.")
    for _turn in range(2):
        output = copy.run(
            "--no-http", subcommand=["shell"], stdin=RECONCILE.format(upstream=upstream.url),
            fails="It could not be reconciled.",
        )  # fmt: skip
        print(*[line for line in output.splitlines() if line.startswith("RUN")], flush=True)


if __name__ == "__main__":
    sys.exit(main())
