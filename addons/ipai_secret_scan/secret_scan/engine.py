# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Asks all rules of a text.

`detect-secrets` is not used: it was made for source code, line by line. The shapes of issuers that serve notes are in
`tokens.txt`; the rest here is about what people write.
"""

import functools
import html
import re

from .alone import alone, near
from .evidence import Evidence
from .finding import AFTER, LONG, MOST, Anchors, Finding, windows
from .labels import labeled, machine_made
from .pairs import beside, recovery
from .plain import is_markup, seen, text_of
from .shapes import read
from .tables import aligned, announced, listed, stacked, tables
from .values import forget, is_example, is_login, is_made, is_place, trimmed
from .words import LABELS

TOKENS = read("tokens.txt")
RULES = read("commands.txt") + read("devices.txt")


PARTED = re.compile(r"[\s:=/|,;\"'<>{$»：是为は는은]")
"""What a short text has that is more than one word."""

PLACE = re.compile(
    r"(?!hv[sbr]\.|s\.)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}|(?:[0-9a-fA-F]{2}[:-]){5}[0-9a-fA-F]{2}"
    r"|\d{1,3}(?:\.\d{1,3}){3}(?:/\d{1,2})?"
)
"""A host, a MAC address, an IPv4 address: what inventories are full of, and nothing else."""

PLAIN = frozenset({"private-key"})
"""Kinds of which the shape holds nothing of the secret itself."""

NAMES = frozenset(
    """public password string strings secret community none not is configured disabled enabled off on set unset removed empty
    required needed""".split()
)
"""Words that stand where a command's syntax is told."""

BLOCK = re.compile(
    r"-----BEGIN (?:CERTIFICATE|NEW CERTIFICATE|X509|PUBLIC KEY|RSA PUBLIC KEY|PGP PUBLIC KEY"
    r"|SSH2 PUBLIC KEY|TRUSTED CERT)"
    r"[A-Z0-9 ]{0,20}-----[^-]{1,20000}-----END [A-Z0-9 ]{1,40}-----"
)
PUBLIC = re.compile(
    r"(?<![\w$])(?:SHA(?:1|224|256|384|512)|MD5):(?=[A-Za-z0-9+/=:]{16})[A-Za-z0-9+/=:]+"
    r"|\barn:aws[\w-]{0,10}:[^\s\"'<>]{1,200}"
    r"|(?:ssh-(?:rsa|dss|ed25519)|ecdsa-sha2-nistp\d{3}|sk-ssh-ed25519@openssh\.com) AAAA[A-Za-z0-9+/=]+",
    re.I,
)
"""What is public as a whole: nothing in it is looked at."""

PUBLIC_SIGN = re.compile("arn:aws| AAAA|SHA|sha|MD5:|md5:")

REST = re.compile(r"[\w.+/=~%-]{0,4000}")
"""What of a token may follow the part that makes it known."""


def _by_anchor(rules, anchors_of):
    """The places of rules by the anchors of which they need one."""
    places = {}
    for place, rule in enumerate(rules):
        for anchor in anchors_of(rule):
            places.setdefault(anchor, []).append(place)
    return places


TOKENS_BY = _by_anchor(TOKENS, lambda rule: {anchor.lower() for anchor in rule.anchors})
RULES_BY = _by_anchor(RULES, lambda rule: rule.anchors)
LABELS_BY = _by_anchor(LABELS, lambda label: [label.anchor])
TOKEN_ANCHORS = Anchors(TOKENS_BY)
ANCHORS = Anchors([*TOKENS_BY, *RULES_BY, *LABELS_BY])
UNNAMED = (alone, announced, beside)
HEADINGS = frozenset(
    label.anchor
    for label in LABELS
    if label.kind == "password" and label.weak and label.anchor != "pas"
) | {"secret", "token", "api", "psk", "passphrase", "wpa", "schlüssel", "key"}
"""Of which one is in what heads a column, or stands above what it tells."""
SHORT, MOST_CLEAN = 500, 5000
"""Characters of a text, and how many of those, that are known to hold no secret: programs say the same again and again."""
_CLEAN = set()
LINE = 40
"""Characters of a line that tells all by itself: the same line again tells nothing new."""

SHAPE = str.maketrans("123456789", "000000000")
COUNTED = re.compile("[1-9]")
TELLING = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|123")
"""Where digits tell more than that they are some: years, rows of them."""


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
    if len(text) < 6 or (len(text) < 20 and not PARTED.search(text)) or PLACE.fullmatch(text):
        return []
    if len(text) > SHORT:
        return _kinds_in(text, whole)
    if text in _CLEAN:
        return []
    found = _kinds_in(text, whole)
    if not found:
        if len(_CLEAN) >= MOST_CLEAN:
            _CLEAN.clear()
        _CLEAN.add(text)
    return found


def _kinds_in(text, whole):
    text, rest = seen(text if whole else text[:LONG]), "" if whole else text[LONG - AFTER :]
    if is_markup(text):
        text = seen(text_of(text))
    text = _without_public(_each_once(text))
    found = {finding.kind for finding in _findings(text)}
    if len(rest) > AFTER:
        found.update(finding.kind for finding in _tokens(rest, found))
    forget()
    return sorted(found)


