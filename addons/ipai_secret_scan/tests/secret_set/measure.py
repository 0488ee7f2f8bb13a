# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How much of the set a scan finds, and how often it cries wolf.

The scan is a function `kinds_in(texts)` that answers each text with a list of kinds. From the
folder above, with the module of the rules on the path:

    PYTHONPATH=.. python3 -m secret_set.measure secret_rules:kinds_in --seed 15 --show
    PYTHONPATH=.. python3 -m secret_set.measure secret_rules:kinds_in --half held_out

The texts of the held-out half are never shown: rules that are mended by them measure nothing.
"""

import argparse
import importlib
import sys
from collections import Counter
from dataclasses import dataclass

from .generate import HALVES, notes

# What `ipai.secret.scan.kinds_in` takes at a time.
BATCH = 100


@dataclass(frozen=True)
class Score:
    """Shares are from 0 to 1; counters are by kind, or by group of ordinary notes.

    `missed` and `alarms` hold the notes themselves, and nothing for the held-out half.
    """

    found: float
    false: float
    kinds: Counter
    misses: Counter
    groups: Counter
    false_by_group: Counter
    missed: tuple = ()
    alarms: tuple = ()


def score(kinds_in, seed, half="open"):
    """Return the `Score` of a scan on the notes of a seed.

    >>> deaf = score(lambda texts: [[] for _ in texts], 15)
    >>> deaf.found, deaf.false, deaf.misses == deaf.kinds, len(deaf.missed) == deaf.kinds.total()
    (0.0, 0.0, True, True)
    >>> jumpy = score(lambda texts: [["word"] for _ in texts], 15, "held_out")
    >>> jumpy.found, jumpy.false, jumpy.misses.total(), jumpy.alarms
    (1.0, 1.0, 0, ())

    A word is not enough: the ordinary notes speak of passwords too.

    >>> by_word = score(lambda texts: [["word"] if "assw" in text else [] for text in texts], 15)
    >>> by_word.found < 0.5, by_word.false > 0.05
    (True, True)

    Raises ValueError if the scan does not answer each text:

    >>> score(lambda texts: [], 15)
    Traceback (most recent call last):
    ...
    ValueError: kinds_in answered 0 of 100 texts: it owes each text a list of kinds.
    """
    secret, ordinary = notes(seed, half)
    missed = [note for note, kinds in _answers(kinds_in, secret) if not kinds]
    alarms = [note for note, kinds in _answers(kinds_in, ordinary) if kinds]
    shown = half != "held_out"
    return Score(
        found=1 - len(missed) / len(secret),
        false=len(alarms) / len(ordinary),
        kinds=Counter(note.kind for note in secret),
        misses=Counter(note.kind for note in missed),
        groups=Counter(note.kind for note in ordinary),
        false_by_group=Counter(note.kind for note in alarms),
        missed=tuple(missed) if shown else (),
        alarms=tuple(alarms) if shown else (),
    )


def _answers(kinds_in, of_notes):
    for start in range(0, len(of_notes), BATCH):
        batch = of_notes[start : start + BATCH]
        answers = kinds_in([note.text for note in batch])
        if len(answers) != len(batch):
            raise ValueError(
                f"kinds_in answered {len(answers)} of {len(batch)} texts:"
                " it owes each text a list of kinds."
            )
        yield from zip(batch, answers, strict=True)


def report(result):
    """Return the figures as text, the worst kinds first.

    >>> kinds = Counter(pin=4, jwt=4)
    >>> print(report(Score(0.75, 0.01, kinds, Counter(pin=2), Counter(logs=200), Counter(logs=2))))
    found  75.00 % of 8 notes with a secret, 2 kinds
    false   1.00 % of 200 ordinary notes
    <BLANKLINE>
    found by kind
      50 %  pin  2 of 4
     100 %  jwt  4 of 4
    <BLANKLINE>
    false by group
       1 %  logs  2 of 200
    """
    total = result.kinds.total()
    rows = [
        f"found {result.found:7.2%} of {total} notes with a secret, {len(result.kinds)} kinds",
        f"false {result.false:7.2%} of {result.groups.total()} ordinary notes",
        "",
        "found by kind",
        *_table(result.kinds, result.kinds - result.misses, worst_first=True),
        "",
        "false by group",
        *_table(result.groups, result.false_by_group, worst_first=False),
    ]
    return "\n".join(rows).replace("%", " %")


def _table(totals, parts, worst_first):
    shares = {kind: parts[kind] / total for kind, total in totals.items()}
    for kind in sorted(totals, key=lambda kind: (shares[kind] * (1 if worst_first else -1), kind)):
        if worst_first or parts[kind]:
            yield f"{shares[kind]:5.0%}  {kind}  {parts[kind]} of {totals[kind]}"


def main(arguments=None):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("scan", metavar="module:function")
    parser.add_argument("--seed", type=int, default=15)
    parser.add_argument("--half", choices=HALVES, default="open")
    parser.add_argument("--show", action="store_true", help="print what was missed or false")
    options = parser.parse_args(arguments)
    if options.show and options.half == "held_out":
        parser.error("the held-out half shows figures only: use --show with the open half")
    module, _, function = options.scan.partition(":")
    if not function:
        parser.error(f"name the scan as module:function, not {options.scan!r}")
    result = score(getattr(importlib.import_module(module), function), options.seed, options.half)
    sys.stdout.write(report(result) + "\n")
    if options.show:
        for title, shown in (("missed", result.missed), ("false", result.alarms)):
            for note in shown:
                sys.stdout.write(f"\n--- {title}: {note.kind}\n{note.text}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
