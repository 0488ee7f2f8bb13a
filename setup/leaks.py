# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""After the suite: no secret of the tests' vaults and no token in what the tests leave, and no question for a value.

Read are a dump of the database (with ``ir_logging``, ``mail_message``, ``bus_bus`` and all else), its filestore, and the log,
in which the tests of the vaults note each URL that was asked.
"""

import os
import re
import subprocess

from .console import note
from .results import Result

ADDON = "ipai_credential_ref"
SHAPES = {
    "a secret of a test's vault": re.compile(rb"never-seen-[0-9a-f]{32}"),
    "the root token of a test's vault": re.compile(rb"root-[0-9a-f]{32}"),
    "a token of OpenBao or Vault": re.compile(
        rb"\b(?:hv[sbr]\.[A-Za-z0-9_-]{24,}|[sb]\.(?=[A-Za-z]*\d)(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])[A-Za-z0-9]{24}\b)"
    ),
}
ASKED = re.compile(rb"asked: ([A-Z]+) (\S+)")
VALUE = re.compile(rb"/(?:data|subkeys|undelete|destroy|delete)(?:/|$|\?)")
KNOWN = re.compile(rb"/((detailed-)?metadata|sys/internal/ui/mounts)/.*")
"""Behind these may stand any name: a folder called data is none of values."""
SIZE = 1 << 20
OVERLAP = 200
"""Bytes that two pieces share, so that no secret is cut in two."""


def check(instance):
    """The Result of both tests, for a database whose tests have just run."""
    found = sorted(left(instance))
    for place, what in found:
        note(f"FAIL: {place} holds {what}")
    log = instance.log_file.read_bytes()
    questions = ASKED.findall(log)
    values = values_asked(log)
    for method, url in values[:5]:
        note(f"FAIL: a value was asked for: {method.decode()} {url.decode()}")
    if questions:
        note(f"{len(questions)} questions to vaults, {len(values)} of them for a value")
    failed = bool(found) + bool(values)
    return Result(2 - failed, failed)


def values_asked(log):
    """(method, URL) of the questions in a log that were for a value, and not for what is told of it.

    >>> values_asked(b"asked: GET http://x/v1/secret/data/lab/a")
    [(b'GET', b'http://x/v1/secret/data/lab/a')]
    >>> values_asked(b"asked: LIST http://x/v1/secret/detailed-metadata/data/ asked: GET http://x/v1/secret/metadata/data/a")
    []
    """
    return [(how, url) for how, url in ASKED.findall(log) if VALUE.search(KNOWN.sub(b"", url))]


def left(instance):
    """Yield (place, what) for each place in which a secret stands; the secret itself is not told."""
    dump = [instance.databases.binaries / "pg_dump", instance.settings.db]
    environment = {**os.environ, **instance.databases.environment}
    with subprocess.Popen(dump, stdout=subprocess.PIPE, env=environment) as process:
        yield from (("the database", what) for what in shapes_in(process.stdout))
    if process.returncode:
        yield "the database", f"what pg_dump could not read (it ended with {process.returncode})"
    files = instance.settings.state / "data" / "filestore" / instance.settings.db
    for path in [instance.log_file, *(one for one in files.rglob("*") if one.is_file())]:
        with path.open("rb") as file:
            yield from ((path.name, what) for what in shapes_in(file))


def shapes_in(file):
    """The names of the shapes that a file holds, wherever it is cut into pieces.

    >>> import io
    >>> shapes_in(io.BytesIO(b"x" * (SIZE - 5) + b"never-seen-" + b"0a" * 16))
    ["a secret of a test's vault"]
    >>> shapes_in(io.BytesIO(b"this.props.isReadonlyInThisVeryView, s.abcdefghijklmnopqrstuvwx"))
    []
    >>> shapes_in(io.BytesIO(b"token s." + b"Fo9bBGZgkNLPQex40qocT5Eb"))
    ['a token of OpenBao or Vault']
    """
    found, end = set(), b""
    while piece := file.read(SIZE):
        text = end + piece
        found |= {what for what, shape in SHAPES.items() if shape.search(text)}
        end = text[-OVERLAP:]
    return sorted(found)
