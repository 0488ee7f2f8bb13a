# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A whole installation of any size, invented by SQL in minutes, the same at each run.

For N assets: 3 N addresses in N/5 prefixes, N interfaces, 10 N origins of fields, 4 N lines of imports, N
sightings, 2 N proposals with decisions, N changes, 3 N rows of audit, N/50 credential references, and
what people get to see of it: a fifth of the assets runs a system whose support ends in twenty days, and
a fifth stands on one host. Everything is made of its number, nothing of chance.

`verify` has the ORM compute a sample anew and stops when anything differs.
"""

from odoo.tools import SQL

from odoo.addons.ipai_network.addressing import Prefix

SAMPLE = 50
DERIVED = {
    "ipai.asset": ("operating_system_id", "model_id"),
    "ipai.ip.address": (
        "family",
        "host",
        "host_key",
        "unique_key",
        "prefix_id",
        "is_held",
        "is_shared",
    ),
    "ipai.prefix": (
        "family",
        "length",
        "first_key",
        "last_key",
        "parent_id",
        "depth",
        "unique_key",
    ),
    "ipai.interface": ("sort_key", "unique_key", "company_id"),
    "ipai.import.line": ("company_id",),
}


def fill(env, assets):
    """Write the installation; return how many rows of each model there are."""
    filler = Filler(env)
    counts = {}
    for part in (_places, _assets, _network, _discovery, _decided, _changes, _credentials, _audit):
        counts |= part(filler, assets)
        env.cr.commit()
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()
    verify(env)
    return counts


def verify(env):
    """Raise unless the ORM computes for a sample what stands in the tables."""
    for name, fields in DERIVED.items():
        records = env[name].search([], limit=SAMPLE, order="id desc")
        records |= env[name].search([], limit=SAMPLE, order="id")
        fields = [field for field in fields if env[name]._fields[field].compute]
        if not fields:
            continue
        stored = records.read(fields, load=None)
        for field in fields:
            env.add_to_compute(env[name]._fields[field], records)
        computed = records.read(fields, load=None)
        wrong = [(old, new) for old, new in zip(stored, computed, strict=True) if old != new]
        if wrong:
            raise AssertionError(f"{name}: written by SQL {wrong[0][0]}, computed {wrong[0][1]}")
        env.cr.rollback()


class Filler:
    """Inserts rows numbered `n`; what a column needs and nobody gives is the model's default."""

    def __init__(self, env):
        self.env = env
        self.first = {}

    def insert(self, model, count, **columns):
        """Insert ``count`` rows of SQL over ``n``, which counts from 0; keep the number before their first id."""
        records = self.env[model]
        for name, field in records._fields.items():
            if not field.store or not field.column_type or name in columns or name == "id":
                continue
            if name == "company_id":
                columns[name] = str(self.env.company.id)
            elif name in ("create_uid", "write_uid"):
                columns[name] = str(self.env.uid)
            elif name in ("create_date", "write_date"):
                columns[name] = "now() AT TIME ZONE 'UTC'"
            elif field.type == "boolean":
                columns[name] = "TRUE" if name == "active" else "FALSE"
            elif field.required and not field.compute:
                columns[name] = self._default(records, name)
        self.env.cr.execute(
            f"INSERT INTO {records._table} ({', '.join(columns)})"
            f" SELECT {', '.join(columns.values())} FROM generate_series(0, {count - 1}) n"
            " ORDER BY n RETURNING id"
        )
        ids = [id_ for (id_,) in self.env.cr.fetchall()]
        if ids and ids[-1] - ids[0] != count - 1:
            raise AssertionError(f"{model}: somebody else writes")
        self.first[model] = ids[0] if ids else 0
        return {model: count}

    def id(self, model, number="n"):
        """SQL for the id of the row of a number."""
        return f"({self.first[model]} + {number})"

    def _default(self, records, name):
        value = records.default_get([name]).get(name)
        if value is None or value is False:
            raise AssertionError(f"{records._name}.{name} needs a value")
        return str(value) if isinstance(value, int) else f"'{value}'"


