# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the title of a notification is about, and whether it says that something is over.

Pulseway tells no recovery: "back online" is a notification like any other, with an Id of its own. So the words decide:
pairs of a problem and its recovery that a person may add to, and words that always mean an end.
"""

import re
from typing import NamedTuple

_TIMES = re.compile(
    r"\b\d{4}-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?z?)?|\b\d{1,2}:\d\d(?::\d\d)?(?: ?[ap]m)?\b"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b",
    re.I,
)
_SIZES = re.compile(
    r"\b\d+(?:[.,]\d+)*\s*(?:%|percent|[kmgtp]i?b\b|bytes?\b|°?[cf]\b|rpm\b|ms\b|s\b|sec(?:onds?)?\b"
    r"|min(?:utes?)?\b|h(?:ours?)?\b|days?\b|mb/s\b)",
    re.I,
)
_NUMBERS = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*(?![\w])")
_WORD = re.compile(r"[a-z0-9äöüß][\w\-äöüß]*:?", re.I)


def normalised(title):
    """A title as repeats have it in common: sizes, shares, times and numbers left out; names and drives stay.

    >>> normalised("Low disk space on C: (9%, 29.94 GB free)") == normalised("LOW disk space on C: (8%, 28 GB free)")
    True
    >>> normalised("Low disk space on C:") == normalised("Low disk space on D:")
    False
    >>> normalised("Memory at 91% since 2026-09-24 16:15") == normalised("Memory at 95% since 2026-09-25 07:02")
    True
    >>> normalised("Server SRV01 down") == normalised("Server SRV02 down")
    False
    >>> normalised("Event 4625 logged 12 times"), normalised("")
    ('event # logged # times', '')
    """
    said = " ".join((title or "").casefold().split())
    for pattern in (_TIMES, _SIZES, _NUMBERS):
        said = pattern.sub("#", said)
    return re.sub(r"#(?:[\s,;/()-]*#)+", "#", said).strip(" .!")


class Pair(NamedTuple):
    """A problem and its recovery, as patterns: ``*`` stands for anything, ``{name}`` for the same in both."""

    problem: str
    recovery: str

    def closes(self, problem, recovery):
        """Whether the one title ends the other.

        >>> pair = Pair("service {name} *stopped*", "service {name} *started*")
        >>> pair.closes("Service Spooler has stopped", "Service spooler was started")
        True
        >>> pair.closes("Service Spooler has stopped", "Service BITS was started")
        False
        >>> pair = Pair("*offline*", "*online*")
        >>> pair.closes("PC1 went offline", "PC1 is back online"), pair.closes("x", "online")
        (True, False)
        """
        said, ended = _match(self.problem, problem), _match(self.recovery, recovery)
        if said is None or ended is None:
            return False
        return all(said[name] == ended[name] for name in said.keys() & ended.keys())

    def says_end(self, title):
        return _match(self.recovery, title) is not None


def problem_of(pattern):
    """What is wrong with a pattern, in words; "" when it can be used.

    >>> problem_of("service {name} *"), problem_of("*"), problem_of("{a"), problem_of("x {a} {a}")
    ('', 'it fits everything: write a word in it', 'write braces in pairs, as in {name}', 'name {a} once')
    """
    names = re.findall(r"\{(\w+)\}", pattern or "")
    rest = re.sub(r"\{\w+\}", "", pattern or "")
    if "{" in rest or "}" in rest:
        return "write braces in pairs, as in {name}"
    if not re.search(r"\w", rest):
        return "it fits everything: write a word in it"
    for name in names:
        if names.count(name) > 1:
            return f"name {{{name}}} once"
    return ""


def _match(pattern, title):
    """What the names of a pattern stand for in a title, None when it does not fit."""
    parts = []
    for part in re.split(r"(\*|\{\w+\})", " ".join(pattern.casefold().split())):
        if part == "*":
            parts.append(".*?")
        elif re.fullmatch(r"\{\w+\}", part):
            parts.append(f"(?P<{part[1:-1]}>.+?)")
        else:
            parts.append(re.escape(part))
    found = re.fullmatch("".join(parts), " ".join((title or "").casefold().split()))
    return found.groupdict() if found else None


ENDS = re.compile(
    r"\bback online\b|\bonline again\b|\b(?:is|are|now|came) (?:back )?(?:to )?normal\b|\b(?:back|returned?|restored) to normal\b"
    r"|\bnormal again\b|\bok(?:ay)? again\b|\brunning again\b|\bup again\b|\breachable again\b|\bresponding again\b"
    r"|\bavailable again\b|\bhas (?:been )?recovered\b|\brecovered\b|\brecovery\b"
    r"|\b(?:is|was|has been|been|now) (?:resolved|cleared|restored|fixed)\b"
    r"|\bresolved$|^resolved\b|\bcleared$|^cleared\b|\brestored$|\bback to green\b|\bback up\b(?! (?:fail|job|task|of|to))"
    r"|\bno longer (?:offline|low|high|critical|full|down|unreachable|failing|overloaded|exceeded|above|below|stopped|missing|in warning)\b"
    r"|\bwieder (?:online|normal|erreichbar|verfügbar|gestartet|ok)\b|\bbehoben\b",
    re.I,
)
_NOT = re.compile(
    r"\b(?:not|never|cannot|can't|could not|couldn't|hasn't|isn't|failed to|unable to|nicht|kein)\b"
    r"|\bun(?:resolved|recovered)\b|\bno recovery\b"
    r"|\brecovery (?:failed|error|mode|key|partition)\b",
    re.I,
)
_STATE = frozenset(
    """a an and again after all alert are at back been below above by came can cleared critical current device
    computer system machine server detected exceeded for from free full has have high in into is it its level low
    no longer normal now of off offline ok okay on online or out over problem recovered recovery resolved restored
    returned return running since space's started stopped state status than that the threshold to under up usage's was
    warning went were with working fixed green available reachable responding unreachable down failed failing
    critically very too notification issue error elevated""".split()
)


def says_end(title):
    """Whether a title says in so many words that something is over.

    >>> [says_end(title) for title in ("System is back online", "Disk space is back to normal", "CPU usage recovered")]
    [True, True, True]
    >>> [says_end(title) for title in ("Service X is running again", "[Resolved] Low disk space", "Memory no longer low")]
    [True, True, True]
    >>> [says_end(title) for title in ("Antivirus is no longer running", "Issue could not be resolved", "Backup failed")]
    [False, False, False]
    >>> [says_end(title) for title in ("System is not back online", "Back up failed", "Low disk space", "Recovery failed")]
    [False, False, False, False]
    """
    title = re.sub(r"[\[\]():]", " ", title or "").strip()
    return bool(ENDS.search(title)) and not _NOT.search(title)


def topic(title):
    """The words that say what a title is about, without those that say how it is.

    >>> sorted(topic("Low disk space on C:")), sorted(topic("Disk space on C: is back to normal"))
    (['c:', 'disk', 'space'], ['c:', 'disk', 'space'])
    """
    found = {word.casefold() for word in _WORD.findall(normalised(title))}
    return (
        frozenset(word if re.fullmatch(r"[a-z]:", word) else word.rstrip(":") for word in found)
        - _STATE
    )


REACH = re.compile(
    r"\boffline\b|\bunreachable\b|\bnot (?:reachable|responding|online)\b|\bdown\b|\bdisconnected\b|\bno connection\b|\blost\b",
    re.I,
)
REACHED = re.compile(
    r"\bonline\b|\breachable\b|\bresponding\b|\bconnected\b|\bup again\b|\bback up\b|\berreichbar\b",
    re.I,
)


def is_about_reach(title):
    """Whether a title says that the machine cannot be reached.

    >>> is_about_reach("System PC1 is offline"), is_about_reach("Low disk space")
    (True, False)
    """
    return bool(REACH.search(title or ""))


def ended(recovery, problems, pairs=()):
    """Which of some problems a title ends, as their keys.

    :param problems: ``{key: title}`` of what is open on the same device.
    :param pairs: the Pairs that people keep.

    >>> open_ = {1: "System is offline", 2: "Low disk space on C:", 3: "Low disk space on D:", 4: "Service Spooler stopped"}
    >>> ended("System is back online", open_), ended("Disk space on C: is back to normal", open_)
    ([1], [2])
    >>> ended("Service Spooler is running again", open_), ended("Service BITS is running again", open_)
    ([4], [])
    >>> pair = Pair("service {x} *stopped*", "service {x} *started*")
    >>> ended("Service Spooler was started", open_), ended("Service Spooler was started", open_, [pair])
    ([], [4])

    What names no drive ends those of all drives; what names one does not end the other's:

    >>> ended("[Resolved] Low disk space", open_)
    [2, 3]
    >>> ended("Backup failed", open_), ended("", open_)
    ([], [])
    """
    found = [
        key
        for key, problem in problems.items()
        if any(pair.closes(problem, recovery) for pair in pairs)
        and normalised(problem) != normalised(recovery)
    ]
    if says_end(recovery):
        about = topic(recovery)
        for key, problem in problems.items():
            if key in found or normalised(problem) == normalised(recovery):
                continue
            own = topic(problem)
            reach = is_about_reach(problem) and REACHED.search(recovery)
            if (about and own and about <= own) or (
                reach and (not about or not own or about & own or about <= own)
            ):
                found.append(key)
    return sorted(found, key=list(problems).index)
