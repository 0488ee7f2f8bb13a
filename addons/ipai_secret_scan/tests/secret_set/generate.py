# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Labeled IT notes, the same ones for the same seed.

One JSON object a line, from the folder above: `python3 -m secret_set.generate 15 [--half held_out]`.
"""

import argparse
import html
import importlib
import json
import random
import re
import sys
from dataclasses import asdict, dataclass

from . import fakes

HALVES = ("open", "held_out")
SECRETS_PER_KIND = 7
ORDINARY = 1200
BLANK = re.compile(r"\[\[(\w+)\]\]")
ARMOR = re.compile(r"-----(BEGIN|END) [A-Z0-9 ]+-----")


@dataclass(frozen=True)
class Note:
    """A text, the kind of its secret or the group of an ordinary one, and the secrets verbatim."""

    text: str
    kind: str
    secrets: tuple = ()


def notes(seed, half="open"):
    """Return the notes with a secret and the ordinary ones, two lists of `Note`.

    >>> secret, ordinary = notes(15)
    >>> len(secret) >= 480, len({note.kind for note in secret}) >= 40, len(ordinary) >= 1000
    (True, True, True)
    >>> all(note.secrets and all(part in note.text for part in note.secrets) for note in secret)
    True
    >>> any(note.secrets for note in ordinary)
    False
    >>> notes(15) == (secret, ordinary), notes(16) == (secret, ordinary)
    (True, False)
    >>> {note.kind for note in notes(15, "held_out")[0]} == {note.kind for note in secret}
    True
    """
    templates = importlib.import_module(
        {"open": ".open_half", "held_out": ".held_out"}[half], __package__
    )
    rng = random.Random(f"{half} {seed}")
    context = sections(templates.CONTEXT)["context"]
    return (
        _with_secret(rng, sections(templates.SECRETS), context),
        _ordinary(rng, sections(templates.ORDINARY), context),
    )


def sections(source):
    """Return the templates of each kind.

    >>> sections('''
    ... == pin
    ... PIN [[pin]]
    ... --
    ... Door:
    ...   [[pin]]#
    ... ''')
    {'pin': ['PIN [[pin]]', 'Door:\\n  [[pin]]#']}
    """
    parts = re.split(r"^== (\w+)\n", source.strip() + "\n", flags=re.MULTILINE)[1:]
    return {
        kind: [template.strip("\n") for template in body.split("\n--\n")]
        for kind, body in zip(parts[::2], parts[1::2], strict=True)
    }


def fill(rng, template):
    """Return the text of a template and the secrets in it, each as one line.

    >>> fill(random.Random(1), "PIN [[pin]] for [[host]]")
    ('PIN 58017 for lis-nas-07', ('58017',))
    """
    secrets = []

    def value(match):
        name = match[1]
        if name in fakes.HARMLESS:
            return fakes.HARMLESS[name](rng)
        made = fakes.SECRET[name](rng)
        secrets.extend(line for line in made.splitlines() if not ARMOR.fullmatch(line))
        return made

    return BLANK.sub(value, template), tuple(secrets)


def _with_secret(rng, kinds, context):
    made = []
    for kind, templates in kinds.items():
        order = rng.sample(templates, len(templates))
        for number in range(max(SECRETS_PER_KIND, len(order))):
            text, secrets = fill(rng, order[number % len(order)])
            made.append(Note(dressed(rng, text, context), kind, secrets))
    return made


def _ordinary(rng, groups, context):
    """Return notes of one temptation and, one in four, of two or three."""
    pairs = [(group, template) for group, templates in groups.items() for template in templates]
    made = []
    while len(made) < ORDINARY:
        for group, template in rng.sample(pairs, len(pairs)):
            text, _ = fill(rng, template)
            if rng.random() < 0.25:
                others = rng.sample(pairs, rng.randint(1, 2))
                text = "\n".join([text, *(fill(rng, other)[0] for _, other in others)])
                group = "several"
            made.append(Note(dressed(rng, text, context), group))
    return made


def dressed(rng, text, context):
    """Return a note as a field would hold it: among other lines, in a list, quoted, as HTML."""
    if text.startswith("<"):  # HTML written by hand.
        return text
    lines = [fill(rng, line)[0] for line in rng.sample(context, rng.choice((0, 1, 2, 2, 9)))]
    place = rng.randint(0, len(lines))
    parts = (*lines[:place], text, *lines[place:])
    return rng.choices(DRESSES, DRESS_WEIGHTS)[0](parts)


def plain(parts):
    return "\n".join(parts)


def spaced(parts):
    return "\n\n".join(parts) + "\n"


def windows(parts):
    return "\r\n".join("\n".join(parts).splitlines())


def quoted(parts):
    """
    >>> quoted(("Hello,", "see below."))
    '> Hello,\\n> see below.'
    """
    return "\n".join(f"> {line}" for line in plain(parts).splitlines())


def bullets(parts):
    """
    >>> bullets(("Racked", "Cabled:\\n A to B"))
    '- Racked\\n- Cabled:\\n   A to B'
    """
    return "\n".join("- " + part.replace("\n", "\n  ") for part in parts)


def fenced(parts):
    return f"```\n{plain(parts)}\n```"


def paragraphs(parts):
    """
    >>> paragraphs(("R&D", "rack 2"))
    '<p>R&amp;D</p><p>rack 2</p>'
    """
    return "".join(f"<p>{_escaped(line)}</p>" for line in plain(parts).splitlines())


def breaks(parts):
    return f"<p>{'<br>'.join(map(_escaped, plain(parts).splitlines()))}</p>"


def editor(parts):
    """What Odoo's editor makes of text pasted from a web page."""
    style = "font-size: 0.875rem; background-color: rgb(255, 255, 255);"
    return "".join(
        f'<div><span style="{style}">{_escaped(line)}</span></div>'
        for line in plain(parts).splitlines()
    )


def preformatted(parts):
    return f"<pre>{_escaped(plain(parts))}</pre>"


def listed(parts):
    items = (f"<li>{_escaped(part)}</li>".replace("\n", "<br/>") for part in parts)
    return f"<ul>{''.join(items)}</ul>"


def _escaped(text):
    return html.escape(text, quote=False)


DRESSES, DRESS_WEIGHTS = zip(
    (plain, 8),
    (spaced, 3),
    (windows, 1),
    (quoted, 1),
    (bullets, 2),
    (fenced, 1),
    (paragraphs, 4),
    (breaks, 2),
    (editor, 1),
    (preformatted, 1),
    (listed, 2),
    strict=True,
)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seed", type=int)
    parser.add_argument("--half", choices=HALVES, default="open")
    options = parser.parse_args(arguments)
    for note in sum(notes(options.seed, options.half), []):
        sys.stdout.write(json.dumps(asdict(note), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
