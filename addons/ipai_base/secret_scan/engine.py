# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asks all rules of a text.

`detect-secrets` is not used: it was made for source code, line by line. The shapes of issuers that serve notes are in
`tokens`; the rest here is about what people write.
"""

import html
import re
from typing import NamedTuple

from .commands import COMMANDS
from .plain import is_markup, seen, text_of
from .tokens import TOKENS
from .values import (
    ACCOUNT,
    HOST,
    PLACES,
    classes,
    is_example,
    is_login,
    is_made,
    is_phrase,
    is_place,
    is_random,
    is_secret,
    is_told,
    trimmed,
)
from .words import (
    CODES,
    CREDENTIALS,
    ENTER,
    ENTER_ANCHORS,
    KEYISH,
    LABELS,
    LOGIN,
    LOGIN_ANCHORS,
    MACHINE,
    PROXMOX,
    RECOVERY,
    STACKED,
)

LONG = 65_536
"""Characters of a text that are read while somebody waits; the sweep at night reads all."""

MOST = 200
"""Candidates that one rule judges in each LONG characters. What has more is no note: it counts as found."""

PARTED = re.compile(r"[\s:=/|,;\"'<>{$-]")
"""What a short text has that is more than one word."""

PLAIN = frozenset({"private-key"})
"""Kinds of which the shape holds nothing of the secret itself."""

NAMES = frozenset(
    """public password string strings secret community none not is configured disabled enabled off on set unset removed empty
    required needed""".split()
)
"""Words that stand where a command's syntax is told."""

BEFORE, AFTER = 120, 400
"""Characters around an anchor in which a shape is looked for."""

PUBLIC = re.compile(
    r"-----BEGIN (?:CERTIFICATE|NEW CERTIFICATE|X509|PUBLIC KEY|RSA PUBLIC KEY|PGP PUBLIC KEY"
    r"|SSH2 PUBLIC KEY|TRUSTED CERT)"
    r"[A-Z0-9 ]{0,20}-----[^-]{1,20000}-----END [A-Z0-9 ]{1,40}-----"
    r"|(?<![\w$])(?:SHA(?:1|224|256|384|512)|MD5):(?=[A-Za-z0-9+/=:]{16})[A-Za-z0-9+/=:]+"
    r"|\barn:aws[\w-]{0,10}:[^\s\"'<>]{1,200}"
    r"|(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}|sk-ssh-ed25519@openssh\.com) AAAA[A-Za-z0-9+/=]+",
    re.I,
)
"""What is public as a whole: nothing in it is looked at."""

PUBLIC_ANCHORS = ("-----BEGIN", "arn:aws", " AAAA", "SHA", "sha", "MD5", "md5")

QUALIFIERS = re.compile(
    r"owner|user|holder|polic|rotat|last|next|expir|hash|type|length|lifetime|\bid\b|name|url|\bby\b"
    r"|ticket|date|manager|version"
    r"|\bage\b|reset|entry|eintrag|path|file|location|vault|scope|count|protect|format|history"
    r"|attempts|since|until|valid|check"
    r"|\bmin|\bmax|_min|_max|len|algorithm|method|store|enable|command|sync|timeout|program|chat|query"
    r"|encryption|provider|agent|field|column|env|variable|prompt|set by|richtlinie|abgelaufen|ablauf"
    r"|politique|pol[íi]t"
)
"""Words between a label and its sign, after which no secret stands but a property of it."""

SUBJECT = re.compile(
    r"(?:[ \t](?:is|ist|est|jest)[ \t](?P<value>[^\s]{7,60})[ \t]\([^\n()]{0,30}"
    r"|(?P<first>[^\s]{7,60})[ \t](?:is|ist|est|es|è|é|to|jest)[ \t](?:[^\s.;()]{1,12}[ \t]){0,3}[^\s.;()]{3,20})\Z"
)
"""A secret that stands before its label, of which the search ends behind the label."""

