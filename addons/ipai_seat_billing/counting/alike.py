# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Devices that were there on the same days are counted once, with their number."""

from collections import Counter, namedtuple

from .tally import Stretch

Part = namedtuple("Part", "keys names serials days row")
"""Keys in their order, with their names and serial numbers, there from a day to a day; row says what they share."""


def gathered(parts, apart=()):
    """(stretches, members): a stretch for each part, and device of the stretch → the Part behind it.

    Keys in ``apart``, and those of several parts, have stretches of their own: what holds for one of
    them does not for those beside it.

    >>> one = Part([1, 2, 3], ["a", "b", "c"], ["", "", ""], ("from", "to"), "row")
    >>> stretches, members = gathered([one], {2})
    >>> stretches
    [Stretch(device=1, first='from', last='to', number=2), Stretch(device=2, first='from', last='to', number=1)]
    >>> members[1].names, members[2].names
    (['a', 'c'], ['b'])
    """
    stretches, members = [], {}
    for part in _split(parts, apart):
        key = part.keys[0]
        stretches.append(Stretch(key, *part.days, len(part.keys)))
        members[key] = part
    return stretches, members


def _split(parts, apart):
    own = set(apart)
    if len(parts) > 1:
        seen = Counter(key for part in parts for key in part.keys)
        own.update(key for key, number in seen.items() if number > 1)
    for part in parts:
        if own.isdisjoint(part.keys):
            yield part
            continue
        columns = list(zip(part.keys, part.names, part.serials, strict=True))
        together = [column for column in columns if column[0] not in own]
        for some in (together, *([column] for column in columns if column[0] in own)):
            if some:
                yield Part(*map(list, zip(*some, strict=True)), part.days, part.row)
