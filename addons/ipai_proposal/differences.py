# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What was, what is now, what is wanted: the three-way difference that a reviewer sees."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Difference:
    """One field of one record.

    :ivar state: ours (only the proposal changes it), theirs (only others changed it since), same
        (others wrote already what is proposed), conflict (others wrote something else), unchanged.
    """

    field: str
    before: object
    now: object
    proposed: object
    state: str

    @property
    def moved(self):
        """Whether somebody else wrote it since."""
        return self.before != self.now


def three_way(before, now, proposed):
    """The differences of all fields that one of the three mentions, by name.

    >>> [(d.field, d.state) for d in three_way(
    ...     {"a": 1, "b": 1, "c": 1, "d": 1, "e": 1},
    ...     {"a": 1, "b": 2, "c": 2, "d": 2, "e": 1},
    ...     {"a": 2, "b": 2, "c": 3, "e": 1})]
    [('a', 'ours'), ('b', 'same'), ('c', 'conflict'), ('d', 'theirs'), ('e', 'unchanged')]
    """
    return [
        Difference(
            name,
            before.get(name),
            now.get(name),
            proposed.get(name, before.get(name)),
            _state(before.get(name), now.get(name), proposed.get(name, before.get(name))),
        )
        for name in sorted(before.keys() | now.keys() | proposed.keys())
    ]


def _state(before, now, proposed):
    if now == before:
        return "unchanged" if proposed == before else "ours"
    if proposed == before:
        return "theirs"
    return "same" if proposed == now else "conflict"
