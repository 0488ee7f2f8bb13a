# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What people and programs do, timed in one database; `make sizes` runs it in two of them and compares.

A row whose work is the same at each size must not take longer in a large installation (*flat*); one that
does more there (*work*) says how long it takes, and how long its longest batch.
"""

import contextlib
import json
from datetime import timedelta
from time import perf_counter
from unittest.mock import patch

from odoo import fields

from odoo.addons.ipai_base import compat

from . import installation

FLAT, WORK = "flat", "work"
RUNS = 12
OFTEN = 300
"""Milliseconds below which a row is timed some times, for its fastest; a slower one once more.

The fastest, for what others do on the machine at that moment only ever adds.
"""


def run(env, assets, only=None):
    """Print a line of JSON: for each row its kind, milliseconds, and the longest batch of an action.

    :param only: names of rows; without it all are measured.
    """
    found = {}
    for kind, act in ROWS:
        name = act.__doc__.strip().partition("\n")[0]
        if only and name not in only:
            continue
        try:
            found[name] = [kind, *_timed(env, act)]
        finally:
            env.cr.rollback()
            env.transaction.clear()
    print("FIGURES " + json.dumps(found))


def _timed(env, act):
    """(milliseconds, longest batch in milliseconds or 0); what is changed is taken back."""
    times, longest = [], 0
    while len(times) < RUNS:
        env.invalidate_all()
        prepared = act(env)
        next(prepared)
        env.flush_all()
        env.invalidate_all()
        batches = []
        with _batches(env, batches):
            started = perf_counter()
            next(prepared, None)
            env.flush_all()
            times.append((perf_counter() - started) * 1000)
        longest = max([longest, *batches])
        env.cr.rollback()
        env.transaction.clear()
        if times[-1] > OFTEN and len(times) > 1:
            break
    # The first warms the caches of the server.
    return min(times[1:]), longest


@contextlib.contextmanager
def _batches(env, laps):
    """Keep the milliseconds of each batch that an action would have committed."""
    began = [perf_counter()]

    def committed(inner, step, done, left):
        inner.flush_all()
        now = perf_counter()
        laps.append((now - began[0]) * 1000)
        began[0] = now

    with patch.object(compat, "commit_batch", committed):
        yield


ROWS = []


def flat(act):
    ROWS.append((FLAT, act))
    return act


def work(act):
    ROWS.append((WORK, act))
    return act


def _some(env, model, number=0):
    return env[model].search([], order="id desc", limit=1, offset=number)


def _today(env):
    return fields.Date.context_today(env["ipai.asset"])


def _cron(env, xmlid):
    return env.ref(xmlid).sudo().ir_actions_server_id


# -- 1: limits ---------------------------------------------------------------------------------


@work
def feed(env):
    """calendar feed of changes: 2,000 entries at most (1)"""
    feeds = env["ipai.change.feed"].create({"name": "bench"})
    yield
    feeds._calendar()


# -- 3: foreign keys ---------------------------------------------------------------------------


@flat
def delete_activity(env):
    """delete an activity (3)"""
    asset = _some(env, "ipai.asset")
    activity = asset.activity_schedule("mail.mail_activity_data_todo", user_id=env.uid)
    yield
    activity.unlink()


@flat
def discard_preview(env):
    """discard a preview of 1,000 rows (3)"""
    preview = env["ipai.import.run"].create({"state": "previewed"})
    env["ipai.import.line"].create(
        [{"run_id": preview.id, "position": n, "title": str(n)} for n in range(1000)]
    )
    yield
    preview.unlink()


@flat
def delete_asset(env):
    """delete an asset that nothing else needs (3)"""
    asset = env["ipai.asset"].create(
        {"name": "gone", "type_id": env.ref("ipai_asset.type_compute").id}
    )
    yield
    asset.unlink()


@flat
def delete_used(env):
    """refuse to delete a site in use, naming what uses it (9)"""
    site = _some(env, "ipai.asset").site_id
    yield
    try:
        site.unlink()
    except Exception as error:
        if "cannot be deleted" not in str(error):
            raise


# -- 5: calendars ------------------------------------------------------------------------------


@work
def expiries_of_a_month(env):
    """calendar of expirations: this month and the next (5)"""
    today = _today(env)
    domain = [("date", ">=", today), ("date", "<=", today + timedelta(days=42))]
    yield
    rows = env["ipai.expiry"].calendar_read(domain, ["date", "kind", "name"])
    if len(rows) > 43 * 9:
        raise AssertionError(f"{len(rows)} rows are drawn")


@work
def changes_of_a_month(env):
    """calendar of changes: a month (5)"""
    now = fields.Datetime.now()
    domain = [("starts_at", "<=", now + timedelta(days=31)), ("ends_at", ">=", now)]
    yield
    rows = env["ipai.change.calendar"].calendar_read(domain, ["starts_at", "ends_at", "kind"])
    if len(rows) > 43 * 9:
        raise AssertionError(f"{len(rows)} rows are drawn")


# -- 6: hierarchies ----------------------------------------------------------------------------


@work
def add_nine(env):
    """a /9 over everything, which each address leaves in its /24 (6)"""
    yield
    env["ipai.prefix"].create({"name": "10.0.0.0/9", "status": "container"})


@work
def delete_eight(env):
    """delete the /8 over everything (6)"""
    top = env["ipai.prefix"].search([("name", "=", "10.0.0.0/8")], limit=1)
    yield
    top.unlink()


@work
def switch_uniqueness(env):
    """switch uniqueness of all addresses off (6)"""
    scope = env.ref("ipai_network.scope_global")
    yield
    scope.enforce_unique = False


@flat
def add_prefix(env):
    """add a /24, and an address in it (6)"""
    name = installation.next_network(env)
    yield
    env["ipai.prefix"].create({"name": name})
    env["ipai.ip.address"].create({"name": name.replace(".0/24", ".7/24")})


# -- 7: the audit ------------------------------------------------------------------------------


@flat
def verify_nightly(env):
    """verify the audit each night: 1,000 new rows (7)"""
    _cron(env, "ipai_base.cron_verify_audit").run()
    for number in range(1000):
        env["ipai.audit"]._append("done", f"bench.{number}")
    yield
    _cron(env, "ipai_base.cron_verify_audit").run()


@work
def verify_weekly(env):
    """verify all of the audit, each week (7)"""
    env["ipai.audit.checkpoint"].sudo().search([]).unlink()
    yield
    _cron(env, "ipai_base.cron_verify_audit").run()


# -- 8: to show five ---------------------------------------------------------------------------


@work
def review_of_a_host(env):
    """page of a proposal whose target fails a fifth of all: 30 names (8)"""
    host = env["ipai.asset"].search([("name", "=", "srv000000")])
    proposal = env["ipai.proposal"]._propose(
        [{"method": "write", "model": "ipai.asset", "id": host.id, "values": {"purpose": "new"}}],
        kind="asset",
        source="bench",
    )
    yield
    found = proposal._review_impact()
    if len(found["names"]) > 30:
        raise AssertionError(found)


@flat
def drift_page(env):
    """page of open drift of a source that has none (8)"""
    yield
    env["ipai.drift"]._page(0, 100, "open", "bench-2")


@flat
def loom_cases(env):
    """Loom cases: the first page (8)"""
    names = ["name", "first_date", "last_date", "proposal_count", "open_count", "executed_count"]
    yield
    env["ipai.loom.case"].search_read([], names, limit=80)


@flat
def duplicates(env):
    """duplicates in the network: the first page (8)"""
    yield
    env["ipai.network.duplicate"].search_read([], limit=80)


@work
def decision_metrics(env):
    """decision metrics of a year (8)"""
    year = [("date", ">=", fields.Datetime.now() - timedelta(days=365))]
    yield
    env["ipai.decision.metric"]._read_group(year, ["user_id", "kind"], ["hours:avg", "__count"])


# -- what people do all day --------------------------------------------------------------------


@flat
def list_page(env):
    """assets: the first page"""
    names = ["name", "asset_tag", "customer_id", "status", "ip_addresses"]
    yield
    env["ipai.asset"].search_read([], names, limit=80)


@flat
def search_name(env):
    """assets: search for a host name"""
    yield
    env["ipai.asset"].search_read([("search_text", "ilike", "srv000700")], ["name"], limit=80)


@flat
def open_asset(env):
    """an asset: its form"""
    asset = _some(env, "ipai.asset", 7)
    names = [
        name for name, one in asset._fields.items() if one.type not in ("binary", "properties")
    ]
    yield
    asset.read(names)


@flat
def write_asset(env):
    """an asset: write its status"""
    asset = _some(env, "ipai.asset", 21)
    yield
    asset.write({"status": "maintenance"})


@flat
def next_free(env):
    """next free address of a /24"""
    prefix = _some(env, "ipai.prefix", 3)
    yield
    prefix._next_free_address()


@flat
def waiting(env):
    """the counter of what waits for me"""
    yield
    env["ipai.approval.step"].waiting_for_me()


@flat
def proposals_page(env):
    """proposals: the first page of those that wait"""
    yield
    env["ipai.proposal"].search_read([("state", "=", "pending")], ["code", "summary"], limit=80)


@flat
def changes_page(env):
    """changes: the first page"""
    yield
    env["ipai.change"].search_read([], ["reference", "name", "state"], limit=80)


@flat
def origins_of_one(env):
    """origins of an asset's fields"""
    asset = _some(env, "ipai.asset", 9)
    yield
    env["ipai.field.origin"].search_read([("asset_id", "=", asset.id)], ["field", "source_id"])


