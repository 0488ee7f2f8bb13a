# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How many files of ours one request walks through: a stranger reads these to follow it.

    DB=bench make run                          # once: a database of its own, with the whole suite; stop it when it serves
    DB=bench make shell < benchmarks/files.py

Counted is each call from one file of the suite into another, from the URL to the answer. What Odoo calls (computes,
constraints, overrides) and the HTTP layer in `ipai_base/http` count neither as caller nor as called. The database must
have `bench` in its name: the machine and the proposal stay in it.
"""

import json
import os
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, os.getcwd())

TARGETS = {"a snapshot of one new machine": 25, "a Loom proposal": 30}
"""Files, at most."""
BOTS = {
    "assets": "ipai_base.group_technician",
    "loom:read,loom:write": "ipai_loom_gateway.group_loom",
}
"""The group of the user of a key, by its scopes."""
ENTERED = 5
"""Times that another file calls into one, at most."""


class Steps:
    """The calls between files of the suite while it is entered: `entered` counts them by the file called."""

    def __init__(self, addons):
        self.addons = f"{addons.resolve()}{os.sep}"
        self.entered = Counter()
        self.names = {}

    def __enter__(self):
        sys.setprofile(self._called)
        return self

    def __exit__(self, *_error):
        sys.setprofile(None)

    def _called(self, frame, event, _argument):
        if event != "call" or frame.f_back is None:
            return
        called, caller = self._file(frame), self._file(frame.f_back)
        if called and caller and called != caller:
            self.entered[called] += 1

    def _file(self, frame):
        """The file of the suite that a frame runs, as `addon/path.py`; empty for any other."""
        path = frame.f_code.co_filename
        if path not in self.names:
            inside = os.path.realpath(path)
            name = inside.removeprefix(self.addons) if inside.startswith(self.addons) else ""
            self.names[path] = "" if name.startswith("ipai_base/http/") else name
        return self.names[path]


def run(env):
    """Print the files of each flow; end with 1 when a target is missed."""
    if "bench" not in env.cr.dbname:
        raise SystemExit("The database must have `bench` in its name: what is made stays in it.")
    secrets = _keys(env)
    missed = []
    for what, path, body, scopes in _flows():
        _call(env, path, body, secrets[scopes])
        with Steps(Path("addons")) as steps:
            answer = _call(env, path, _another(body), secrets[scopes])
        if answer.status_code >= 300:
            raise SystemExit(f"{what}: {answer.status_code} {answer.get_data(as_text=True)}")
        missed += _told(what, steps.entered)
    for one in missed:
        print(f"MISSED: {one}")
    raise SystemExit(1 if missed else 0)


def _flows():
    machine = {
        "hostname": "walk",
        "serial": "WALK-{number}",
        "interfaces": [{"name": "eth0", "addresses": ["10.99.0.{number}/24"]}],
    }
    contact = {"name": "Walk {number}", "email": "walk{number}@example.com", "case_id": "W-1"}
    return [
        (
            "a snapshot of one new machine",
            "/ipai/assets/snapshot",
            {"source": "walk", "objects": [{**machine, "hostname": "walk{number}"}]},
            "assets",
        ),
        ("a Loom proposal", "/odoo/propose/partner", contact, "loom:read,loom:write"),
    ]


def _another(body, number=2):
    return json.loads(json.dumps(body).replace("{number}", str(number)))


def _keys(env):
    """A new key for each scope, by the scope."""
    from odoo.addons.ipai_base.compat import GROUPS_FIELD

    secrets = {}
    for scopes, group in BOTS.items():
        login = f"walk-{group.partition('.')[2]}"
        secrets[scopes] = env["ipai.api.key"]._for_script(login, scopes.split(","))
        user = env["res.users"].search([("login", "=", login)])
        user.write({GROUPS_FIELD: [(4, env.ref(group).id)]})
    env.cr.commit()
    return secrets


def _call(env, path, body, secret):
    """POST a body to the application in this very process, so that its frames can be seen."""
    from werkzeug.test import Client

    from odoo.http import root
    from odoo.tools import config

    config["dbfilter"] = f"^{env.cr.dbname}$"
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
    return Client(root).post(path, data=json.dumps(_another(body, 1)), headers=headers)


def _told(what, entered):
    """Print the files of a flow, most entered first; return what misses its target."""
    print(f"{what}: {len(entered)} files, entered {entered.total()} times")
    for name, times in entered.most_common():
        print(f"  {times:4d}  {name}")
    missed = []
    if len(entered) > TARGETS[what]:
        missed.append(f"{what} walks through {len(entered)} files, target {TARGETS[what]}")
    often = [name for name, times in entered.items() if times > ENTERED]
    if often:
        missed.append(f"{what} enters {len(often)} files more than {ENTERED} times")
    return missed


if "env" in globals():
    run(env)  # noqa: F821 (given by the shell)
