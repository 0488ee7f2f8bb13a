# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A month of seats, against the loop over contracts that the seed has.

In `odoo shell` of a database whose name has `bench` in it, where `ipai_seat_billing` is installed:

    from benchmarks.seats import measure
    measure(env)

or `make bench K=seats`. Everything happens in one transaction, which is rolled back. Processor time is that of Odoo
and of PostgreSQL together, where PostgreSQL runs on the same machine.
"""

import gc
import os
import time
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from unittest.mock import patch

from odoo import Command

from odoo.addons.ipai_seat_billing.models import ipai_seat_run

TARGET = 10
"""Times that the loop takes, at least, of what a run takes."""
OPENED = 2_000
"""Milliseconds within which the preview opens."""
BATCH = 500
LOOP = "the loop of the seed"
OURS = ("snapshot and preview", "apply")


def measure(env, contracts=2_000, assets=100_000):
    """Print and return {step: seconds}, the seed's loop last; both count the same fleet."""
    if "bench" not in env.cr.dbname:
        raise SystemExit("Run it in a database that has bench in its name: it writes a lot.")
    filling = env(context={"tracking_disable": True, "mail_create_nosubscribe": True})
    found, worked = {}, {}
    try:
        plan, made = (one.with_env(env) for one in _fill(filling, contracts, assets))
        first, last = "2026-02-01", "2026-02-28"
        run = env["ipai.seat.run"].create(
            {"plan_ids": [Command.set(plan.ids)], "date_from": first, "date_to": last}
        )
        with _timed(env, found, "snapshot and preview", worked):
            run.action_compute()
        with _timed(env, found, "the preview opens"):
            _open(run)
        run.action_approve()
        counts = {line.contract_line_id: line.quantity for line in run.line_ids}
        queries = _queries_of_batches(env, run)
        # Batches are committed as they go; here all has to be undone.
        with _timed(env, found, "apply", worked), patch.object(ipai_seat_run, "cron_progress"):
            run.action_apply()
        lines = made.contract_line_ids
        if any(line.quantity != counts[line] for line in lines):
            raise SystemExit("The run has not applied what it counted.")
        lines.write({"quantity": 0})
        with _timed(env, found, LOOP, worked):
            _loop(env, made, plan.product_id)
        if any(line.quantity != counts[line] for line in lines):
            raise SystemExit("The loop counts another fleet than the run.")
    finally:
        env.cr.rollback()
        env.invalidate_all()
    ours, work = (sum(each[step] for step in OURS) for each in (found, worked))
    for step, seconds in found.items():
        worked_for = f"{worked[step]:8.2f} s of the processor" if step in worked else ""
        print(f"{step:24} {seconds:8.2f} s {worked_for}".rstrip())
    print(f"queries of the first two batches of {BATCH} lines: {queries}")
    print(f"the loop takes {found[LOOP] / ours:.1f} times as long; target {TARGET}")
    print(f"and {worked[LOOP] / work:.1f} times the processor")
    if found[LOOP] < TARGET * ours or found["the preview opens"] * 1000 > OPENED:
        raise SystemExit("A target is missed.")
    return found


@contextmanager
def _timed(env, found, step, worked=None):
    """Note the seconds of a step in ``found``, those of the processor in ``worked``."""
    env.flush_all()
    env.invalidate_all()
    gc.collect()  # what the step before left behind is not this one's work
    work, started = _worked(env), time.perf_counter()
    yield
    env.flush_all()
    found[step] = time.perf_counter() - started
    if worked is not None:
        worked[step] = _worked(env) - work


