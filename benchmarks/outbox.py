# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How much slower an import is when a program is told of each asset that it makes and changes.

`make bench K=outbox`.

The same file is previewed and applied in turn with a target that asks for everything, and without one; the best of
each counts, and what the applying alone takes is said as well.
"""

from . import asset_import

TARGET = 1.05
"""At most so many times the time of an import that nobody is told of."""


def measure(env, rows=10_000, rounds=3):
    """Print and return how many times slower it is."""
    seconds = {False: [], True: []}
    for number in range(rounds):
        for told in (False, True) if number % 2 else (True, False):
            prepare = _told(env) if told else None
            taken = asset_import.measure(env, rows, actions=("preview", "apply"), prepare=prepare)
            seconds[told].append((taken["preview"] + taken["apply"], taken["apply"]))
            env["ipai.outbox.target"].search([("name", "=", NAME)]).active = False
            env.cr.commit()
    env.cr.execute("SELECT count(*) FROM ipai_outbox_delivery")
    print(f"{env.cr.fetchone()[0]:,} events")
    (whole, apply), (told_whole, told_apply) = min(seconds[False]), min(seconds[True])
    print(f"apply alone: {apply:.1f} s, told {told_apply:.1f} s: {told_apply / apply:.3f} times")
    times = told_whole / whole
    print(
        f"import of {rows:,} rows: {whole:.1f} s, told {told_whole:.1f} s: {times:.3f} times;"
        f" target <= {TARGET} {'' if times <= TARGET else 'MISSED'}"
    )
    if times > TARGET:
        raise SystemExit("The target is missed.")
    return times


NAME = "Benchmark"


def _told(env):
    """What makes a target of a company that asks for everything; it is paused, so that nothing else works meanwhile."""

    def prepare(company):
        env["ipai.outbox.target"].create(
            {
                "name": NAME,
                "kind": "n8n",
                "company_id": company.id,
                "state": "paused",
                "subscription_ids": [(0, 0, {"topic": "*"})],
            }
        )
        env.cr.commit()

    return prepare