REST = re.compile(r"[\w.+/=~%-]{0,4000}")
"""What of a token may follow the part that makes it known."""


KEYED = frozenset({"token", "api-key", "client-secret", "aws-secret-key"})
KEY = re.compile(r"[0-9a-f]{32,128}|(?=[A-Za-z_/+-]*\d)[A-Za-z0-9_/+-]{24,128}={0,2}")
"""What machines make, behind a word that says so."""

ODD = re.compile(r"\d|[!#$%^&*?@+=]|[a-z][A-Z]")
"""What a secret that a sentence tells has somewhere."""

MADE = re.compile(r"[^\s/:|\"'<>()`]{7,100}")
TELLING = re.compile(r"[A-Za-z].*\d|\d.*[A-Za-z]|[A-Za-z].*[!#$%^&*?]")
WORD = re.compile(r"\S{1,120}")
CELL = re.compile(r"[^ \t]{1,120}(?: [^ \t]{1,120}){0,6}")
SIGNS = re.compile(r"[!#$%^&*?]|(?=.*[a-z])(?=.*[A-Z])[+~@=]")
PAIR = re.compile(
    r"(?<![^\s(>\"'`*|])[A-Za-z][\w.@\\-]{1,30}(?:[ ]?/{1,2}[ ]?|[ ]?[|][ ]?|:|[ ]-[ ])"
    r"(?P<value>[^\s/:=?<>&|{}()\\]{7,60})(?=[\s)<\"'`*|,.;]|$)"
)
"""A name and what stands beside it, neither an address nor a path."""

LINE = re.compile(
    r"(?:^|\n)[ \t>*-]{0,6}(?:\d{1,3}(?:\.\d{1,3}){3}"
    r"|[a-z][a-z0-9]{1,10}(?:-[a-z0-9]{1,12}){1,4}(?:\.[a-z0-9.-]{2,40})?)[ \t,;:|/()-]{1,4}"
    r"[A-Za-z][\w.-]{1,30}(?:\t{1,3}|[ ]{1,8}|[ ]?[/:|,;][ ]?"
    r"|[ ]-[ ])(?P<value>[^\s/:|,;()]{7,60})\)?[ \t]{0,4}(?=\n|$)"
)
"""An address or the name of a machine, a name, and what ends the line."""

HEAD = re.compile(
    r"(?:^|[|\t;,])[ \t\"*`]{0,4}(?P<label>(?:[a-z]{1,12}[ _-])?(?:passw"
    r"(?:or[dt]|d)|pwd?|pass|kennwort|mot de passe|mdp|contrase(?:ñ|n)a|clave"
    r"|wachtwoord|parola|senha|has(?:ł|l)o|secret|token|api[ _-]?key|psk"
    r"|passphrase))(?:[ (/][^|\t;,\n]{1,20})?[ \t\"*`]{0,4}(?:$|[|\t;,])"
)
"""A heading of a column of secrets."""

COLUMN = re.compile(
    r"(?:^|[ ]{2})(?P<label>passw(?:or[dt]|d)|pwd?|pass|kennwort|mot de passe|mdp|contrase"
    r"(?:ñ|n)a|clave|wachtwoord|parola"
    r"|senha|has(?:ł|l)o)(?:$|[ ]{2})"
)
"""The same in a table without lines."""


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
    if is_markup(text):
        text = seen(text_of(text))
    text = _without_public(text)
    found = {finding.kind for finding in _findings(text)}
    if len(rest) > AFTER:
        found.update(finding.kind for finding in _tokens(rest, found))
    return sorted(found)


def _without_public(text):
    """The text, of the same length, with blanks for what is public.

    >>> _without_public("key SHA256:abcdefghijklmnop+/ of srv01")
    'key                           of srv01'
    """
    if not any(sign in text for sign in PUBLIC_ANCHORS):
        return text
    return PUBLIC.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)


