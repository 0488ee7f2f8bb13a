# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The examples of the contract, read from its own text."""

import json
import re
from pathlib import Path

TEXT = (Path(__file__).parent / "data" / "contract.md").read_text()
# In the order of the text: an endpoint, what is sent, what comes back.
PART = re.compile(
    r"^#### `(?P<heading>[A-Z]+ /\S+?)`$"
    r"|^(?P<command>(?:GET|POST|DELETE) /odoo/\S+)$"
    r"|^\*\*(?P<what>Payload|Response)[^*]*\*\*\n```json\n(?P<json>.*?)^```",
    re.MULTILINE | re.DOTALL,
)


def examples():
    """Each endpoint of the reference part, as (method, path, payload or None, response or None).

    >>> len(examples())
    17
    """
    reference = TEXT[: TEXT.index("## Usage Examples")]
    found = []
    for part in PART.finditer(reference):
        endpoint = part["heading"] or part["command"]
        if endpoint:
            found.append([*endpoint.split(), None, None])
        else:
            value = json.loads(re.sub(r"/\*.*?\*/", "", part["json"]))
            found[-1][2 if part["what"] == "Payload" else 3] = value
    return found


def summary():
    """The endpoints of the reference table: (method, path)."""
    rows = re.findall(r"^\| `(/odoo/\S+)` \| ([A-Z]+) \|", TEXT, re.MULTILINE)
    return [(method, path) for path, method in rows]


def misfits(documented, given, where=""):
    """Where an answer lacks what the contract shows, or has another type."""
    if isinstance(documented, dict):
        if not isinstance(given, dict):
            return [f"{where} is no object"]
        missing = [f"{where}/{name} is missing" for name in documented if name not in given]
        return missing + [
            misfit
            for name, value in documented.items()
            if name in given
            for misfit in misfits(value, given[name], f"{where}/{name}")
        ]
    if isinstance(documented, list):
        if not isinstance(given, list):
            return [f"{where} is no list"]
        if not (documented and given):
            return []
        if len(documented) == len(given) and not isinstance(documented[0], dict):
            pairs = zip(documented, given, strict=True)
        else:
            pairs = [(documented[0], item) for item in given]
        return [misfit for pair in pairs for misfit in misfits(*pair, f"{where}/-")]
    kinds = (int, float) if type(documented) is float else type(documented)
    return [] if isinstance(given, kinds) else [f"{where} is {given!r}, not as {documented!r}"]
