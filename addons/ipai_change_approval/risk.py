# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Risk = impact × likelihood, on scales from 1 to 3."""

LEVELS = {1: "low", 2: "medium", 3: "high"}
"""What an answer can say about the impact or about the likelihood."""

MATRIX = {
    # impact: risk by likelihood 1, 2, 3
    1: ("low", "low", "medium"),
    2: ("low", "medium", "high"),
    3: ("medium", "high", "critical"),
}


def risk(impact, likelihood):
    """The cell of the matrix; None as long as one of the two is not known.

    >>> risk(1, 1), risk(2, 2), risk(1, 3), risk(3, 3)
    ('low', 'medium', 'medium', 'critical')
    >>> risk(3, None)
    """
    if not impact or not likelihood:
        return None
    return MATRIX[impact][likelihood - 1]


def worst(levels):
    """What several answers about one scale amount to: the worst of them; None without any.

    >>> worst([1, 3, 2])
    3
    >>> worst([])
    """
    return max(levels, default=None)
