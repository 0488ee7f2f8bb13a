# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How bad it is: four grades, and the words that others have for them."""

INFO, WARNING, HIGH, CRITICAL = "info", "warning", "high", "critical"

GRADES = (INFO, WARNING, HIGH, CRITICAL)
"""From the mildest to the worst."""

WORDS = {
    CRITICAL: ("critical", "crit", "page", "fatal", "emergency", "emerg", "disaster", "alert", "p1", "sev1"),
    HIGH: ("high", "error", "err", "major", "elevated", "severe", "p2", "sev2"),
    WARNING: ("warning", "warn", "average", "minor", "medium", "normal", "p3", "sev3"),
    INFO: ("info", "information", "informational", "notice", "none", "low", "debug", "p4", "p5", "sev4"),
}  # fmt: skip

_GRADE_OF = {word: grade for grade, words in WORDS.items() for word in words}


def grade_of(word):
    """Return the grade that a word stands for; "" when it says none.

    >>> grade_of("Page"), grade_of(" error "), grade_of("warning"), grade_of("purple"), grade_of(None)
    ('critical', 'high', 'warning', '', '')
    """
    return _GRADE_OF.get(str(word or "").strip().lower(), "")


def rank(grade):
    """Return the place of a grade, 0 for the mildest.

    >>> rank("info"), rank("critical")
    (0, 3)
    """
    return GRADES.index(grade)


def worst(grades):
    """Return the worst of some grades, "" without any.

    >>> worst(["warning", "critical", "info"]), worst([])
    ('critical', '')
    """
    return max(grades, key=rank, default="")