# -- 2 and 4: what the clock does ------------------------------------------------------------------


def _action(xmlid, what, prepare=None):
    def act(env):
        if prepare:
            prepare(env)
        yield
        _cron(env, xmlid).run()

    act.__doc__ = f"{what} (2)"
    return work(act)


def _overdue(env):
    """Reviews of a hundredth of the changes are overdue."""
    env.cr.execute(
        "UPDATE ipai_change SET state = 'review', review_due_at = now() - interval '1 day'"
        " WHERE id % 100 = 0"
    )


def _old_proposals(env):
    """What waits has run out."""
    env.cr.execute(
        "UPDATE ipai_proposal SET expires_at = now() - interval '1 day' WHERE state = 'pending'"
    )


_action("ipai_asset.cron_remind", "remind of what expires, all of it at once")
_action("ipai_asset.cron_mark_stale", "mark stale articles")
_action(
    "ipai_change_approval.cron_escalate_reviews",
    "escalate the reviews of 1 % of the changes",
    _overdue,
)
_action("ipai_change_approval.cron_remind_templates", "remind of templates that end")
_action("ipai_change_approval.cron_plan_openings", "plan openings of maintenance windows")
_action("ipai_proposal.cron_proposals", "end proposals, 4 % of N at once", _old_proposals)
_action("ipai_approval.cron_remind_approvers", "remind approvers")
_action("ipai_credential_ref.cron_remind", "remind of rotations")
_action("ipai_credential_ref.cron_access", "begin and end access")
_action("ipai_inbox.cron_watch", "watch the inbox")
_action("ipai_alert.cron_follow_up", "follow up alerts")
_action("ipai_seat_billing.cron_monthly", "preview the seats of last month")
