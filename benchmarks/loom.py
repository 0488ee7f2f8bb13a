# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The reads of the Loom API against Odoo's XML-RPC, which one would use without it.

    make bench K=loom

fills a database of its own with 50,000 contacts, serves it on two workers, and ends with 1 when a target is missed. How a
million contacts are searched tells `loom.plans(env, 1_000_000)` in `odoo shell`; it is rolled back.
"""

import contextlib
import http.client
import json
import multiprocessing
import os
import statistics
import sys
import time
import urllib.parse
import xmlrpc.client
from pathlib import Path

PARTNERS = 50_000
CLIENTS = 8
SECONDS = 8
TURNS = 3
ROUNDS = 60
RATE_TARGET = 4.0
"""Our searches per second, as a multiple of those over XML-RPC."""
PROCESSOR_TARGET = 1 / 3
"""Processor time of one search of ours, server and database, as a share of that of one over XML-RPC."""
HISTORY_TARGET = 0.25
"""Our time for a history, as a share of six calls over XML-RPC."""
FIELDS = ["name", "email", "phone", "website", "is_company", "city", "country_id"]
WORDS = ("alpha", "bravo", "carbon", "delta", "ember", "falcon", "granite", "harbor")
"""Names are made of these: each is in an eighth of them."""

# What differs from the template; w.n is the number, w.word the word.
DIFFERENT = {
    "id": "nextval('res_partner_id_seq')",
    "name": "w.word || ' works ' || w.n",
    "complete_name": "w.word || ' works ' || w.n",
    "email": "'contact' || w.n || '@' || w.word || w.n || '.example'",
    "email_normalized": "'contact' || w.n || '@' || w.word || w.n || '.example'",
    "phone": "'+1 415 ' || 1000000 + w.n",
    "website": "'http://www.' || w.word || w.n || '.example'",
    "ipai_search_text": "w.word || ' works ' || w.n || E'\\ncontact' || w.n || '@' || w.word || w.n"
    " || E'.example\\n' || w.word || w.n || '.example'",
    "ipai_phone_key": "reverse('1415' || 1000000 + w.n)",
    "ipai_website_key": "'example.' || w.word || w.n || '.'",
}
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
     WHERE indrelid = 'res_partner'::regclass AND NOT indisunique
"""


# -- in the shell -----------------------------------------------------------------------------


