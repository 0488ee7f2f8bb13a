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
    """The rows of the reference table: (method, path, whether it needs a confirmation)."""
    row = r"^\| `(/odoo/\S+)` \| ([A-Z]+) \|[^|]*\| (\S+) \|$"
    rows = re.findall(row, TEXT, re.MULTILINE)
    return [(method, path, said == "**Yes**") for path, method, said in rows]


def worked():
    """The calls of each worked example, in its order: lists of (method, path, payload or None).

    >>> [len(calls) for calls in worked()]
    [4, 3]
    """
    usage = TEXT[TEXT.index("## Usage Examples") : TEXT.index("## Security Considerations")]
    call = re.compile(r"^ *(GET|POST) (/odoo/\S+)\n((?: *[{}\"].*\n)*)", re.MULTILINE)
    return [
        [
            (method, path, json.loads(body) if body.strip() else None)
            for method, path, body in call.findall(example)
        ]
        for example in usage.split("### Example ")[1:]
    ]


def models():
    """The models of the picture of the architecture."""
    return re.findall(r"^│  - ([a-z]+\.[a-z]+) ", TEXT, re.MULTILINE)


def limits():
    """Calls a minute: name of the class → number."""
    found = re.findall(r"^- (\w+) endpoints?: (\d+) requests/minute$", TEXT, re.MULTILINE)
    return {name.lower(): int(number) for name, number in found}


def settings():
    """The optional variables with the values that they have in the text."""
    found = re.findall(r"^ODOO_(SEARCH_FIELDS|INCLUDE_\w+)=(\S+)$", TEXT, re.MULTILINE)
    return {name.lower(): value for name, value in found}


def command():
    """The search that the text types in a shell: (its header, its payload)."""
    header, body = re.findall(r'-H "(X-API-Key): .*?-d \'({.*?})\'', TEXT, re.DOTALL)[0]
    return header, json.loads(body)


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
