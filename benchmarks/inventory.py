# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""An invented inventory as a managed service provider has it, the same at each run.

It is written by SQL: through the ORM 100,000 assets would take most of an hour. What the ORM would
have computed is computed here by the same functions, and `verify` holds it against the ORM.
"""

import json
from collections import namedtuple
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random

from odoo.addons.ipai_asset import identity, taken

CUSTOMERS = 500
CONTACTS_EACH = 4
SEED = 20261122
OWN_SHARE = 0.05
"""Of the assets, those that are nobody's but one's own."""

Kind = namedtuple("Kind", "type prefix share models systems")
KINDS = (
    Kind(
        "endpoint",
        "ws",
        40,
        ("Dell OptiPlex 3080", "HP EliteDesk 800"),
        ("windows_11", "windows_10"),
    ),
    Kind(
        "laptop", "lt", 25, ("Dell Latitude 5440", "Lenovo ThinkPad T14"), ("windows_11", "macos")
    ),
    Kind("virtual_machine", "vm", 12, (), ("windows_server_2022", "debian_12", "ubuntu_2404")),
    Kind("printer", "prn", 6, ("HP LaserJet M507", "Brother HL-L6400"), ()),
    Kind("phone", "ph", 5, ("Yealink T54W",), ()),
    Kind("switch", "sw", 5, ("TP-Link SG3428MP", "Cisco C9200"), ("network_os",)),
    Kind("wireless", "ap", 3, ("Ubiquiti U6 Pro",), ()),
    Kind("firewall", "fw", 2, ("Netgate 4200", "Fortinet FG-60F"), ("pfsense",)),
    Kind("hypervisor", "pve", 1, ("Dell PowerEdge T350",), ("proxmox_9",)),
    Kind("storage", "nas", 1, ("Synology RS1221",), ()),
)
STATUSES = (
    ("active",) * 85
    + ("planned",) * 4
    + ("maintenance",) * 3
    + ("missing",) * 2
    + ("decommissioned",) * 6
)
COLUMNS = (
    "name", "hostname", "hostname_key", "type_id", "manufacturer_id", "model_id", "serial_number",
    "serial_key", "asset_tag", "operating_system_id", "mac_addresses", "ip_addresses", "properties",
    "site_id", "environment", "owner_id", "customer_id", "assigned_partner_id", "company_id", "status",
    "criticality", "purpose", "active", "last_seen", "source", "purchase_date", "warranty_date",
    "search_text", "create_uid", "create_date", "write_uid", "write_date",
)  # fmt: skip
INTERVAL_COLUMNS = (
    "asset_id", "customer_id", "type_id", "status", "date_from", "date_to", "company_id", "user_id",
    "create_uid", "create_date", "write_uid", "write_date",
)  # fmt: skip

Place = namedtuple("Place", "customer contacts site code network")


def fill(env, count):
    """Write ``count`` assets with their customers, sites and history; return the ids of the assets."""
    rows = list(_asset_rows(env, count))
    ids = _insert(env, "ipai_asset", COLUMNS, rows)
    _insert(env, "ipai_asset_interval", INTERVAL_COLUMNS, _interval_rows(env, ids, rows))
    env.invalidate_all()
    return ids


def verify(env, ids, size=100):
    """Raise unless the ORM computes for a sample what stands in the table.

    The stored computed fields are computed anew, and the history is followed anew: both must
    change nothing.
    """
    sample = env["ipai.asset"].browse(Random(SEED).sample(ids, min(size, len(ids))))
    names = [
        name
        for name, field in sample._fields.items()
        # The texts of addresses and MACs stand for interfaces, of which this inventory has none.
        if field.compute and field.store and not field.inverse and field.type != "properties"
    ]
    stored = sample.read(names, load=None)
    for name in names:
        env.add_to_compute(sample._fields[name], sample)
    computed = sample.read(names, load=None)
    wrong = [(old, new) for old, new in zip(stored, computed, strict=True) if old != new]
    if wrong:
        raise AssertionError(f"written by SQL {wrong[0][0]}, computed by the ORM {wrong[0][1]}")
    intervals = env["ipai.asset.interval"]
    before = intervals.search_count([("asset_id", "in", sample.ids)])
    intervals._follow(sample)
    if intervals.search_count([("asset_id", "in", sample.ids)]) != before:
        raise AssertionError(
            "the history written by SQL does not end in the present state of the assets"
        )


def _asset_rows(env, count):
    """A tuple of ``COLUMNS`` for each asset."""
    random = Random(SEED)
    places = _places(env)
    # A few customers are big, most are small; the first place is one's own.
    weights = [0.0] + [1 / (rank + 10) for rank in range(len(places) - 1)]
    weights[0] = OWN_SHARE / (1 - OWN_SHARE) * sum(weights)
    cumulated = list(accumulate(weights))
    kinds = _kinds(env)
    shares = list(accumulate(kind.share for kind in KINDS))
    tags = taken._next_asset_tags(env["ipai.asset"], env.company.id, count)
    now = datetime.now().replace(microsecond=0)
    for number, tag in enumerate(tags):
        place = random.choices(places, cum_weights=cumulated)[0]
        kind = random.choices(kinds, cum_weights=shares)[0]
        yield _asset_row(env, random, number, tag, place, kind, now)


def _asset_row(env, random, number, tag, place, kind, now):
    model = random.choice(kind.models or [(None, None)])
    name = f"{place.code}-{kind.prefix}-{number:06d}"
    serial = (
        "To Be Filled By O.E.M." if random.random() < 0.03 else f"{random.getrandbits(40):010X}"
    )
    digits = f"{random.choice(('a4bb6d', '3cecef', '00155d', 'e4a7a0'))}{number:06x}"
    mac = ":".join(digits[i : i + 2] for i in range(0, 12, 2))
    ip = f"10.{place.network}.{random.randrange(1, 250)}.{random.randrange(1, 255)}"
    status = random.choice(STATUSES)
    purchase = now - timedelta(days=random.randrange(2000))
    values = {
        "name": name,
        "hostname": name.upper() if random.random() < 0.3 else name,
        "hostname_key": name,
        "type_id": kind.type,
        "manufacturer_id": model[1],
        "model_id": model[0],
        "serial_number": serial,
        "serial_key": identity.usable_serial(serial),
        "asset_tag": tag,
        "operating_system_id": random.choice(kind.systems or [None]),
        "mac_addresses": mac,
        "ip_addresses": ip,
        "properties": json.dumps({"vlan": random.choice((10, 20, 30, 40))}),
        "site_id": place.site,
        "environment": "production",
        "owner_id": env.uid if random.random() < 0.9 else None,
        "customer_id": place.customer,
        "assigned_partner_id": random.choice(place.contacts or [None]),
        "company_id": env.company.id,
        "status": status,
        "criticality": random.choice(("low", "medium", "medium", "high", "critical")),
        "purpose": f"Work place of department {number % 17}",
        "active": status != "decommissioned" or random.random() < 0.5,
        "last_seen": now - timedelta(minutes=random.randrange(60 * 24 * 60)),
        "source": "benchmark",
        "purchase_date": purchase.date(),
        "warranty_date": (purchase + timedelta(days=3 * 365)).date(),
        "create_uid": env.uid,
        "create_date": now,
        "write_uid": env.uid,
        "write_date": now,
    }
    values["search_text"] = "\n".join(
        (name, values["hostname"], serial, tag, ip, *identity.mac_spellings(mac))
    )
    return tuple(values[column] for column in COLUMNS)


def _interval_rows(env, ids, rows):
    """The life of each asset: planned, active, and what it is now, without a gap."""
    random = Random(SEED)
    column = {name: position for position, name in enumerate(COLUMNS)}
    for asset_id, row in zip(ids, rows, strict=True):
        present, now = row[column["status"]], row[column["create_date"]]
        states = ["planned", "active", present][-random.randrange(1, 4) :]
        states = [
            state
            for state, follower in zip(states, [*states[1:], None], strict=True)
            if state != follower
        ]
        starts = sorted(random.sample(range(1, 5_000_000), len(states)), reverse=True)
        moments = [now - timedelta(seconds=seconds) for seconds in starts]
        for state, begun, ended in zip(states, moments, [*moments[1:], None], strict=True):
            yield (
                asset_id, row[column["customer_id"]], row[column["type_id"]], state, begun, ended,
                env.company.id, env.uid, env.uid, now, env.uid, now,
            )  # fmt: skip


def _places(env):
    """One's own place and one for each customer, made through the ORM."""
    customers = env["res.partner"].create(
        [{"name": f"Customer {number:03d} Inc.", "is_company": True} for number in range(CUSTOMERS)]
    )
    contacts = env["res.partner"].create(
        [
            {"name": f"Person {number} of {customer.name}", "parent_id": customer.id}
            for customer in customers
            for number in range(CONTACTS_EACH)
        ]
    )
    sites = env["ipai.site"].create(
        [{"name": "Benchmark Home", "code": "own"}]
        + [
            {
                "name": f"Office of {customer.name}",
                "code": f"c{number:03d}",
                "customer_id": customer.id,
            }
            for number, customer in enumerate(customers)
        ]
    )
    own = Place(None, [], sites[0].id, "own", 0)
    return [own] + [
        Place(
            customer.id,
            contacts.ids[number * CONTACTS_EACH : (number + 1) * CONTACTS_EACH],
            sites[number + 1].id,
            f"c{number:03d}",
            number % 255 + 1,
        )
        for number, customer in enumerate(customers)
    ]


def _kinds(env):
    """``KINDS`` with the ids of their records: a model is a pair of its id and its manufacturer's."""
    manufacturers = {}
    kinds = []
    for kind in KINDS:
        models = []
        for title in kind.models:
            maker, name = title.split(" ", 1)
            if maker not in manufacturers:
                manufacturers[maker] = env["ipai.manufacturer"].search(
                    [("name", "=ilike", maker)]
                ) or env["ipai.manufacturer"].create({"name": maker})
            model = env["ipai.asset.model"].create(
                {"name": f"{name} B", "manufacturer_id": manufacturers[maker].id}
            )
            models.append((model.id, manufacturers[maker].id))
        kinds.append(
            Kind(
                env.ref(f"ipai_asset.type_{kind.type}").id,
                kind.prefix,
                kind.share,
                models,
                [env.ref(f"ipai_asset.os_{system}").id for system in kind.systems],
            )
        )
    return kinds


def _insert(env, table, columns, rows):
    """Insert the rows in the order given and return their ids."""
    query = f"INSERT INTO {table} ({', '.join(columns)}) VALUES %s RETURNING id"
    return [row[0] for row in env.cr.execute_values(query, list(rows), page_size=1000, fetch=True)]