def fill(env, file, partners=PARTNERS):
    """Fill the database, commit, and leave in the file what the measurement needs."""
    if "bench" not in env.cr.dbname:
        raise SystemExit(f"{env.cr.dbname} is no database to fill: it needs bench in its name.")
    template = _insert(env, partners)
    _check_sample(env)
    customer = _history(env, template)
    told = {"db": env.cr.dbname, "partner": customer.id, "fields": _fields(), **_keys(env)}
    env.cr.commit()
    with open(os.open(file, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as opened:
        json.dump(told, opened)
    print(f"{partners:,} contacts; keys in {file}")


def plans(env, partners=1_000_000):
    """Print how each search is answered with so many contacts; raise when one reads them all."""
    from odoo.addons.ipai_loom_gateway.schemas.filters import PartnerSearch

    with env.cr.savepoint() as savepoint:
        _insert(env, partners)
        env.cr.execute("ANALYZE res_partner")
        for given in (
            {"phone": "(415) 1004711"},
            {"website": "https://harbor4711.example"},
            {"query": "works 4711"},
            {"query": "arbor"},
            {"email": "contact4711@harbor4711.example"},
        ):
            asked = PartnerSearch(**given)
            domain = env["ipai.loom.reader"]._partner_domain(asked)
            sql = env["res.partner"]._search(domain, limit=101, order="id desc").select()
            env.cr.execute("EXPLAIN ANALYZE " + env.cr.mogrify(sql.code, sql.params).decode())
            plan = [row[0] for row in env.cr.fetchall()]
            print(f"{given}: {plan[-1].strip()}")
            if any("Seq Scan on res_partner" in line for line in plan):
                raise SystemExit("\n".join(plan))
        savepoint.rollback()


def _insert(env, partners):
    """Copies of one contact, so that what other addons require is there; return that one.

    The indexes are made anew afterwards: that is faster than to keep them up with each row.
    """
    template = env["res.partner"].create(
        {"name": "Template", "is_company": True, "city": "Oakland"}
    )
    template.country_id = env.ref("base.us")
    env.flush_all()
    cr = env.cr
    cr.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'res_partner'::regclass AND attnum > 0 AND NOT attisdropped"
    )
    columns = [row[0] for row in cr.fetchall()]
    values = ", ".join(DIFFERENT.get(column, f'p."{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    cr.execute(INDEXES)
    indexes = cr.fetchall()
    for name, _definition in indexes:
        cr.execute(f"DROP INDEX {name}")
    cr.execute(
        f"""
        INSERT INTO res_partner ({names})
        SELECT {values} FROM res_partner p,
               (SELECT n, (%s)[1 + n %% 8] AS word FROM generate_series(1, %s) n) w
         WHERE p.id = %s
        """,
        [list(WORDS), partners, template.id],
    )
    for _name, definition in indexes:
        cr.execute(definition)
    env.invalidate_all()
    return template


def _check_sample(env):
    """Stop when the keys that were written by SQL are not those that the ORM would compute."""
    sample = env["res.partner"].search([("name", "ilike", " works ")], limit=100)
    names = ("ipai_search_text", "ipai_phone_key", "ipai_website_key", "email_normalized")
    before = [[partner[name] for name in names] for partner in sample]
    for name in names:
        env.add_to_compute(sample._fields[name], sample)
    if before != [[partner[name] for name in names] for partner in sample]:
        raise SystemExit("The contacts that SQL made differ from those that Odoo makes.")
    env.cr.execute("ANALYZE res_partner")


def _history(env, template):
    env = env(context={"tracking_disable": True, "no_mail_to_attendees": True})
    partner = env["res.partner"].browse(template.id)
    env["crm.lead"].create(
        [{"name": f"Lead {n}", "type": "opportunity", "partner_id": partner.id} for n in range(50)]
    )
    project = env["project.project"].create({"name": "Project", "partner_id": partner.id})
    env["project.task"].create(
        [
            {"name": f"Task {n}", "project_id": project.id, "partner_id": partner.id}
            for n in range(50)
        ]
    )
    for number in range(30):
        partner.activity_schedule("mail.mail_activity_data_todo", summary=f"Do {number}")
    env["calendar.event"].create(
        [
            {
                "name": f"Event {n}",
                "start": f"2026-01-{1 + n % 28:02} 10:00:00",
                "stop": f"2026-01-{1 + n % 28:02} 11:00:00",
                "partner_ids": [(4, partner.id)],
            }
            for n in range(30)
        ]
    )
    return partner


def _fields():
    """What our lists show, for the other side to read the same."""
    from odoo.addons.ipai_loom_gateway.reading import listing

    lists = (listing.LEADS, listing.PROJECTS, listing.TASKS, listing.ACTIVITIES)
    fields = {one.model: one.fields for one in (*lists, listing.CALENDAR_EVENTS)}
    return {**fields, "res.partner": listing.PARTNER_DETAILS}


def _keys(env):
    from odoo import Command

    from odoo.addons.ipai_base.compat import GROUPS_FIELD, generate_api_key

    bot = env["res.users"].search([("login", "=", "loom-bench")]) or env["res.users"].create(
        {
            "name": "Loom",
            "login": "loom-bench",
            GROUPS_FIELD: [Command.link(env.ref("ipai_loom_gateway.group_loom").id)],
        }
    )
    key = env["ipai.api.key"].create(
        {
            "name": "Benchmark",
            "user_id": bot.id,
            "scope_ids": [Command.link(env.ref("ipai_loom_gateway.scope_read").id)],
            "read_limit": 10_000_000,
        }
    )
    rpc = generate_api_key(bot, "Benchmark")
    return {"uid": bot.id, "loom": key._issue(), "rpc": rpc}


# -- against the server -----------------------------------------------------------------------


class Loom:
    """One connection of the API."""

    name = "Loom API"

    def __init__(self, url, told):
        parts = urllib.parse.urlsplit(url)
        self._connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=120)
        self._headers = {
            "Authorization": f"Bearer {told['loom']}",
            "Content-Type": "application/json",
        }
        self._partner = told["partner"]

    def _call(self, method, path, body=None):
        self._connection.request(method, path, body and json.dumps(body), self._headers)
        answer = self._connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(text.decode())
        return json.loads(text)

    def search(self, word):
        return len(self._call("POST", "/loom/v1/search/partners", {"query": word})["partners"])

    def history(self):
        value = self._call("GET", f"/loom/v1/partners/{self._partner}")
        names = ("leads", "projects", "tasks", "activities", "calendar_events")
        return [len(value[name]) for name in names]


class Rpc:
    """The same with XML-RPC and an API key of Odoo, as the contract's own client did it."""

    name = "XML-RPC"

    def __init__(self, url, told):
        self._proxy = xmlrpc.client.ServerProxy(f"{url}/xmlrpc/2/object", allow_none=True)
        self._login = (told["db"], told["uid"], told["rpc"])
        self._partner = told["partner"]
        self._fields = told["fields"]

    def _read(self, model, domain, fields=None):
        options = {"fields": fields or self._fields[model], "limit": 100}
        return self._proxy.execute_kw(*self._login, model, "search_read", [domain], options)

    def search(self, word):
        domain = [
            "|",
            "|",
            "|",
            *([name, "ilike", word] for name in ("name", "email", "phone", "website")),
        ]
        return len(self._read("res.partner", domain, FIELDS))

    def history(self):
        of = [["partner_id", "=", self._partner]]
        on = [["res_model", "=", "res.partner"], ["res_id", "=", self._partner]]
        self._read("res.partner", [["id", "=", self._partner]])
        lists = {
            "crm.lead": of,
            "project.project": of,
            "project.task": of,
            "mail.activity": on,
            "calendar.event": [["partner_ids", "in", [self._partner]]],
        }
        return [len(self._read(model, domain)) for model, domain in lists.items()]


def measure(url, told, server):
    """Print the figures; return whether the targets are reached.

    :param server: the number of its process.
    """
    loom, rpc = _rates((Loom, Rpc), url, told, server)
    for name, (rate, late, spent) in (("Loom API", loom), ("XML-RPC ", rpc)):
        print(
            f"search, {CLIENTS} clients      {name} {rate:7.1f}/s, p95 {late:6.0f} ms, {spent:5.1f} ms of a processor"
        )
    print(f"                       {loom[0] / rpc[0]:.1f} times as many (target {RATE_TARGET})")
    print(
        f"                       {loom[2] / rpc[2]:.2f} of the processor time (target {PROCESSOR_TARGET:.2f})"
    )
    ours, theirs = _history_times(Loom(url, told), Rpc(url, told))
    print(f"history                Loom API {ours:.0f} ms, XML-RPC {theirs:.0f} ms in six calls")
    print(f"                       {ours / theirs:.2f} of the time (target {HISTORY_TARGET:.2f})")
    return (
        loom[0] >= RATE_TARGET * rpc[0]
        and loom[1] < rpc[1]
        and loom[2] <= PROCESSOR_TARGET * rpc[2]
        and ours <= HISTORY_TARGET * theirs
    )


def _rates(sides, url, told, server):
    """Of each side (requests per second, 95th percentile in ms, ms of a processor for one), of eight clients.

    In turn, so that a busy machine slows all alike; each client is a process of its own.
    """
    times, spent = {side: [] for side in sides}, dict.fromkeys(sides, 0.0)
    for _turn in range(TURNS):
        for side in sides:
            before = _processor(server, told["db"])
            with multiprocessing.Pool(CLIENTS) as pool:
                asked = [(side, url, told, number) for number in range(CLIENTS)]
                found = pool.starmap(_client, asked)
            spent[side] += _processor(server, told["db"]) - before
            times[side] += [seconds for one in found for seconds in one]
    return [
        (
            len(times[side]) / SECONDS / TURNS,
            statistics.quantiles(times[side], n=20)[-1] * 1000,
            spent[side] / (len(times[side]) + TURNS * CLIENTS) * 1000,
        )
        for side in sides
    ]


def _processor(server, db):
    """Seconds of a processor that the server, its workers and the connections to the database have taken."""
    seconds, parents, ours = {}, {}, {server}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            number = int(folder.name)
            values = (folder / "stat").read_text().rpartition(")")[2].split()
            parents[number] = int(values[1])
            seconds[number] = sum(map(int, values[11:15])) / os.sysconf("SC_CLK_TCK")
            command = (folder / "cmdline").read_text()
            if command.startswith("postgres:") and f" {db} " in command:
                ours.add(number)
    return sum(
        spent for number, spent in seconds.items() if number in ours or parents[number] in ours
    )


def _client(side, url, told, number):
    """The times of the requests that one client made, in seconds."""
    caller = side(url, told)
    if caller.search(WORDS[number]) != 100:
        raise SystemExit("A search does not find 100 contacts: fill the database anew.")
    times, end = [], time.monotonic() + SECONDS
    while (started := time.monotonic()) < end:
        caller.search(WORDS[(number + len(times)) % len(WORDS)])
        times.append(time.monotonic() - started)
    return times


def _history_times(*callers):
    """The median times of a history in milliseconds; in turn, so that a busy machine slows all alike."""
    times = {caller: [] for caller in callers}
    for _round in range(ROUNDS):
        for caller in callers:
            started = time.monotonic()
            found = caller.history()
            times[caller].append((time.monotonic() - started) * 1000)
            if found != [50, 1, 50, 30, 30]:
                raise SystemExit(f"{caller.name} finds {found}: fill the database anew.")
    return [statistics.median(times[caller][3:]) for caller in callers]


if __name__ == "__main__":
    with open(sys.argv[2]) as opened:
        sys.exit(not measure(sys.argv[1].rstrip("/"), json.load(opened), int(sys.argv[3])))