def one_of(ids):
    """SQL that goes round these ids."""
    return f"(ARRAY[{', '.join(map(str, ids))}])[1 + n % {len(ids)}]"


def _places(filler, assets):
    env = filler.env
    count = max(assets // 200, 5)
    customers = env["res.partner"].create(
        [{"name": f"Customer {n:04d} Inc.", "is_company": True} for n in range(count)]
    )
    sites = env["ipai.site"].create(
        [
            {"name": f"Office {n:04d}", "code": f"o{n:04d}", "customer_id": one.id}
            for n, one in enumerate(customers)
        ]
    )
    filler.customers, filler.sites = customers.ids, sites.ids
    filler.owners = [
        env["res.users"]
        .with_context(no_reset_password=True)
        .create({"name": f"Owner {n}", "login": f"owner{n}"})
        .id
        for n in range(5)
    ]
    systems = env["ipai.operating.system"].create(
        [
            {"name": "Benchmark OS 10"},
            {"name": "Benchmark OS 11"},
        ]
    )
    env.flush_all()
    env.cr.execute(
        "UPDATE ipai_operating_system SET end_of_support_date = current_date + 20 WHERE id = %s",
        [systems[0].id],
    )
    filler.systems = systems.ids
    return {"res.partner": count, "ipai.site": count}


def _assets(filler, assets):
    env = filler.env
    old, new = filler.systems
    counts = filler.insert(
        "ipai.asset",
        assets,
        name="'srv' || lpad(n::text, 6, '0')",
        hostname="'srv' || lpad(n::text, 6, '0')",
        hostname_key="'srv' || lpad(n::text, 6, '0')",
        serial_number="'SN' || lpad(n::text, 8, '0')",
        serial_key="'SN' || lpad(n::text, 8, '0')",
        asset_tag="'BENCH-' || lpad(n::text, 6, '0')",
        type_id=str(env.ref("ipai_asset.type_compute").id),
        operating_system_id=f"CASE WHEN n % 5 = 0 THEN {old} ELSE {new} END",
        customer_id=one_of(filler.customers),
        site_id=one_of(filler.sites),
        owner_id=one_of(filler.owners),
        status="CASE WHEN n % 20 = 19 THEN 'decommissioned' ELSE 'active' END",
        source="'benchmark'",
        # Over four years, so that as many end on each day.
        warranty_date="current_date - 700 + (n * 7 % 1461)",
        end_of_life_date="current_date + (n * 11 % 2922)",
        search_text="'srv' || lpad(n::text, 6, '0') || E'\\nSN' || lpad(n::text, 8, '0')",
    )
    env.cr.execute(
        f"UPDATE ipai_asset SET host_id = {filler.first['ipai.asset']} WHERE id > {filler.first['ipai.asset']}"
        f" AND id < {filler.id('ipai.asset', str(assets // 5))}"
    )
    return counts | filler.insert(
        "ipai.asset.interval",
        assets,
        asset_id=filler.id("ipai.asset"),
        customer_id=one_of(filler.customers),
        type_id=str(env.ref("ipai_asset.type_compute").id),
        status="'active'",
        date_from="now() AT TIME ZONE 'UTC' - interval '1 year'",
        user_id=str(env.uid),
    )


def _network(filler, assets):
    env = filler.env
    scope, company = env.ref("ipai_network.scope_global").id, env.company.id
    counts = filler.insert(
        "ipai.interface",
        assets,
        asset_id=filler.id("ipai.asset"),
        name="'eth0'",
        kind="'physical'",
        mac_address="regexp_replace(lpad(to_hex(n), 12, '0'), '(..)(..)(..)(..)(..)(..)', '02:\\2:\\3:\\4:\\5:\\6')",
        sort_key="'eth' || lpad('0', 6, '0')",
        unique_key=f"{filler.id('ipai.asset')} || '/eth000000'",
    )
    prefixes = max(assets // 5, 1)
    top = env["ipai.prefix"].create({"name": "10.0.0.0/8", "status": "container"})
    env.flush_all()
    counts |= filler.insert(
        "ipai.prefix",
        prefixes,
        name="'10.' || n / 256 || '.' || n % 256 || '.0/24'",
        scope_id=str(scope),
        status="'active'",
        family="'4'",
        length="24",
        first_key="'4' || lpad(to_hex((10 << 24) + n * 256), 8, '0')",
        last_key="'4' || lpad(to_hex((10 << 24) + n * 256 + 255), 8, '0')",
        parent_id=str(top.id),
        depth="1",
        unique_key=f"'{company}/{scope}/10.' || n / 256 || '.' || n % 256 || '.0/24'",
    )
    host = "(10 << 24) + (n / 15) * 256 + n % 15 + 1"
    text = "'10.' || n / 15 / 256 || '.' || n / 15 % 256 || '.' || n % 15 + 1"
    # Each third address is on an asset, of which each twentieth is decommissioned.
    idle = f"n % 60 = 57 AND n / 3 < {assets}"
    return counts | filler.insert(
        "ipai.ip.address",
        15 * prefixes,
        name=f"{text} || '/24'",
        host=text,
        host_key=f"'4' || lpad(to_hex({host}), 8, '0')",
        family="'4'",
        scope_id=str(scope),
        status="'active'",
        is_held=f"NOT ({idle})",
        prefix_id=filler.id("ipai.prefix", "n / 15"),
        unique_key=f"CASE WHEN NOT ({idle}) THEN '{company}/{scope}/4' || lpad(to_hex({host}), 8, '0') END",
        interface_id=f"CASE WHEN n % 3 = 0 AND n / 3 < {assets} THEN {filler.id('ipai.interface', 'n / 3')} END",
        asset_id=f"CASE WHEN n % 3 = 0 AND n / 3 < {assets} THEN {filler.id('ipai.asset', 'n / 3')} END",
    )


def _discovery(filler, assets):
    env = filler.env
    sources = env["ipai.source"].create([{"name": f"bench-{n}"} for n in range(3)])
    env.flush_all()
    filler.sources = sources.ids
    runs = max(assets // 1000, 1)
    counts = filler.insert(
        "ipai.import.run",
        runs,
        kind="'snapshot'",
        source_id=one_of(sources.ids),
        state="'applied'",
        applied_on="now() AT TIME ZONE 'UTC' - n * interval '1 hour'",
        user_id=str(env.uid),
    )
    counts |= filler.insert(
        "ipai.import.line",
        4 * assets,
        run_id=filler.id("ipai.import.run", f"n % {runs}"),
        position=f"n / {runs}",
        title="'srv' || n / 4",
        action="'update'",
        state="'applied'",
        asset_id=filler.id("ipai.asset", "n / 4"),
    )
    counts |= filler.insert(
        "ipai.field.origin",
        10 * assets,
        asset_id=filler.id("ipai.asset", "n / 10"),
        field="(ARRAY['name','hostname','serial_number','status','purpose','site_id','os_version','environment',"
        "'criticality','memory_gib'])[1 + n % 10]",
        source_id=str(sources[0].id),
        run_id=filler.id("ipai.import.run", f"n % {runs}"),
        set_on="now() AT TIME ZONE 'UTC'",
    )
    counts |= filler.insert(
        "ipai.sighting",
        assets,
        asset_id=filler.id("ipai.asset"),
        source_id=str(sources[0].id),
        external_id="'x' || n",
        first_seen="now() AT TIME ZONE 'UTC' - interval '1 year'",
        last_seen="now() AT TIME ZONE 'UTC'",
        missed="0",
    )
    # Open drift of one source; the third has none.
    return counts | filler.insert(
        "ipai.drift",
        max(assets // 2, 1),
        asset_id=filler.id("ipai.asset"),
        field="'purpose'",
        label="'Purpose'",
        source_id=str(sources[1].id),
        first_seen="now() AT TIME ZONE 'UTC'",
        last_seen="now() AT TIME ZONE 'UTC'",
        state="'open'",
    )


def _decided(filler, assets):
    """Proposals of Loom, four to a case; two of a hundred wait."""
    moment = f"now() AT TIME ZONE 'UTC' - (2 * {assets} - n) * interval '2 years' / (2 * {assets})"
    waits = "n % 50 = 49"
    counts = filler.insert(
        "ipai.proposal",
        2 * assets,
        code="'bench' || n",
        summary="'Change the purpose of srv' || n / 2",
        kind="'asset'",
        source="'Loom'",
        case_id="'CASE-' || n / 4",
        state=f"CASE WHEN {waits} THEN 'pending' ELSE 'executed' END",
        approval_state=f"CASE WHEN {waits} THEN 'pending' ELSE 'granted' END",
        risk="'low'",
        revision="1",
        payload_hash="md5(n::text)",
        requester_id=one_of(filler.owners),
        bot_user_id=one_of(filler.owners),
        expires_at="now() AT TIME ZONE 'UTC' + interval '30 days'",
        executed_at=f"CASE WHEN NOT ({waits}) THEN {moment} END",
        create_date=moment,
        write_date=moment,
    )
    return counts | filler.insert(
        "ipai.decision",
        2 * assets,
        res_model="'ipai.proposal'",
        res_id=filler.id("ipai.proposal"),
        revision="1",
        payload_hash="md5(n::text)",
        verdict="'approve'",
        user_id=one_of(filler.owners),
        date=moment,
        seconds="3600",
    )


def _changes(filler, assets):
    start = f"now() AT TIME ZONE 'UTC' - interval '2 years' + n * interval '3 years' / {assets}"
    ended = f"{start} < now() AT TIME ZONE 'UTC'"
    return filler.insert(
        "ipai.change",
        assets,
        reference="'CHG-B' || lpad(n::text, 6, '0')",
        name="'Work on srv' || n",
        type="'normal'",
        state=f"CASE WHEN {ended} THEN 'closed' ELSE 'scheduled' END",
        approval_state="'granted'",
        revision="1",
        requester_id=one_of(filler.owners),
        responsible_id=one_of(filler.owners),
        planned_start=start,
        planned_end=f"{start} + interval '1 hour'",
        actual_end=f"CASE WHEN {ended} THEN {start} + interval '1 hour' END",
        create_date=f"{start} - interval '7 days'",
        write_date=f"{start} - interval '7 days'",
    )


def _credentials(filler, assets):
    return filler.insert(
        "ipai.credential.ref",
        max(assets // 50, 1),
        name="'login ' || n",
        owner_id=one_of(filler.owners),
        customer_id=one_of(filler.customers),
        due_on="current_date - 200 + n % 400",
    )


def _audit(filler, assets):
    env = filler.env
    counts = filler.insert(
        "ipai.audit",
        3 * assets,
        date="now() AT TIME ZONE 'UTC' - interval '1 year'",
        outcome="'done'",
        action="'GET /ipai/assets'",
        user_id=str(env.uid),
        address="'192.0.2.10'",
        status="200",
        request_id="md5(n::text)",
    )
    env["ipai.audit"]._seal_all()
    return counts


def next_network(env):
    """A /24 that nothing lies in, for measurements that add something."""
    env.cr.execute(SQL("SELECT max(last_key) FROM ipai_prefix WHERE length = 24 AND family = '4'"))
    (last,) = env.cr.fetchone()
    return str(Prefix(4, int(last[1:], 16) + 1, 24))
