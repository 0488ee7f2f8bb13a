# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asks all rules of a text.

`detect-secrets` is not used: it reads source code line by line, its labels are English and want a quoted value, and
of the notes that people write it finds less than the shapes below; its issuers' shapes are in `tokens`.
"""

import re
from typing import NamedTuple

from .commands import COMMANDS
from .plain import is_markup, seen, text_of
from .tokens import TOKENS
from .values import classes, is_example, is_phrase, is_place, is_random, is_secret, is_told, trimmed
from .words import CODES, LABELS, LOGIN, LOGIN_ANCHORS, RECOVERY

LONG = 65_536
"""Characters of a text that are read while somebody waits; the sweep at night reads all."""

MOST = 200
"""Candidates that one rule judges in each LONG characters. What has more is no note: it counts as found."""

PARTED = re.compile(r"[\s:=/|,;\"'<>{$-]")
"""What a short text has that is more than one word."""

PLAIN = frozenset({"private-key"})
"""Kinds of which the shape holds nothing of the secret itself."""

NAMES = frozenset({"public", "password", "string", "strings", "secret", "community"})
"""Words that stand where a command's syntax is told."""

BEFORE, AFTER = 120, 400
"""Characters around an anchor in which a shape is looked for."""

REST = re.compile(r"[\w.+/=~%-]{0,4000}")
"""What of a token may follow the part that makes it known."""


WORD = re.compile(r"\S{1,120}")
SIGNS = re.compile(r"[!#$%^&*?+~]")
PAIR = re.compile(
    r"(?<![^\s(>\"'`*|])[A-Za-z][\w.@\\-]{1,30}(?:[ ]?/{1,2}[ ]?|[ ]?[|][ ]?|:[ ]?|[ ]-[ ])"
    r"(?P<value>[^\s/:=?<>&|{}\\]{7,60})(?=[\s)<\"'`*|,.;]|$)"
)
"""A name and what stands beside it, neither an address nor a path."""

HEAD = re.compile(
    r"(?:^|[|\t;,])[ \t\"*`]{0,4}(?P<label>(?:[a-z]{1,12}[ _-])?(?:passw"
    r"(?:or[dt]|d)|pwd?|pass|kennwort|mot de passe|mdp|contrase(?:ñ|n)a|clave"
    r"|wachtwoord|parola|senha|has(?:ł|l)o|secret|token|api[ _-]?key|psk|passphrase))[ \t\"*`]{0,4}(?:$|[|\t;,])"
)
"""A heading of a column of secrets."""

COLUMN = re.compile(
    r"(?:^|[ ]{2})(?P<label>passw(?:or[dt]|d)|pwd?|pass|kennwort|mot de passe|mdp|contrase"
    r"(?:ñ|n)a|clave|wachtwoord|parola"
    r"|senha|has(?:ł|l)o)(?:$|[ ]{2})"
)
"""The same in a table without lines."""


CERTAIN = frozenset(rule.kind for rule in TOKENS) - {"password", "url-password", "password-hash"}
"""Kinds that their issuers' shapes tell: not one false alarm on the ordinary notes of the labeled set."""

TOKEN_ANCHORS = frozenset(anchor for rule in TOKENS for anchor in rule.anchors)
WORD_ANCHORS = frozenset(anchor for rule in COMMANDS for anchor in rule.anchors) | {
    label.anchor for label in LABELS
}


class Finding(NamedTuple):
    """A kind, and where in the text the secret stands; never the secret."""

    kind: str
    start: int
    end: int


def kinds_in(text, whole=False):
    """The kinds of secrets in a text, sorted, each once; HTML is read as such and as its text.

    Unless asked for the whole, behind the first LONG characters only issuers' shapes are looked for.

    >>> kinds_in("DB_PASSWORD=hunter22x and key AKIA" + "A1B2" * 4)
    ['aws-access-key', 'password']
    >>> kinds_in("<p><b>Passwort</b>: Winter2024!</p>")
    ['password']
    >>> kinds_in("The password is in the vault: op://it/srv01/root; reset the password of srv01.")
    []
    """
    if len(text) < 6 or (len(text) < 16 and not PARTED.search(text)):
        return []
    text, rest = seen(text if whole else text[:LONG]), "" if whole else text[LONG - AFTER :]
    found = {finding.kind for finding in _findings(text)}
    if is_markup(text):
        found.update(finding.kind for finding in _findings(seen(text_of(text))))
    if len(rest) > AFTER:
        found.update(finding.kind for finding in _tokens(rest, found & CERTAIN))
    return sorted(found)


