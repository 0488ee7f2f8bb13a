# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The reads of the asset list at 100,000 assets, against the same reads on a plain model.

The reads are those that the web client sends, with its arguments, as a technician.
"""

import os
from datetime import date

from lxml import etree

from odoo.addons.ipai_base.compat import GROUP_USERS_FIELD

from . import inventory, measure, plain_model

COUNT = 100_000
LIMIT = 300
"""Milliseconds within which each read of ours must answer."""

IN_SERVICE = [("status", "in", ["planned", "active", "maintenance", "missing"])]
FOUND_BY = ("name", "hostname", "serial_number", "asset_tag", "mac_addresses", "ip_addresses")
"""Where a fragment is looked for."""


class Ours:
    """The asset, read as its list does."""

    def __init__(self, env):
        self.records = env["ipai.asset"]
        self.specification = _specification(self.records)

    def name(self, field):
        return field

    def domain(self, fragment=None):
        return IN_SERVICE + ([("search_text", "ilike", fragment)] if fragment else [])

    def look_up(self, fragment):
        return self.records.name_search(fragment, limit=8)


class Plain:
    """The model clicked together, read in the same way as far as it can be."""

    def __init__(self, env):
        self.records = env[plain_model.MODEL]
        self.specification = {
            f"x_{name}": read
            for name, read in _specification(env["ipai.asset"]).items()
            if f"x_{name}" in self.records._fields
        }

    def name(self, field):
        return f"x_{field}"

    def domain(self, fragment=None):
        domain = [(self.name(field), operator, value) for field, operator, value in IN_SERVICE]
        if fragment:
            domain += ["|"] * (len(FOUND_BY) - 1)
            domain += [(self.name(field), "ilike", fragment) for field in FOUND_BY]
        return domain

    def look_up(self, fragment):
        domain = self.domain(fragment)[len(IN_SERVICE) :]
        found = self.records.search_fetch(domain, ["display_name"], limit=8)
        return [(record.id, record.display_name) for record in found]


def run(env):
    """Fill the database if it is not filled, measure, print the table; raise when a read is too slow."""
    count = int(os.environ.get("BENCH_ASSETS") or COUNT)
    _prepare(env, count)
    env = env(user=technician(env), context={"lang": "en_US", "tz": "UTC"})
    ours, plain = Ours(env), Plain(env)
    rows = []
    for what, read in _reads(env):
        hits = _hits(read(ours))
        if hits != _hits(read(plain)):
            raise AssertionError(f"{what}: ours found {hits}, the plain model {_hits(read(plain))}")
        rows.append(
            (
                what,
                measure.milliseconds(env, lambda read=read: read(ours)),
                measure.milliseconds(env, lambda read=read: read(plain)),
                hits,
            )
        )
    print(f"\n{count:,} assets, {date.today()}, {os.cpu_count()} cores\n")
    print(measure.table(rows, LIMIT))
    slow = [what for what, mine, _plain, _hits in rows if mine >= LIMIT]
    if slow:
        raise SystemExit(f"Over {LIMIT} ms: {', '.join(slow)}.")


def _reads(env):
    """Pairs of a title and a function that does the read on a side."""
    some = env["ipai.asset"].search([("serial_key", "!=", False), *IN_SERVICE], offset=500, limit=1)
    fragments = {
        "host name": some.hostname[-9:],
        "serial number": some.serial_number[2:9],
        "MAC address": some.mac_addresses[6:],
        "IP address": some.ip_addresses.rpartition(".")[0],
        "three letters, many hits": "-sw",
        "three letters, no hit": "qxj",
    }
    yield "list, first page and count", lambda side: _page(side, side.domain())
    for what, text in fragments.items():
        yield f"search: {what}", lambda side, text=text: _page(side, side.domain(text))
    for what in ("host name", "MAC address", "three letters, many hits"):
        yield f"name search: {what}", lambda side, text=fragments[what]: side.look_up(text)
    yield "group by customer", lambda side: _groups(side, "customer_id")
    yield "search panel: customers", lambda side: _panel(side, "customer_id", hierarchize=False)
    yield "search panel: types", lambda side: _panel(side, "type_id", hierarchize=True)
    yield "search panel: sites", _panel_of_sites


def _page(side, domain):
    return side.records.web_search_read(domain, side.specification, limit=80, count_limit=10001)


def _groups(side, field):
    """The grouped list: on 19.0 in one call, on 18.0 in the call of its own web client."""
    groupby = [side.name(field)]
    if hasattr(side.records, "formatted_read_group"):
        return side.records.web_read_group(side.domain(), groupby, [], limit=80)
    return side.records.web_read_group(side.domain(), [], groupby, limit=80)


def _panel(side, field, hierarchize):
    return side.records.search_panel_select_range(
        side.name(field),
        enable_counters=True,
        expand=False,
        hierarchize=hierarchize,
        limit=1000,
        search_domain=side.domain(),
    )


def _panel_of_sites(side):
    return side.records.search_panel_select_multi_range(
        side.name("site_id"),
        enable_counters=True,
        expand=False,
        limit=1000,
        search_domain=side.domain(),
    )


def _hits(answer):
    """How many were found, whichever read answered."""
    if isinstance(answer, dict):
        return answer["length"] if "length" in answer else len(answer["values"])
    return len(answer)


def _specification(records):
    """What the list of assets asks the server for: the fields of its view."""
    views = records.get_views([(False, "list")])
    fields = records._fields
    specification = {}
    for node in etree.fromstring(views["views"]["list"]["arch"]).iterfind(".//field"):
        name = node.get("name")
        field = fields[name]
        if field.relational:
            color = {"color": {}} if node.get("widget") == "many2many_tags" else {}
            shown = {} if field.type == "one2many" else {"display_name": {}}
            specification[name] = {"fields": {**shown, **color}}
        else:
            specification[name] = {}
    return specification


def _prepare(env, count):
    """Fill a database that is meant for it; a filled one is used again."""
    database = env.cr.dbname
    if "bench" not in database:
        raise SystemExit(
            f"The benchmark fills the database with {count:,} invented assets, and {database} may hold real "
            "ones. Give it a database of its own with “bench” in its name, as in DB=bench."
        )
    env = env(context={"active_test": False})
    held = env["ipai.asset"].search([("source", "=", "benchmark")])
    if held and len(held) != count:
        raise SystemExit(
            f"{database} holds {len(held):,} assets of an earlier run, not {count:,}. Drop the database first."
        )
    ids = held.ids or inventory.fill(env, count)
    inventory.verify(env, ids)
    plain_model.make(env)
    env.cr.execute("ANALYZE ipai_asset, ipai_asset_interval, ipai_site, res_partner")
    env.cr.commit()


def technician(env):
    """An ordinary technician: the reads pass through access rights and record rules."""
    user = env["res.users"].search([("login", "=", "bench")])
    if not user:
        user = env["res.users"].create({"name": "Bench", "login": "bench"})
        group = env.ref("ipai_base.group_technician")
        group.write({GROUP_USERS_FIELD: [(4, user.id)]})
        env.cr.commit()
    return user.id
