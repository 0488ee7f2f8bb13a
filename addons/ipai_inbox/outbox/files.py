# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Events in files of the server: below the folder that ``ipai_outbox_folder`` in odoo.conf names, nowhere else."""

import os
import re
from pathlib import Path

from odoo.tools import config

from .calls import Answer

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}\.jsonl")


def folder():
    """Where files are written: ``outbox`` below the data folder, if the operator names no other."""
    return Path(config.get("ipai_outbox_folder") or Path(config["data_dir"]) / "outbox")


def is_name(name):
    """
    >>> is_name("anchors.jsonl"), is_name("../x.jsonl"), is_name("/etc/x.jsonl"), is_name(False)
    (True, False, False, False)
    """
    return bool(NAME.fullmatch(name or ""))


def append(place, name, lines):
    """Append lines to a file, and see that they are on the disk.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as here:
    ...     append(Path(here), "a.jsonl", ["{}"]).status, append(Path(here), "../b", []).error
    ...     (Path(here) / "a.jsonl").read_text()
    (200, 'This is no name of a file: write one as in anchors.jsonl.')
    '{}\\n'
    """
    if not is_name(name):
        return Answer(error="This is no name of a file: write one as in anchors.jsonl.")
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW
        handle = os.open(place / name, flags, 0o600)
        with os.fdopen(handle, "ab") as file:
            file.write("".join(f"{line}\n" for line in lines).encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return Answer(error=f"{place / name} cannot be written: {error.strerror}.")
    return Answer(200)
