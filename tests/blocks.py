# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The fenced blocks of a page: what is typed, what is answered, and what a person does between them.

A page says in comments what a reader of the rendered page does not see:

``<!-- not run: why -->``
    The block that follows is shown and not run.
``<!-- by hand: VERB ARGUMENTS -->``
    What the sentence beside it has the reader do in the web client; the runner does the same over RPC.
"""

import dataclasses
import json
import re

COMMANDS = ("", "sh")
"""Languages of the blocks that a shell runs; ``text`` is for what is only looked at."""


@dataclasses.dataclass(frozen=True)
class Block:
    language: str
    text: str
    line: int
    reason: str = ""
    """Why it is not run."""


@dataclasses.dataclass(frozen=True)
class ByHand:
    words: tuple
    line: int


def read(text):
    """Return the blocks and the steps by hand of a page, in its order.

    >>> page = "<!-- by hand: group n8n x.y -->\\n```\\necho a\\n```\\n<!-- not run: why -->\\n```sh\\nmake run\\n```\\n"
    >>> [(type(part).__name__, part.line) for part in read(page)]
    [('ByHand', 1), ('Block', 3), ('Block', 7)]
    >>> read(page)[2].reason
    'why'
    """
    found, lines, reason = [], text.splitlines(), ""
    number = 0
    while number < len(lines):
        line = lines[number]
        if comment := re.match(r"\s*<!-- by hand: (.+?) -->$", line):
            found.append(ByHand(tuple(comment[1].split()), number + 1))
        elif comment := re.match(r"\s*<!-- not run: (.+?) -->$", line):
            reason = comment[1]
        elif fence := re.match(r"( *)```(\w*)\s*$", line):
            end = next(i for i in range(number + 1, len(lines)) if lines[i].strip() == "```")
            body = "\n".join(one.removeprefix(fence[1]) for one in lines[number + 1 : end])
            found.append(Block(fence[2], body, number + 2, reason))
            number, reason = end, ""
        number += 1
    return found


def loads(text):
    """Return a documented answer as JSON; ``…`` ends an object or a list, or stands for a value.

    >>> loads('{"a": 1, "b": {"c": 2, …}, "d": [1, …], "e": …, …}')
    {'a': 1, 'b': {'c': 2}, 'd': [1], 'e': '…'}
    >>> loads('{"a": 1, …\\n "b": 2}')
    {'a': 1, 'b': 2}
    """
    text = re.sub(r",\s*…,?\s*(?=\")", ", ", text)
    text = re.sub(r",?\s*…\s*(?=[}\]])", "", text)
    text = re.sub(r":\s*(?=[}\],])", ': "…"', text)
    text = re.sub(r":\s*…", ': "…"', text)
    # A line break in the page is no part of an answer.
    return json.loads(re.sub(r"\n\s*", " ", text))


MOVING = re.compile(r"\d{4}-\d\d-\d\dT|…|^[0-9a-f]{8}$|^[0-9a-f-]{36}$|^https?://")
NUMBERED = ("id", "database", "asset", "run", "proposal_id", "record_id", "partner_id", "res_id")


def differences(documented, answered, at="", learnt=None):
    """Return where an answer is not as documented, in words.

    What the page leaves out may be there. Times, addresses and texts with ``…`` need only be texts; numbers of
    records may be others and are put into `learnt` as {documented: answered}, for the commands that follow.

    >>> differences({"id": 7, "name": "a"}, {"id": 9, "name": "b", "more": 1})
    ["/name: the page says 'a', the answer 'b'"]
    >>> differences({"a": [1], "b": None}, {"a": "x"})
    ['/a: the page shows a list, the answer a str', '/b: missing in the answer']
    """
    learnt = {} if learnt is None else learnt
    if isinstance(documented, dict) and isinstance(answered, dict):
        found = []
        for key, value in documented.items():
            if key not in answered:
                found.append(f"{at}/{key}: missing in the answer")
            elif key in NUMBERED and not isinstance(value, (dict, list)):
                if value not in (None, "…") and answered[key] is not None:
                    learnt[str(value)] = str(answered[key])
            else:
                found += differences(value, answered[key], f"{at}/{key}", learnt)
        return found
    if isinstance(documented, list) and isinstance(answered, list):
        if len(answered) < len(documented):
            return [f"{at}: the page shows {len(documented)}, the answer has {len(answered)}"]
        pairs = zip(documented, answered, strict=False)
        return [
            one
            for index, (left, right) in enumerate(pairs)
            for one in differences(left, right, f"{at}/{index}", learnt)
        ]
    if isinstance(documented, str):
        documented = renamed(documented, learnt)
    if isinstance(documented, str) and MOVING.search(documented):
        return []
    if type(documented) is not type(answered) and None not in (documented, answered):
        names = type(documented).__name__, type(answered).__name__
        return [f"{at}: the page shows a {names[0]}, the answer a {names[1]}"]
    if documented != answered:
        return [f"{at}: the page says {documented!r}, the answer {answered!r}"]
    return []


def renamed(text, learnt):
    """Return a command with the numbers of this instance.

    >>> renamed("curl /partners/789 17890", {"789": "12"})
    'curl /partners/12 17890'
    """
    for documented, answered in learnt.items():
        text = re.sub(rf"(?<![\w.:-]){re.escape(documented)}(?![\w-])", answered, text)
    return text
