# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make hook`: the address and the secret of an event source, alone on standard output."""

import contextlib
import os
import re
import sys

from . import keys, server
from .console import Problem

SCRIPT = """
import json
from odoo.exceptions import UserError
try:
    if "ipai.inbox.source" not in env:
        raise UserError("The addon ipai_inbox is not installed in this database.")
    answer = env["ipai.inbox.source"]._for_script({kind!r}, {name!r})
    env.cr.commit()
except UserError as error:
    answer = {{"error": str(error)}}
with open({file!r}, "w") as answers:
    json.dump(answer, answers)
"""


def run(settings):
    """Print ``url=`` and ``secret=`` of the source NAME of the kind KIND; what else is said goes to standard error."""
    kind, name = _wanted(os.environ)
    with contextlib.redirect_stdout(sys.stderr):
        made = keys.answer(settings, SCRIPT, "The source could not be made.", kind=kind, name=name)
    print(f"url={server.url(settings)}{made['path']}")
    print(f"secret={made['secret']}")


def _wanted(environ):
    """Return kind and name.

    >>> _wanted({"KIND": "github", "NAME": "GitHub of the lab"})
    ('github', 'GitHub of the lab')
    >>> _wanted({"KIND": "github"})
    Traceback (most recent call last):
    ...
    setup.console.Problem: NAME= names no source: write it as in `make hook KIND=github NAME=lab`.
    """
    kind, name = environ.get("KIND") or "", (environ.get("NAME") or "").strip()
    if not re.fullmatch(r"[a-z][a-z0-9_.]{0,40}", kind):
        raise Problem(f"KIND={kind} is no kind: write it as in `make hook KIND=github NAME=lab`.")
    if not re.fullmatch(r"[^\x00-\x1f]{1,100}", name):
        raise Problem(
            f"NAME={name} names no source: write it as in `make hook KIND=github NAME=lab`."
        )
    return kind, name