def matches(text):
    """Kinds with what matched, of the text and of what it reads as: only to be hashed at once."""
    text = seen(text)
    if is_markup(text):
        text = seen(text_of(text))
    text = _without_public(text)
    return {
        (kind, trimmed(text[start:end].split("<")[0]))
        for kind, start, end in _findings(text, every=True)
    }


def scan(text):
    """Where the secrets are, in order.

    >>> scan("pw: Winter2024!")
    [Finding(kind='password', start=4, end=15)]
    """
    return sorted(
        set(_findings(_without_public(text), every=True)),
        key=lambda finding: (finding.start, -finding.end),
    )


def mask(text):
    """The text with a sign in place of each secret, for what is made of texts that are kept.

    >>> mask("login with pw: Winter2024! please")
    'login with pw: [masked: password] please'
    >>> mask("<p>pw: <i>Winter2024!</i> please</p>"), mask("<p>pw: <b>Winter</b>2024!</p>")
    ('<p>pw: <i>[masked: password]</i> please</p>', '[masked: password]')
    """
    if is_markup(text):
        masked = text
        for kind, value in sorted(matches(text), key=lambda pair: -len(pair[1])):
            for shown in (html.escape(value), html.escape(value, quote=False), value):
                masked = masked.replace(shown, f"[masked: {kind}]")
    else:
        out, last = [], 0
        for kind, start, end in scan(text):
            if start >= last:
                out += (text[last:start], f"[masked: {kind}]")
                last = end
        masked = "".join([*out, text[last:]])
    left = kinds_in(masked, whole=True)
    return f"[masked: {', '.join(left)}]" if left else masked


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
    if "token" not in done:
        yield from _machine_made(text, lower, most)
    if "recovery-code" not in done:
        yield from _recovery(lower)
    for ask in (_tables, _aligned, _stacked, _beside):
        if "password" not in done:
            yield from ask(text, lower, most)


def _stacked(text, lower, _most):
    """What stands alone below a label that stands alone."""
    for match in STACKED.finditer(lower) if "\n" in lower else ():
        value = trimmed(text[slice(*match.span("value"))])
        if is_made(value) or (_has_digit(value) and is_secret(value)):
            yield Finding("password", *match.span("value"))


def _beside(text, lower, most):
    """Names and passwords side by side, when a word is there that looks like a password."""
    if _has_made(text):
        yield from _logins(text, lower, most)
        yield from _pairs(text, lower, most)
        yield from _behind_addresses(text)


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
                    judged
                    and (len(value) < 4 or is_place(value, rule.kind) or value.lower() in NAMES)
                ):
                    continue
                if rule.anchors == ("basic",) and not is_login(value):
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
    told = 0
    for count, match in enumerate(label.shape.finditer(lower, begin)):
        start, end = match.span("value")
        if count > most:
            yield Finding(label.kind, start, end)
            return
        if _is_public(lower, match.start()) or is_example(text[start:end]):
            continue
        raw = text[start:end]
        strong = match["sign"] is not None or (
            label.anchor != "pass" and raw[0] in "\"'`" and raw[-1] == raw[0]
        )
        if not strong and not label.weak:
            continue
        value = trimmed(raw.split("</")[0])
        stop = text.find("\n", end, end + 160)
        rest = text[end : stop if stop >= 0 else end + 160]
        if raw.endswith((",", ";", ".")) and not HOST.search(value):
            rest = ""  # The clause is over: what follows does not tell of the value.
        if label.made and not is_made(value):
            continue
        if match["whose"] or "\n" in (match["sign"] or ""):
            # Not right behind the label: it has to look like a secret by itself, or stand alone.
            alone = is_secret(value, True, label.kind) and not rest.strip(" .,;)|\"'")
            if match["whose"] and QUALIFIERS.search(match["whose"]):
                continue
            if (
                (is_made(value) and label.kind != "pin")
                or (alone and label.kind in ("pin", "wifi-key"))
                or (alone and _has_digit(value))
            ):
                yield Finding(label.kind, start, end)
            continue
        if (
            is_secret(
                value,
                strong,
                label.kind,
                rest,
                assigned=_is_assigned(match, raw)
                or (
                    lower[match.start() - 1 : match.start()] in ("_", ".")
                    and not (")" in (match["sign"] or "") or rest.strip() or raw.endswith("."))
                ),
            )
            or (
                not strong
                and label.kind in KEYED
                and KEY.fullmatch(value)
                and not is_place(value, label.kind)
            )
            or (strong and ";" in value and is_secret(value.split(";")[0], True, label.kind))
            or (
                strong
                and label.kind in ("passphrase", "password", "wifi-key")
                and is_phrase(raw + rest)
            )
        ):
            yield Finding(label.kind, start, end)
        elif (
            told < most // 4
            and label.anchor != "pass"
            and (label.weak or label.kind in ("pin", "client-secret"))
        ):
            told += 1
            yield from _told(
                label.kind,
                text,
                match.end("label"),
                match.end() if match["sign"] is None else start,
            )