def matches(text):
    """Kinds with what matched, of the text and of what it reads as: only to be hashed at once."""
    texts = [seen(text)]
    if is_markup(texts[0]):
        texts.append(seen(text_of(texts[0])))
    return {
        (kind, trimmed(one[start:end].split("<")[0]))
        for one in texts
        for kind, start, end in _findings(one, every=True)
    }


def scan(text):
    """Where the secrets are, in order.

    >>> scan("pw: Winter2024!")
    [Finding(kind='password', start=4, end=15)]
    """
    return sorted(
        set(_findings(text, every=True)), key=lambda finding: (finding.start, -finding.end)
    )


def mask(text):
    """The text with a sign in place of each secret, for what is made of texts that are kept.

    >>> mask("login with pw: Winter2024! please")
    'login with pw: [masked: password] please'
    """
    out, last = [], 0
    for kind, start, end in scan(text):
        if start >= last:
            out += (text[last:start], f"[masked: {kind}]")
            last = end
    return "".join([*out, text[last:]])


def _findings(text, every=False):
    """Findings of the text as it stands; without `every`, at most one of a kind."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    done = set()
    for finding in _all_findings(text, lower, done):
        yield finding
        if not every:
            done.add(finding.kind)


def _all_findings(text, lower, done):
    most = MOST * (1 + len(text) // LONG)
    yield from _tokens(text, done)
    in_lower = {anchor for anchor in WORD_ANCHORS if anchor in lower}
    for rule in COMMANDS:
        if rule.kind not in done and (anchors := in_lower.intersection(rule.anchors)):
            yield from _shaped(rule, text, lower, anchors, most, judged=True)
    for label in LABELS:
        if label.kind not in done and label.anchor in in_lower:
            yield from _labeled(label, text, lower, max(0, lower.find(label.anchor) - 40), most)
    if "recovery-code" not in done:
        yield from _recovery(lower)
    if "password" not in done and ("|" in text or "," in text or ";" in text or "\t" in text):
        yield from _tables(text, lower)
    if "password" not in done and "  " in text:
        yield from _aligned(text, lower)
    if "password" not in done:
        yield from _logins(text, lower, most)
        if "password" not in done:
            yield from _pairs(text, lower, most)


def _tokens(text, done):
    most = MOST * (1 + len(text) // LONG)
    in_text = {anchor for anchor in TOKEN_ANCHORS if anchor in text}
    for rule in TOKENS:
        if rule.kind not in done and (anchors := in_text.intersection(rule.anchors)):
            yield from _shaped(rule, text, text, anchors, most)


def _windows(text, anchors):
    """Bounds of the parts of lines around the anchors.

    >>> list(_windows("a\\nxx key\\nb", ("key",)))
    [(2, 8)]
    """
    for anchor in anchors:
        at = text.find(anchor)
        while at >= 0:
            start = max(text.rfind("\n", max(0, at - BEFORE), at) + 1, at - BEFORE, 0)
            stop = text.find("\n", at, at + AFTER)
            end = stop if stop >= 0 else min(len(text), at + AFTER)
            yield start, end
            at = text.find(anchor, end if stop >= 0 else max(at + len(anchor), end - BEFORE))


def _shaped(rule, text, searched, anchors, most, judged=False):
    group = "secret" if "secret" in rule.shape.groupindex else 0
    count = 0
    for start, end in _windows(searched, anchors):
        for match in rule.shape.finditer(text, start, end + AFTER if rule.kind in PLAIN else end):
            count += 1
            if count <= most and rule.kind not in PLAIN:
                value = trimmed(match[group])
                if is_example(value) or (
                    judged and (len(value) < 3 or is_place(value) or value.lower() in NAMES)
                ):
                    continue
            yield _whole(rule.kind, text, *match.span(group))


def _whole(kind, text, start, end):
    """The finding, up to where the secret ends."""
    if kind == "private-key":
        stop = text.find("-----END", end)
        return Finding(
            kind,
            start,
            len(text)
            if stop < 0
            else REST.match(text, text.find("\n", stop) + 1 or len(text)).start(),
        )
    return Finding(kind, start, REST.match(text, end).end())


def _labeled(label, text, lower, begin, most):
    for count, match in enumerate(label.shape.finditer(lower, begin)):
        start, end = match.span("value")
        if count > most:
            yield Finding(label.kind, start, end)
            return
        if _is_public(lower, match.start()) or is_example(text[start:end]):
            continue
        strong = match["sign"] is not None
        if not strong and not label.weak:
            continue
        raw = text[start:end]
        value = trimmed(raw.split("</")[0])
        stop = text.find("\n", end, end + 160)
        rest = text[end : stop if stop >= 0 else end + 160]
        if (
            is_secret(
                value,
                strong,
                label.kind,
                rest,
                assigned=_is_assigned(match, raw)
                or lower[match.start() - 1 : match.start()] in ("_", "."),
            )
            or (strong and ";" in value and is_secret(value.split(";")[0], True, label.kind))
            or (
                strong
                and label.kind in ("passphrase", "password", "wifi-key")
                and is_phrase(raw + rest)
            )
        ):
            yield Finding(label.kind, start, end)
        elif label.weak or label.kind in ("pin", "client-secret"):
            yield from _told(
                label.kind, text, match.start(), match.end() if match["sign"] is None else start
            )


def _told(kind, text, begin, end):
    """A secret that the label's sentence tells: behind a verb, or before "as the password"."""
    at = text.find(" ", begin, end + 1)
    if at >= 0:
        stop = text.find("\n", at, at + 160)
        words = list(WORD.finditer(text, at, stop if stop >= 0 else at + 160))
        if (place := is_told([word[0] for word in words], kind)) is not None:
            yield Finding(kind, *words[place].span())