def _each_once(text):
    """The text without long lines that were there before, as logs have them: but for their numbers, years excepted.

    Of short lines, which a neighbor may tell, the third in a row is left out.

    >>> _each_once("\\n".join(["x" * 60, "y"] * 7)).count("x")
    60
    >>> _each_once("\\n".join(f"sshd[{n}]: Failed password for invalid user u{n}" for n in range(1000, 1020))).count("sshd")
    1
    """
    if len(text) < 10 * LINE or text.count("\n") < 4:
        return text
    lines, known, last, before = text.split("\n"), set(), None, None
    if len({line[:5] for line in lines}) > 0.7 * len(lines):
        return text
    shapes = text.translate(SHAPE) if text.isascii() else COUNTED.sub("0", text)
    told, lines = lines, []
    for line, shape in zip(told, shapes.split("\n"), strict=True):
        if shape != line and TELLING.search(line):
            shape = line
        if shape not in known if len(line) >= LINE else not shape == last == before:
            lines.append(line)
            known.add(shape)
        last, before = shape, last
    return "\n".join(lines)


def _without_public(text):
    """The text, of the same length, with blanks for what is public.

    >>> _without_public("key SHA256:abcdefghijklmnop+/ of srv01")
    'key                           of srv01'
    """
    if "-----BEGIN" in text:
        text = BLOCK.sub(_blank, text)
    if not PUBLIC_SIGN.search(text):
        return text
    return "\n".join(
        PUBLIC.sub(_blank, line) if PUBLIC_SIGN.search(line) else line for line in text.split("\n")
    )


def _blank(match):
    return re.sub(r"[^\n]", " ", match[0])


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
    in_lower, spans, evidence = ANCHORS.present(lower), {}, Evidence(text)
    has = functools.cache(lower.__contains__)
    yield from _tokens(text, done, in_lower)
    for label in _hit(LABELS, LABELS_BY, in_lower):
        if label.kind not in done:
            start = max(0, lower.find(label.anchor) - 40)
            yield from _until(done, labeled(label, text, lower, start, most))
    for rule in _hit(RULES, RULES_BY, in_lower):
        if rule.kind in done or (rule.odd and not evidence.spans):
            continue
        if not rule.needs or any(map(has, rule.needs)):
            anchors = in_lower.intersection(rule.anchors)
            found = _shaped(rule, text, lower, anchors, most, spans, evidence)
            yield from _until(done, found)
    if "token" not in done:
        yield from machine_made(text, lower, most, evidence)
    if "recovery-code" not in done:
        yield from recovery(lower)
    evidence.headings = HEADINGS & in_lower
    for ask in (alone, near, tables, aligned, stacked, listed, announced, beside):
        if "password" not in done and (evidence.headings or ask in UNNAMED):
            yield from _until(done, ask(text, lower, most, evidence))


def _until(done, found):
    """What one rule finds, until its kind is done: who asks for kinds needs no second place."""
    for finding in found:
        yield finding
        if finding.kind in done:
            return


def _hit(rules, places, anchors):
    """The rules of which an anchor is there, in their order."""
    return [rules[place] for place in sorted({p for a in anchors for p in places.get(a, ())})]


def _tokens(text, done, in_lower=None):
    most = MOST * (1 + len(text) // LONG)
    if in_lower is None:
        in_lower = TOKEN_ANCHORS.present(text.lower())
    spans, longest = {}, None
    for rule in _hit(TOKENS, TOKENS_BY, in_lower):
        if rule.least and longest is None:
            longest = max(map(len, text.split()), default=0)
        if rule.kind not in done and (not rule.least or longest >= rule.least):
            if anchors := [anchor for anchor in rule.anchors if anchor in text]:
                yield from _until(done, _shaped(rule, text, text, anchors, most, spans))


def _shaped(rule, text, searched, anchors, most, spans, evidence=None):
    """What a rule's shape finds around its anchors; with evidence the value has to look like a secret as well."""
    group, count, known = rule.group, 0, {}
    if rule.odd and evidence and not evidence.spans:
        return
    for start, end in windows(searched, anchors, spans):
        if evidence and (
            (rule.odd and not evidence.touches(start, end))
            or (rule.number and not evidence.has_number(start, end))
        ):
            continue
        for match in rule.shape.finditer(text, start, end + AFTER if rule.kind in PLAIN else end):
            count += 1
            if count <= most and rule.kind not in PLAIN:
                raw = match[group]
                if raw not in known:
                    known[raw] = _is_shaped(rule, trimmed(raw), group, evidence is not None)
                if not known[raw]:
                    continue
            yield _whole(rule.kind, text, *match.span(group))


def _is_shaped(rule, value, group, judged):
    """Whether what has the shape is no example, no place, and a login where the rule asks for one."""
    if is_example(value) or (group == "made" and not is_made(value)):
        return False
    if judged and (len(value) < 4 or is_place(value, rule.kind) or value.lower() in NAMES):
        return False
    return rule.anchors != ("basic",) or is_login(value)


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