def _machine_made(text, lower, most):
    """Hexadecimal numbers and UUIDs behind a word that tells them keys."""
    for count, match in enumerate(MACHINE.finditer(text)):
        if count > most:
            return
        begin = max(lower.rfind("\n", 0, match.start()) + 1, match.start() - 120)
        before = lower[begin : match.start()]
        if is_example(match[0]):
            continue
        if "-" in match[0]:
            if PROXMOX.search(before):
                yield Finding("proxmox-token", *match.span())
        elif KEYISH.search(before[-90:]):
            yield Finding("token", *match.span())


def _told(kind, text, begin, end):
    """A secret that the label's sentence tells: behind a verb, or before "as the password"."""
    at = text.find(" ", begin, end + 1)
    if at >= 0:
        stop = text.find("\n", at, at + 160)
        if not ODD.search(text, at, stop if stop >= 0 else at + 160) and not SUBJECT.search(
            text, max(0, begin - 120), begin
        ):
            return
        words = list(WORD.finditer(text, at, stop if stop >= 0 else at + 160))
        before = (
            text[max(text.rfind("\n", 0, begin), begin - 80, 0) : begin].rsplit(". ", 1)[-1].split()
        )
        if (place := is_told([word[0] for word in words], kind, before)) is not None:
            yield Finding(kind, *words[place].span())
        elif match := SUBJECT.search(text, max(0, begin - 120), begin):
            group = "value" if match["value"] else "first"
            if is_made(trimmed(match[group])):
                yield Finding(kind, *match.span(group))


def _has_digit(value):
    return any(char.isdigit() for char in value)


def _tables(text, lower, _most):
    """Cells below a heading that is a label, in tables of Markdown and in separated values."""
    lines = lower.split("\n")
    offset = count = 0
    for number, line in enumerate(lines):
        if count > MOST:
            yield Finding("password", offset, offset + len(line))
            return
        separator = next((sign for sign in "|\t;," if sign in line), None)
        if separator and (head := HEAD.search(line)):
            column = line.count(separator, 0, head.start("label"))
            count += 1
            place = offset + len(line) + 1
            for row in lines[number + 1 : number + 30]:
                cells = row.split(separator)
                if len(cells) <= column or row.count(separator) != line.count(separator):
                    break
                start = place + sum(len(cell) + 1 for cell in cells[:column])
                raw = text[start : start + len(cells[column])]
                if len(raw.split()) == 1 and is_secret(
                    trimmed(raw.strip()), True, "password", assigned=False
                ):
                    yield Finding("password", start, start + len(raw))
                place += len(row) + 1
        offset += len(line) + 1