def _worked(env):
    """Seconds of the processor that this process and its connection's server have used."""
    env.cr.execute("SELECT pg_backend_pid()")
    stat = Path(f"/proc/{env.cr.fetchone()[0]}/stat")
    if env.cr._cnx.info.host.startswith("/") and stat.exists():
        # Of the fields behind the name in brackets these are user and system time, in ticks (proc(5)).
        user, system = stat.read_text().rpartition(")")[2].split()[11:13]
        return time.process_time() + (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return time.process_time()


def _open(run):
    """What the web client asks for when the form of a run opens, and then the list of its lines."""
    shown = {name: {} for name in ("customer_id", "plan_id", "quantity", "old_quantity", "amount")}
    for name in ("customer_id", "plan_id"):
        shown[name] = {"fields": {"display_name": {}}}
    run.web_read({"state": {}, "ready_count": {}, "line_ids": {"fields": shown, "limit": 40}})
    run.line_ids.web_search_read([("run_id", "=", run.id)], shown, limit=80)


def _queries_of_batches(env, run):
    """How many queries the application of the first 500 and of the next 500 lines takes, undone afterwards."""
    found = []
    for start in (0, BATCH):
        with env.cr.savepoint() as savepoint:
            env.invalidate_all()
            before = env.cr.sql_log_count
            run.line_ids[start : start + BATCH].sudo()._apply()
            env.flush_all()
            found.append(env.cr.sql_log_count - before)
            savepoint.rollback()
    return found


def _loop(env, contracts, product):
    """The seed's job, on contracts: count, look for the line by its product, write, post."""
    for contract in contracts:
        count = env["ipai.asset"].search_count(
            [("customer_id", "=", contract.partner_id.id), ("status", "=", "active")]
        )
        line = contract.contract_line_ids.filtered(lambda one: one.product_id == product)
        if line:
            line.write({"quantity": count})
            contract.message_post(body=f"Auto-updated Asset count to {count}")
        elif count > 0:
            env["contract.line"].create(
                {"contract_id": contract.id, "product_id": product.id, "quantity": count}
            )


def _fill(env, contracts, assets):
    """A plan, customers with a contract each, and their assets with a history, written by SQL."""
    product = env["product.product"].create(
        {"name": "Benchmark Seat", "type": "service", "list_price": 10}
    )
    plan = env["ipai.seat.plan"].create(
        {"name": "Benchmark", "product_id": product.id, "tz": "Europe/Berlin"}
    )
    customers = env["res.partner"].create(
        [{"name": f"Benchmark {number}", "is_company": True} for number in range(contracts)]
    )
    dates = {"date_start": "2026-02-01", "recurring_invoicing_type": "post-paid"}
    line = {"name": "Seats", "product_id": product.id, "automatic_price": True}
    line.update(dates, quantity=1, seat_plan_id=plan.id)
    made = env["contract.contract"].create(
        [
            {
                "name": customer.name,
                "partner_id": customer.id,
                **dates,
                "contract_line_ids": [Command.create(line)],
            }
            for customer in customers
        ]
    )
    env.flush_all()
    dice = Random(20261127)
    kind = env.ref("ipai_asset.type_compute").id
    owners = [dice.choice(customers.ids) for _number in range(assets)]
    env.cr.execute(
        """
        WITH made AS (
            INSERT INTO ipai_asset (name, type_id, customer_id, company_id, status, active, source)
            SELECT 'bench-' || number, %s, owner, %s, 'active', true, 'manual'
              FROM unnest(%s::int[]) WITH ORDINALITY AS owners(owner, number)
         RETURNING id, customer_id, type_id, status, company_id
        )
        INSERT INTO ipai_asset_interval
               (asset_id, customer_id, type_id, status, company_id, date_from)
        SELECT id, customer_id, type_id, status, company_id, '2026-01-05' FROM made
        """,
        [kind, env.company.id, owners],
    )
    env.cr.execute("ANALYZE ipai_asset, ipai_asset_interval")
    env.invalidate_all()
    return plan, made


def one_broken(env, contracts=2_000, assets=10_000):
    """Print how long a month takes in which the price list of one contract goes round in circles.

    All others are applied and invoiced. Everything happens in one transaction, which is rolled back.
    """
    if "bench" not in env.cr.dbname:
        raise SystemExit("Run it in a database that has bench in its name: it writes a lot.")
    filling = env(context={"tracking_disable": True, "mail_create_nosubscribe": True})
    found = {}
    try:
        plan, made = (one.with_env(env) for one in _fill(filling, contracts, assets))
        _book(env, plan, made)
        broken, circle = made[contracts // 2], _circle(env, plan.product_id)
        run = env["ipai.seat.run"].create(
            {
                "plan_ids": [Command.set(plan.ids)],
                "date_from": "2026-02-01",
                "date_to": "2026-02-28",
            }
        )
        run.action_compute()
        run.action_approve()
        broken.pricelist_id = circle[0]
        _close(env, circle)
        with _timed(env, found, "apply"), patch.object(ipai_seat_run, "cron_progress"):
            run.action_apply()
        held = run.line_ids.filtered(lambda line: line.state == "held")
        _close(env, circle, closed=False)
        held.action_release()
        _close(env, circle)
        with _timed(env, found, "invoice"):
            env["contract.contract"].with_user(1).cron_recurring_create_invoice(date(2026, 3, 1))
        lines = env["account.move.line"].search([("contract_line_id", "!=", False)])
        invoiced = lines.contract_line_id.contract_id & made
        print(f"held: {held.contract_id.name}, then released: {held.release_reason}")
        print(f"invoiced: {len(invoiced)} of {contracts}; the broken one: {broken in invoiced}")
        alone = held.contract_id == broken and invoiced == made - broken
    finally:
        env.cr.rollback()
        env.invalidate_all()
    for step, seconds in found.items():
        print(f"{step:24} {seconds:8.2f} s")
    if not alone:
        raise SystemExit("One broken price list costs others.")
    return found


def _book(env, plan, contracts):
    """What an invoice needs."""
    income, receivable = env["account.account"].create(
        [
            {"name": "Seats sold", "code": "BSEAT.1", "account_type": "income"},
            {
                "name": "Owed to us",
                "code": "BSEAT.2",
                "account_type": "asset_receivable",
                "reconcile": True,
            },
        ]
    )
    journal = env["account.journal"].create(
        {"name": "Seats", "code": "BSEA", "type": "sale", "default_account_id": income.id}
    )
    contracts.journal_id = journal
    contracts.partner_id.property_account_receivable_id = receivable
    plan.product_id.taxes_id = False


def _circle(env, product):
    """Two price lists, each of which may be told to build on the other; nobody has them by default."""
    lists = env["product.pricelist"].create(
        [{"name": "Plain", "sequence": 1}]
        + [
            {
                "name": f"Circle {number}",
                "sequence": 99,
                "item_ids": [
                    Command.create(
                        {
                            "applied_on": "1_product",
                            "product_tmpl_id": product.product_tmpl_id.id,
                            "compute_price": "formula",
                            "base": "pricelist",
                            "base_pricelist_id": env["product.pricelist"]
                            .create({"name": "Base", "sequence": 98})
                            .id,
                        }
                    )
                ],
            }
            for number in (1, 2)
        ]
    )
    return lists[1:]


def _close(env, circle, closed=True):
    """Let each of two price lists build on the other, which no form would let pass; or on none."""
    env.flush_all()
    for one, other in (circle.ids, circle.ids[::-1]):
        env.cr.execute(
            "UPDATE product_pricelist_item SET base = %s, base_pricelist_id = %s WHERE pricelist_id = %s",
            ["pricelist" if closed else "list_price", other if closed else None, one],
        )
    env.invalidate_all()
