# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Lists that are read page by page while what is in them moves: where to go on, and whether the whole was seen."""

from dataclasses import dataclass

PASSES = 3
"""So often a list is read at most, until it held still."""


@dataclass(frozen=True)
class Step:
    """Where the reading of one list stands.

    `last`: the key of the last row of the page before, which the next page begins with; `steady`: whether nothing has
    moved so far in this pass; `number`: of the pass, from 1.
    """

    skip: int = 0
    last: str = ""
    total: int = -1
    steady: bool = True
    number: int = 1
    done: bool = False

    @property
    def is_whole(self):
        """Whether the list was read from end to end while it held still."""
        return self.done and self.steady

    def after(self, keys, total):
        """Return the Step after a page with these keys.

        Pages overlap by one row: when a device before them comes or goes, the next page does not begin with the last row
        of the one before, and the list is read once more.

        >>> first = Step().after(["a", "b", "c"], 4)
        >>> first.skip, first.last, first.done
        (2, 'c', False)
        >>> second = first.after(["c", "d"], 4)
        >>> second.done, second.is_whole
        (True, True)

        One that went while it was read; then the list is read again from its beginning:

        >>> moved = first.after(["d"], 3)
        >>> moved.done, moved.skip, moved.number
        (False, 0, 2)

        What never holds still ends, and is not whole:

        >>> step = Step(number=3).after(["a", "b"], 9).after(["x", "y"], 9).after([], 9)
        >>> step.done, step.is_whole
        (True, False)

        A server that says no count ends with a page that brings nothing new; an empty list is whole:

        >>> Step().after([], 0).is_whole, Step().after(["a", "b"], None).after(["b"], None).is_whole
        (True, True)
        """
        steady = self.steady and (not self.last or keys[:1] == [self.last])
        steady = steady and (self.total < 0 or total is None or self.total == total)
        known = -1 if total is None else total
        reached = self.skip + len(keys)
        fresh = len(keys) - (1 if self.last and keys[:1] == [self.last] else 0)
        ended = fresh <= 0 or (total is not None and reached >= total)
        if not ended:
            return Step(reached - 1, keys[-1], known, steady, self.number)
        if total is not None and reached < total:
            steady = False  # it ended before its count
        if not steady and self.number < PASSES:
            return Step(number=self.number + 1)
        return Step(reached, "", known, steady, self.number, done=True)