def _aligned(text, lower, _most):
    """Words below a heading that is a label, in columns that blanks align."""
    if "  " not in text:
        return
    lines, offset = lower.split("\n"), 0
    for number, line in enumerate(lines):
        head = COLUMN.search(line) if "  " in line else None
        place = offset + len(line) + 1
        for row in lines[number + 1 : number + 30] if head else ():
            if "  " not in row:
                break
            cells = list(CELL.finditer(row))
            column = len(CELL.findall(line[: head.start("label")]))
            if len(cells) == len(CELL.findall(line)) and column < len(cells):
                start, end = (place + at for at in cells[column].span())
                if is_secret(trimmed(text[start:end]), True) and _has_digit(text[start:end]):
                    yield Finding("password", start, end)
            elif (
                len(row) > head.start("label")
                and (match := WORD.match(row, head.start("label")))
                and row[match.start() - 1] == " "
            ):
                start, end = place + match.start(), place + match.end()
                if is_secret(trimmed(text[start:end]), True):
                    yield Finding("password", start, end)
            place += len(row) + 1
        offset += len(line) + 1


def _is_public(lower, start):
    """Whether the word before the label says that what follows is no secret."""
    before = lower[max(0, start - 12) : start]
    return before.endswith(
        ("public ", "public_", "public-", "no ", "kein ", "keine ", "csrf ", "without ", "/etc/")
    )


def _is_assigned(match, raw):
    """Whether label and value are written as code: `X=y`, `"x": "y"`."""
    sign = match["sign"] or ""
    return sign.strip() == "=" or (raw[:1] in "\"'" and len(raw) > 2 and " " not in raw)


def _alike(one, other):
    """Whether two codes have the same length and the same parts."""
    return [len(part) for part in re.split("[ -]", one)] == [
        len(part) for part in re.split("[ -]", other)
    ]


def _recovery(lower):
    if not any(
        sign in lower for sign in ("code", "codic", "codig", "códig", "kod", "key", "schlüssel")
    ):
        return
    for match in RECOVERY.finditer(lower):
        window = lower[match.end() : match.end() + 240]
        codes = list(CODES.finditer(window))
        before = window[: codes[0].start()] if codes else ""
        if len(before) > 80 or ". " in before or ".\n" in before or PLACES.search(before):
            continue
        if len(codes) >= 2 and _alike(codes[0][0], codes[1][0]):
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
            name = re.split(r"[ ]?[/|:][ ]?| - ", match[0], maxsplit=1)[0]
            if ACCOUNT.fullmatch(name) and is_made(value):
                yield Finding("password", *match.span("value"))
                continue
            told = SIGNS.search(value) and digit and (lower_ or upper) and is_secret(value, False)
            beside = " / " in match[0]
            if told or (beside and digit and is_random(value) and is_secret(value, False)):
                yield Finding("password", *match.span("value"))


def _has_made(text):
    """Whether a word looks like a password by itself: without one, no pair is looked for."""
    return any(TELLING.search(word) and is_made(trimmed(word)) for word in set(MADE.findall(text)))


def _behind_addresses(text):
    """A line of a machine, a name and a password, as lists have them."""
    for match in LINE.finditer(text):
        if is_made(trimmed(match["value"])):
            yield Finding("password", *match.span("value"))


def _logins(text, lower, most):
    """Names and passwords side by side, or told in a sentence."""
    count = 0
    for shape, anchors in (
        (LOGIN, LOGIN_ANCHORS),
        (CREDENTIALS, LOGIN_ANCHORS[1:]),
        (ENTER, ENTER_ANCHORS),
    ):
        for begin, stop in _windows(lower, [anchor for anchor in anchors if anchor in lower]):
            for match in shape.finditer(lower, begin, stop):
                start, end = match.span("last" if match.groupdict().get("last") else "value")
                count += 1
                value = trimmed(text[start:end])
                if count > most or ("\\" not in value and value.count(":") < 2 and is_made(value)):
                    yield Finding("password", start, end)
