# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A generated fleet whose truth is known: does the linkage keep machines apart, and each one together?

    python3 benchmarks/fleet.py [--machines 5000] [--seed 1] [--rounds 4] [--why]

Plain Python, without Odoo. Three sources name network cards differently and see a part of the fleet each:
an agent on the machine, a list of the hypervisor or the warehouse, and a scan. Between rounds machines are
renamed, installed anew, cloned, moved to other docks and given other leases. Nobody answers a question.
A laptop with a dock runs the agent: two unnamed hosts that a scan meets by one dock cannot be told apart.
"""

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "addons" / "ipai_asset"))
from linkage.deciding import QUESTION, SAME, Linker  # noqa: E402
from linkage.identities import Identities  # noqa: E402

AGENT, LIST, SCAN = "agent", "list", "scan"
SHARES = {
    "clone": 0.06,
    "dock": 0.06,
    "blade": 0.06,
    "weak": 0.06,
    "virtual": 0.20,
}
"""Of the fleet; the rest are plain desktops, servers and laptops."""
RENAMED, REIMAGED, LEASES_MOVED = 0.02, 0.02, 0.08
"""Of the fleet, from each round to the next."""
COPIES_RENAMED = 0.9
"""Of the clones that still have the name of their original."""
SEEN = {AGENT: 0.75, LIST: 0.65, SCAN: 0.85}
STALE_NAMES, NO_NAMES = 0.01, 0.2
"""Of what a scan sees: reverse names of whoever had the address before, and no name at all."""
OTHER_CARD = 0.02
"""Of the machines with two cards, those that the network meets by the one that no list knows."""
PLACEHOLDERS = ("System Serial Number", "To Be Filled By O.E.M.", "0123456789ABCDEF", "N/A", "")
MAKERS = ("Dell Inc.", "LENOVO", "Hewlett-Packard")
LIST_MAKERS = {"Dell Inc.": "Dell", "LENOVO": "Lenovo", "Hewlett-Packard": "HP"}
ROOMS = {AGENT: "eth%d", LIST: "net%d", SCAN: "port"}


@dataclass
class Machine:
    """The truth."""

    key: int
    kind: str
    hostname: str
    serial: str
    maker: str
    uuid: str
    macs: list
    agent_id: str
    list_id: str
    sources: frozenset
    address: str = ""
    dock: str = ""
    dock_group: int = -1
    card: int = 0
    stale_name: str = ""


@dataclass
class Asset:
    """What the store knows of a machine, by source, as the inventory would hold it."""

    told: dict = field(default_factory=dict)
    former: dict = field(default_factory=lambda: defaultdict(set))
    truth: set = field(default_factory=set)

    def learn(self, source, report):
        before = self.told.get(source)
        if before and before.ids != report.ids:
            self.former[source].add(before.ids.get(source))
        if source == SCAN and before:
            report = replace(report, macs=report.macs | before.macs)
        self.told[source] = report

    def identities(self):
        ordered = [self.told[source] for source in (AGENT, LIST, SCAN) if source in self.told]
        first = {
            name: next(filter(None, (getattr(told, name) for told in ordered)), "")
            for name in ("serial", "maker", "uuid", "hostname", "name")
        }
        return Identities(
            **first,
            ids={source: id_ for told in ordered for source, id_ in told.ids.items()},
            macs=frozenset().union(*(told.macs for told in ordered)),
            addresses=frozenset().union(*(told.addresses for told in ordered)),
            former=dict(self.former),
        )


class Fleet:
    """Machines, and what happens to them between rounds."""

    def __init__(self, count, seed):
        self.random = Random(seed)
        self._numbers = iter(range(10**9))
        self._free = [f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}" for n in range(1, 2 * count)]
        self.random.shuffle(self._free)
        self.machines = []
        self.happened = Counter()
        self._build(count)

    # -- the first day ----------------------------------------------------------------------------

    def _build(self, count):
        for kind, share in SHARES.items():
            for _each in range(int(count * share)):
                self._add(kind)
        while len(self.machines) < count:
            self._add("plain")
        self._group("blade", 8, self._into_chassis)
        self._group("dock", 4, self._share_docks)
        originals = [m for m in self.machines if m.kind == "virtual"]
        for clone in [m for m in self.machines if m.kind == "clone"]:
            self._copy(self.random.choice(originals), clone)
        for laptop in [m for m in self.machines if m.kind == "dock"]:
            laptop.sources |= {AGENT}
        self._dock()

    def _add(self, kind):
        key = next(self._numbers)
        virtual = kind in ("virtual", "clone", "weak")
        serial = "" if virtual else f"{self._hex(3)}{key:05d}".upper()
        if kind == "plain" and self.random.random() < 0.1:
            serial = self.random.choice(PLACEHOLDERS)
        sources = frozenset(s for s, share in SEEN.items() if self.random.random() < share)
        self.machines.append(
            Machine(
                key,
                kind,
                hostname=f"host{key}" + self.random.choice(("", ".corp.example")),
                serial=serial,
                maker=self.random.choice(MAKERS),
                uuid=self._uuid() if kind != "weak" else "",
                macs=[self._mac(virtual) for _card in range(1 if virtual else 2)],
                agent_id=self._uuid(),
                list_id=f"obj-{key}",
                sources=frozenset({SCAN}) if kind == "weak" else sources or frozenset({AGENT}),
                address=self._free.pop(),
                card=int(not virtual and self.random.random() < OTHER_CARD),
            )
        )

    def _group(self, kind, size, change):
        members = [m for m in self.machines if m.kind == kind]
        for start in range(0, len(members), size):
            change(start // size, members[start : start + size])

    def _into_chassis(self, number, blades):
        for blade in blades:
            blade.serial = f"CHASSIS{number:04d}"

    def _share_docks(self, number, laptops):
        for laptop in laptops:
            laptop.dock_group = number

    def _copy(self, original, clone):
        """A clone has the UUID of its original, every third one its agent's ID and its name."""
        clone.uuid = original.uuid
        if self.random.random() < 0.33:
            clone.hostname = original.hostname
            clone.agent_id = original.agent_id
        self.happened["cloned"] += 1

    # -- the next round ---------------------------------------------------------------------------

    def turn(self):
        named = Counter(machine.hostname for machine in self.machines)
        for machine in self.machines:
            copied = machine.kind == "clone" and named[machine.hostname] > 1
            share = COPIES_RENAMED if copied else RENAMED
            if self.random.random() < share and machine.kind != "weak":
                machine.hostname = f"new{machine.key}x{next(self._numbers)}"
                self.happened["renamed"] += 1
            if self.random.random() < REIMAGED and machine.kind != "weak":
                machine.agent_id = self._uuid()
                self.happened["installed anew"] += 1
        self._move_leases(int(len(self.machines) * LEASES_MOVED))
        self._dock()

    def _move_leases(self, count):
        """Hand the addresses of some machines round among them."""
        moving = self.random.sample(self.machines, count)
        leases = [machine.address for machine in moving]
        names = [machine.hostname for machine in moving]
        for machine, address, name in zip(
            moving, leases[1:] + leases[:1], names[1:] + names[:1], strict=True
        ):
            machine.address = address
            machine.stale_name = name if self.random.random() < STALE_NAMES else ""
        self.happened["lease moved"] += count

    def _dock(self):
        """Plug every second laptop of a group into one of its docks, whoever had it before."""
        groups = defaultdict(list)
        for machine in self.machines:
            if machine.kind == "dock":
                machine.dock = ""
                groups[machine.dock_group].append(machine)
        for number, laptops in groups.items():
            self.random.shuffle(laptops)
            maker = "02:d0:c0" if number % 2 else "00:e0:4c"
            for place, laptop in enumerate(laptops[: len(laptops) // 2]):
                laptop.dock = f"{maker}:{number >> 8:02x}:{number & 255:02x}:{place:02x}"

    # -- what sources see -------------------------------------------------------------------------

    def reports(self, source):
        """Return (machine, Identities) of all that a source sees now."""
        told = getattr(self, f"_{source}")
        seen = [machine for machine in self.machines if source in machine.sources]
        self.random.shuffle(seen)
        return [(machine, told(machine)) for machine in seen]

    def _agent(self, m):
        return Identities.of(
            ids={AGENT: m.agent_id},
            serial=m.serial,
            manufacturer=m.maker,
            uuid=m.uuid,
            hostname=m.hostname,
            macs=[*m.macs, *filter(None, [m.dock])],
            addresses=[m.address],
        )

    def _list(self, m):
        """The hypervisor knows what it gave; the warehouse what was bought: no docks, no addresses."""
        return Identities.of(
            ids={LIST: m.list_id},
            serial=m.serial,
            manufacturer=LIST_MAKERS[m.maker],
            hostname=m.hostname.partition(".")[0],
            macs=m.macs[:1],
        )

    def _scan(self, m):
        named = "" if m.kind == "weak" or self.random.random() < NO_NAMES else m.hostname
        mac = m.dock or m.macs[m.card]
        return Identities.of(
            hostname=m.stale_name or named, macs=[mac], addresses=[m.address], guessed=True
        )

    # -- making things up -------------------------------------------------------------------------

    def _hex(self, size):
        return f"{self.random.getrandbits(8 * size):0{2 * size}x}"

    def _uuid(self):
        return f"{self._hex(4)}-{self._hex(2)}-{self._hex(2)}-{self._hex(2)}-{self._hex(6)}"

    def _mac(self, virtual):
        maker = self.random.choice(("52:54:00", "bc:24:11", "02:1a:2b")) if virtual else "3c:52:82"
        number = f"{next(self._numbers):06x}"
        return f"{maker}:{number[:2]}:{number[2:4]}:{number[4:]}"


class Store:
    """Assets in memory, which the linkage searches as the inventory would be searched."""

    def __init__(self, linker=None):
        self.linker = linker or Linker()
        self.assets = []
        self.reports = self.questions = 0
        self.asked = Counter()

    def take(self, source, seen):
        verdicts = self.linker.link([report for _m, report in seen], complete=source != SCAN)
        entered = {}
        for position, ((machine, report), verdict) in enumerate(zip(seen, verdicts, strict=True)):
            self.reports += 1
            if verdict.result == QUESTION:
                self.questions += 1
                self.asked[source, machine.kind, _kinds(verdict)] += 1
                continue
            number = verdict.asset if verdict.twin is None else entered[verdict.twin]
            if verdict.result != SAME:
                number = len(self.assets)
                self.assets.append(Asset())
            entered[position] = number
            self._enter(number, source, machine, report)

    def _enter(self, number, source, machine, report):
        asset = self.assets[number]
        asset.truth.add(machine.key)
        asset.learn(source, report)
        self.linker.put(number, asset.identities())


def _kinds(verdict):
    weighing = verdict.candidates[0][1]
    agrees, differs = (
        "+".join(e.kind for e in side) for side in (weighing.agreeing, weighing.differing)
    )
    return f"{verdict.why}: {agrees} / {differs or '-'}"


def measured(machines, seed, rounds):
    """Return what came of a fleet: (fleet, store, seconds)."""
    fleet, store = Fleet(machines, seed), Store()
    sources = [AGENT, LIST, SCAN]
    started = perf_counter()
    for number in range(rounds):
        if number:
            fleet.turn()
        fleet.random.shuffle(sources)
        for source in sources:
            store.take(source, fleet.reports(source))
    return fleet, store, perf_counter() - started


def figures(fleet, store):
    """Return {what: share of the fleet or of the reports} that the targets speak of."""
    standing = Counter(key for asset in store.assets for key in asset.truth)
    merged = {key for asset in store.assets if len(asset.truth) > 1 for key in asset.truth}
    count = len(fleet.machines)
    return {
        "merged": len(merged) / count,
        "questions": store.questions / store.reports,
        "twice": sum(times > 1 for times in standing.values()) / count,
        "entered": len(standing) / count,
    }


TARGETS = {"merged": (0, 0), "questions": (0, 0.02), "twice": (0, 0.01), "entered": (1, 1)}
WORDS = {
    "merged": "machines merged without a question",
    "questions": "reports that became questions",
    "twice": "machines that stand twice",
    "entered": "machines entered",
}


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--machines", type=int, default=5000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument(
        "--why", action="store_true", help="list what was asked, and what was merged"
    )
    chosen = options.parse_args()
    fleet, store, seconds = measured(chosen.machines, chosen.seed, chosen.rounds)
    kinds = Counter(machine.kind for machine in fleet.machines)
    print(f"seed {chosen.seed}: {dict(kinds)}, {dict(fleet.happened)}")
    print(f"{store.reports} reports in {seconds:.1f} s, {len(store.assets)} assets")
    missed = False
    for name, share in figures(fleet, store).items():
        low, high = TARGETS[name]
        missed |= not low <= share <= high
        print(f"  {WORDS[name]}: {share:.2%}" + ("" if low <= share <= high else "  MISSED"))
    if chosen.why:
        explain(fleet, store)
    sys.exit(missed)


def explain(fleet, store):
    for what, times in store.asked.most_common(25):
        print(f"  asked {times}: {what}")
    by_key = {machine.key: machine for machine in fleet.machines}
    for asset in [asset for asset in store.assets if len(asset.truth) > 1][:10]:
        print("  merged", [by_key[key] for key in asset.truth])
    standing = Counter(key for asset in store.assets for key in asset.truth)
    print("  twice", Counter(by_key[key].kind for key, times in standing.items() if times > 1))
    print("  never", Counter(m.kind for m in fleet.machines if m.key not in standing))


if __name__ == "__main__":
    main()
