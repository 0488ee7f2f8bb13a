# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`make key`: an API key for a script, alone on standard output."""

import contextlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path

from .console import Problem
from .instance import opened

SCRIPT = """
import json
from odoo.exceptions import UserError
try:
    answer = {{"key": env["ipai.api.key"]._for_script({login!r}, {scopes!r})}}
    env.cr.commit()
except UserError as error:
    answer = {{"error": str(error)}}
with open({file!r}, "w") as answers:
    json.dump(answer, answers)
"""


def run(settings):
    """Print a new key of the bot LOGIN with the scopes SCOPE; what else is said goes to standard error."""
    login, scopes = _wanted(os.environ)
    with contextlib.redirect_stdout(sys.stderr):
        key = answer(settings, SCRIPT, "The key could not be made.", login=login, scopes=scopes)
    print(key["key"])


def answer(settings, script, fails, **values):
    """Return what a script of Odoo's shell writes as JSON to its ``file``; raise Problem with its ``error``.

    :param fails: what to say when the process ends badly.
    :param values: what the script's places stand for, besides the file.
    """
    with opened(settings, keep=True) as instance:
        if settings.db not in instance.databases.names():
            raise Problem(f"There is no database {settings.db} yet: `make run` creates it.")
        # What the process says goes to the log, so the key takes another way.
        with tempfile.TemporaryDirectory(dir=settings.state) as folder:
            file = Path(folder) / "answer"
            instance.run(
                "--no-http",
                subcommand=["shell"],
                stdin=script.format(file=str(file), **values),
                fails=fails,
            )
            found = json.loads(file.read_text())
    if "error" in found:
        raise Problem(found["error"])
    return found


def _wanted(environ):
    """Return login and scopes.

    >>> _wanted({"LOGIN": "n8n", "SCOPE": "assets,monitoring"})
    ('n8n', ['assets', 'monitoring'])
    >>> _wanted({"SCOPE": "assets"})
    Traceback (most recent call last):
    ...
    setup.console.Problem: LOGIN= is not a login: name the bot, as in `make key LOGIN=n8n SCOPE=assets`.
    """
    login = environ.get("LOGIN") or ""
    if not re.fullmatch(r"[\w.@+-]{1,64}", login):
        raise Problem(
            f"LOGIN={login} is not a login: name the bot, as in `make key LOGIN=n8n SCOPE=assets`."
        )
    return login, sorted(set(filter(None, (environ.get("SCOPE") or "").split(","))))
