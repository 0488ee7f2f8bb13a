# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How long an import takes: preview, apply and undo of a CSV of which half is known.

In `odoo shell`:

    from benchmarks.asset_import import measure
    measure(env, rows=10_000, known=100_000)

It works in a company of its own and commits after each batch, as the browser does.
"""

import base64
import csv
import io
import time

HEADINGS = (
    "name",
    "hostname",
    "serial_number",
    "customer",
    "manufacturer",
    "location",
    "type",
    "status",
    "tags",
)
CUSTOMERS, MANUFACTURERS = 200, 50
ACTIONS = {"preview": "action_preview", "apply": "action_apply", "undo": "action_undo"}


def measure(env, rows=10_000, known=None, actions=("preview", "apply", "undo"), prepare=None):
    """Print and return {action: seconds}; `known` assets are there before (half the rows by default).

    :param prepare: is called with the company before the file is read.
    """
    company = env["res.company"].create({"name": f"Import benchmark {time.time():.3f}"})
    env.user.company_ids |= company
    env = env(context={"allowed_company_ids": company.ids, "tracking_disable": True})
    known = rows // 2 if known is None else known
    customers = env["res.partner"].create(
        [
            {"name": f"Customer {number} of {company.id}", "is_company": True}
            for number in range(CUSTOMERS)
        ]
    )
    _insert_known(env, company, customers, known)
    if prepare:
        prepare(company)
    first = max(0, known - rows // 2)
    run = env["ipai.import.run"].create(
        {
            "file": base64.b64encode(_csv(first, rows, company).encode()),
            "file_name": "benchmark.csv",
            "company_id": company.id,
        }
    )
    env.cr.commit()
    run = run.with_context(tracking_disable=False)
    seconds = {}
    for action in actions:
        seconds[action] = _work(run, action)
        print(f"{action:8} {rows:,} rows, {known:,} assets known: {seconds[action]:6.1f} s")
    print(f"create {run.create_count}, update {run.update_count}, conflict {run.conflict_count}")
    return seconds


def _work(run, action):
    start = time.monotonic()
    getattr(run, ACTIONS[action])()
    while run.run_step()["state"] in ("previewing", "applying", "undoing"):
        run.env.cr.commit()
        run.env.invalidate_all()
    run.env.cr.commit()
    return time.monotonic() - start


def _insert_known(env, company, customers, count):
    kind = env.ref("ipai_asset.type_compute")
    for start in range(0, count, 5_000):
        env["ipai.asset"].create(
            [
                {
                    "name": f"srv{number}",
                    "hostname": f"srv{number}",
                    "serial_number": f"SN{number:07}",
                    "type_id": kind.id,
                    "status": "active",
                    "customer_id": customers[number % CUSTOMERS].id,
                    "company_id": company.id,
                }
                for number in range(start, min(start + 5_000, count))
            ]
        )
        env.cr.commit()
        env.invalidate_all()


def _csv(first, rows, company):
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for number in range(first, first + rows):
        writer.writerow(
            (
                f"srv{number}",
                f"srv{number}",
                f"SN{number:07}",
                f"Customer {number % CUSTOMERS} of {company.id}",
                f"Maker {number % MANUFACTURERS}",
                f"Rack {number % 97}",
                "Compute",
                "Active",
                "benchmark,import",
            )
        )
    return out.getvalue()
