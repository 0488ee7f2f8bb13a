# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Which entries of a folder to ask for: pages of 500 that begin where something is wanted, or one entry alone."""

PAGE = 500


def walk(wanted, page, single):
    """Yield ``(name, entry)`` for each wanted name; entry is None where the folder does not hold it.

    A page begins just before the next wanted name, so no more pages are asked for than names are wanted, nor more than
    the folder has. What is wanted alone is asked for alone.

    :param wanted: names in the folder.
    :param page: called with the name to begin behind; returns ``(names in order, {name: entry})`` of at most PAGE.
    :param single: called with a name; returns its entry or None.

    >>> names = [f"s{number:04}" for number in range(1200)]
    >>> asked = []
    >>> def page(after):
    ...     asked.append(after)
    ...     found = [name for name in names if name > after][:PAGE]
    ...     return found, dict.fromkeys(found, "entry")
    >>> found = dict(walk([*names, "zz"], page, {}.get))
    >>> len(found), found["zz"], len(asked)
    (1201, None, 3)
    >>> asked.clear(); list(walk(["s0001"], page, dict.fromkeys(names, "alone").get)), asked
    ([('s0001', 'alone')], [])
    """
    waiting = sorted(set(wanted), key=str.encode)
    while waiting:
        if len(waiting) == 1:
            yield waiting[0], single(waiting[0])
            return
        names, entries = page(before(waiting[0]))
        # A page that is not full is the end of the folder: what it does not hold is not there.
        end = max(names, key=str.encode).encode() if len(names) >= PAGE else None
        rest = []
        for name in waiting:
            if name in entries:
                yield name, entries[name]
            elif end is None or name.encode() <= end:
                yield name, None
            else:
                rest.append(name)
        if len(rest) == len(waiting):
            # The server does not begin where it was told to: then one by one.
            for name in rest:
                yield name, single(name)
            return
        waiting = rest


def before(name):
    """A text that sorts before the name and after whatever else does.

    >>> before("lab"), before("a!"), before("é")
    ('laa~', 'a', '')
    """
    last = name[-1]
    if not all("!" <= letter <= "~" for letter in name):
        return ""
    return name[:-1] if last == "!" else name[:-1] + chr(ord(last) - 1) + "~"