def _tables(text, lower):
    """Cells below a heading that is a label, in tables of Markdown and in separated values."""
    lines = lower.split("\n")
    offset = 0
    for number, line in enumerate(lines):
        separator = next((sign for sign in "|\t;," if sign in line), None)
        if separator and (head := HEAD.search(line)):
            column = line.count(separator, 0, head.start("label"))
            place = offset + len(line) + 1
            for row in lines[number + 1 : number + 30]:
                cells = row.split(separator)
                if len(cells) <= column or row.count(separator) != line.count(separator):
                    break
                start = place + sum(len(cell) + 1 for cell in cells[:column])
                raw = text[start : start + len(cells[column])]
                if is_secret(trimmed(raw.strip()), True, "password", assigned=False):
                    yield Finding("password", start, start + len(raw))
                place += len(row) + 1
        offset += len(line) + 1


def _aligned(text, lower):
    """Words below a heading that is a label, in columns that blanks align."""
    lines, offset = lower.split("\n"), 0
    for number, line in enumerate(lines):
        head = COLUMN.search(line) if "  " in line else None
        place = offset + len(line) + 1
        for row in lines[number + 1 : number + 30] if head else ():
            if len(row) <= head.start("label") or "  " not in row:
                break
            if (match := WORD.match(row, head.start("label"))) and row[match.start() - 1] == " ":
                start, end = place + match.start(), place + match.end()
                if is_secret(trimmed(text[start:end]), True):
                    yield Finding("password", start, end)
            place += len(row) + 1
        offset += len(line) + 1


def _is_public(lower, start):
    """Whether the word before the label says that what follows is no secret."""
    before = lower[max(0, start - 12) : start]
    return before.endswith(
        ("public ", "public_", "public-", "no ", "kein ", "keine ", "csrf ", "without ")
    )


def _is_assigned(match, raw):
    """Whether label and value are written as code: `X=y`, `"x": "y"`."""
    sign = match["sign"] or ""
    return sign.strip() == "=" or (raw[:1] in "\"'" and len(raw) > 2 and " " not in raw)


def _recovery(lower):
    for match in RECOVERY.finditer(lower):
        window = lower[match.end() : match.end() + 240]
        if len(codes := list(CODES.finditer(window))) >= 2 and codes[0].start() < 80:
            yield Finding(
                "recovery-code", match.end() + codes[0].start(), match.end() + codes[-1].end()
            )
            return
        if (
            codes
            and window[: codes[0].start()].strip(" \t\n*`\"'") in (":", "=", "is", "ist")
            and "-" in codes[0][0]
        ):
            yield Finding(
                "recovery-code", match.end() + codes[0].start(), match.end() + codes[0].end()
            )
            return


def _pairs(text, lower, most):
    """A name and a password side by side, of which the password looks like one by itself."""
    count = 0
    for begin, stop in _windows(lower, ("/", ":", " - ")):
        for match in PAIR.finditer(text, begin, stop):
            value, count = trimmed(match["value"]), count + 1
            digit, lower_, upper, _sign = classes(value)
            if count > most:
                return
            told = SIGNS.search(value) and digit and (lower_ or upper) and is_secret(value, False)
            beside = " / " in match[0]
            if told or (beside and digit and is_random(value) and is_secret(value, False)):
                yield Finding("password", *match.span("value"))


def _logins(text, lower, most):
    count = 0
    for begin, stop in _windows(lower, LOGIN_ANCHORS):
        for match in LOGIN.finditer(lower, begin, stop):
            start, end = match.span("value")
            count += 1
            value = trimmed(text[start:end])
            if count > most or ("\\" not in value and is_secret(value, strong=False)):
                yield Finding("password", start, end)
