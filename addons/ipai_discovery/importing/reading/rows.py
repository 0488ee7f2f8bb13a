# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from dataclasses import dataclass, field

MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_ROWS = 50_000
MAX_CELL = 10_000


class FileProblem(ValueError):
    """The file as a whole cannot be read; the message tells a person what to do."""


@dataclass
class ImportRow:
    """What one row of a file says about one asset.

    `values`: field to observed text. An absent key means that the file says
    nothing, so the field is left alone; None means that the cell is empty.
    `initial`: fields that only a new asset takes from here.
    `hints`: fields of which the file only guesses; they fill a gap in the
    inventory and never replace what stands there.
    `additive`: address fields of which the file sees a part; they gain, never lose.
    `problems` stop the row; `warnings` are shown beside it.
    `match`: identities that find the asset and are no fields of it.
    `unread`: fields whose text could not be read, to why.
    `whole`: kinds of parts of which the row lists all that its source knows.
    `decided`: what a person has said of it, as a plan holds it, whatever the file says.
    """

    label: str
    values: dict
    initial: frozenset = frozenset()
    hints: frozenset = frozenset()
    additive: frozenset = frozenset()
    problems: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    report: str = ""
    match: dict = field(default_factory=dict)
    whole: frozenset = frozenset()
    unread: dict = field(default_factory=dict)
    decided: dict = field(default_factory=dict)

    @property
    def identities(self):
        """What the asset may be found by.

        >>> ImportRow("Row 2", {"hostname": "dc01"}, match={"mac_addresses": ""}).identities
        {'hostname': 'dc01', 'mac_addresses': ''}
        """
        return {**self.values, **self.match}

    @property
    def title(self):
        """How a person recognizes the row.

        >>> ImportRow("Row 2", {"name": None, "hostname": "dc01"}).title
        'dc01'
        """
        for name in (
            "name",
            "hostname",
            "serial_number",
            "asset_tag",
            "ip_addresses",
            "mac_addresses",
        ):
            if self.values.get(name):
                return self.values[name]
        return self.label


@dataclass
class ImportFile:
    """The rows of a file, what was ignored in it, and why."""

    rows: list
    warnings: list = field(default_factory=list)


def check_size(data):
    """Raise FileProblem when the bytes are too many, or none at all.

    >>> check_size(b"")
    Traceback (most recent call last):
    ...
    FileProblem: The file is empty. Choose a file that has content.
    """
    if not data.strip():
        raise FileProblem("The file is empty. Choose a file that has content.")
    if len(data) > MAX_FILE_BYTES:
        raise FileProblem(
            f"The file has {len(data) // 1024**2} MB; at most {MAX_FILE_BYTES // 1024**2} MB are read. Split it."
        )


def check_count(count):
    """Raise FileProblem when the file has more rows than one run takes."""
    if count > MAX_ROWS:
        raise FileProblem(f"The file has more than {MAX_ROWS:,} rows. Split it into several files.")
