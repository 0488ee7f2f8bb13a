# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What contacts are found by, whatever way it is written: keys that indexes can answer."""

import re
import unicodedata

MIN_DIGITS = 3
# Shorter numbers of the same end are too often those of others.
SAME_NUMBER_DIGITS = 7


# Letters that Unicode takes for letters of their own, and people for the one below.
LETTERS = str.maketrans(
    {
        "ł": "l",
        "Ł": "L",
        "ø": "o",
        "Ø": "O",
        "đ": "d",
        "Đ": "D",
        "ħ": "h",
        "Ħ": "H",
        "ı": "i",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "ŧ": "t",
        "Ŧ": "T",
        "ŋ": "n",
        "Ŋ": "N",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "Œ": "Oe",
        "ĸ": "k",
        "ə": "e",
        "Ə": "E",
        **dict.fromkeys("“”„‟«»″〝〞", '"'),
        **dict.fromkeys("‘’‚‛‹›′`´ʼ", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff"),
    }
)
PUNYCODE = re.compile(r"xn--[a-z0-9-]+", re.IGNORECASE)


def fold(text):
    """A text without case, accents, typographic marks and double spaces; hosts in punycode as they are read.

    >>> fold("  Müller  &  Söhne "), fold("Łódź Øster Işık İstanbul"), fold("„Groß…“")
    ('muller & sohne', 'lodz oster isik istanbul', '"gross..."')
    >>> fold("xn--mller-kva.example")
    'muller.example'
    """
    read = PUNYCODE.sub(lambda label: _unicode_label(label[0]), text or "")
    parts = unicodedata.normalize("NFKD", read.translate(LETTERS))
    letters = "".join(part for part in parts if not unicodedata.combining(part))
    return " ".join(letters.translate(LETTERS).casefold().split())


def _unicode_label(label):
    try:
        return label.encode().decode("idna")
    except UnicodeError:
        return label


def says_something(text):
    """Whether a text can filter anything: blanks, marks and lone accents cannot.

    >>> [says_something(text) for text in ("  ", ".", "´", "\u200b", "ö", "7", "李")]
    [False, False, False, False, True, True, True]
    """
    return any(letter.isalnum() for letter in fold(text))


def is_readable(text):
    """Whether a name names anything: blanks, points, quotes and dashes do not.

    >>> [is_readable(text) for text in (" ", "\u200b", ".", "“”", "-", "ö", "C++", "🎉")]
    [False, False, False, False, False, True, True, True]
    """
    kinds = map(unicodedata.category, fold(text))
    return any(kind[0] in "LN" or kind in ("Sc", "Sm", "So") for kind in kinds)


def without_quotes(text):
    """A folded text to look for, without the quotes around it and the points where it was cut off.

    >>> without_quotes(fold("“Globex”")), without_quotes(fold("Globex Corp…")), without_quotes("a.b")
    ('globex', 'globex corp', 'a.b')
    """
    bare = re.sub(r"^[\"'\s]+|^\.\.\.|[\"'\s]+$|\.\.\.$", "", text)
    return without_quotes(bare) if bare != text and bare else bare or text


def fold_text(*texts):
    """The folded texts, one a line, without the empty ones.

    >>> fold_text("Ada", None, "ADA@example.com").splitlines()
    ['ada', 'ada@example.com']
    """
    return "\n".join(filter(None, map(fold, texts)))


KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")
EXTENSION = re.compile(
    r"(?:;ext=|;|,{1,2}|#|x(?=\d)|\s*(?:e?xt(?:ension|n|\.)?|durchwahl|dw|poste|anexo|int(?:ern)?|x)\b\.?\s*[:.]?)\s*\d{1,7}\s*$"
)
BETWEEN = re.compile(r"\s+(?:or|oder|ou|und|and)\s+|[|\n]|[;,]\s*(?=[+(\d])|\s/\s*(?=[+0])")
VANITY = re.compile(r"\+?(?:\d{1,3}[\s.-]+)?\(?\d{3,4}\)?[\s.-]*[a-z][a-z\d-]*")


def phone_parts(text):
    """The numbers that a field holds, each in ASCII and without its extension.

    >>> phone_parts("+49 30 1234-0 ext. 42 / 0170 987654")
    ['+49 30 1234-0', '0170 987654']
    >>> phone_parts("+1 415 555 0100;ext=42"), phone_parts("1-800-FLOWERS"), phone_parts("\uff10\uff13\uff10 ١٢٣")
    (['+1 415 555 0100'], ['1-800-3569377'], ['030 123'])
    """
    plain = "".join(
        str(unicodedata.digit(letter)) if letter.isdigit() else letter
        for letter in unicodedata.normalize("NFKC", text or "")
    ).lower()
    whole = EXTENSION.sub("", plain)
    parts = [EXTENSION.sub("", part.strip()).strip() for part in BETWEEN.split(whole)]
    return [part.translate(KEYPAD) if VANITY.fullmatch(part) else part for part in parts if part]


def phone_keys(text):
    """The digits of each number of a text from the last to the first: those who know a part of it know its end.

    Without the zeros that stand for "from here" (national, international), and without (0).

    >>> phone_keys("+49 (0)170 / 12 34"), phone_keys("0170-1234"), phone_keys("n/a")
    (['432107194'], ['4321071'], [])
    >>> phone_keys("0170-1234; 030 4711")
    ['4321071', '117403']
    """
    found = []
    for part in phone_parts(text):
        digits = re.sub(r"[^0-9]", "", re.sub(r"\(0\)", "", part)).lstrip("0")
        if len(digits) >= MIN_DIGITS:
            found.append(digits[::-1])
    return list(dict.fromkeys(found))


def phone_key(text):
    """The key of the first number, '' without one.

    >>> phone_key("+49 (0)170 / 12 34"), phone_key("n/a")
    ('432107194', '')
    """
    return next(iter(phone_keys(text)), "")


def more(values):
    """Several values in one text, each found as ``|value|``; '' for none.

    >>> more(["a", "b"]), more([])
    ('|a|b|', '')
    """
    return "".join(f"|{value}" for value in values) + "|" if values else ""


def is_phone(text):
    """Whether a free text can be a number: digits enough, and no letters but those of an extension.

    >>> is_phone("+49 170"), is_phone("12"), is_phone("4 Seasons 4711"), is_phone("030 4711 ext. 5")
    (True, False, False, True)
    """
    return bool(phone_keys(text)) and not any(
        letter.isalpha() for part in phone_parts(text) for letter in part
    )


def phone_domain(field, phone, further=None):
    """The domain of numbers that are the same, with or without the code of the country or area.

    :param field: has the key of the first number, ``further`` those behind it.
    :raises ValueError: when there are too few digits.

    >>> phone_domain("key", "555 0100")
    ['|', ('key', '=like', '0010555%'), ('key', 'in', [])]
    >>> phone_domain("key", "1 555 01000")[2]
    ('key', 'in', ['0001055', '00010555'])
    """
    key = phone_key(phone)
    if len(key) < MIN_DIGITS:
        raise ValueError(f"give at least {MIN_DIGITS} digits")
    shorter = [key[:length] for length in range(SAME_NUMBER_DIGITS, len(key))]
    first = ["|", (field, "=like", f"{key}%"), (field, "in", shorter)]
    if not further:
        return first
    parts = [f"|{key}", *(f"|{end}|" for end in shorter)]
    # Few have several numbers: those are read, which an index has.
    several = ["|"] * (len(parts) - 1) + [(further, "like", part) for part in parts]
    return ["|", *first, "&", (further, "!=", False), *several]


def email_domain(address):
    """The domain of contacts one of whose addresses it is.

    >>> email_domain("a_b@example.com")[1]
    ('ipai_search_text', 'ilike', 'a\\\\_b@example.com')
    """
    inside = re.sub(r"([\\%_])", r"\\\1", fold(address))  # has an index
    further = ["&", ("ipai_email_more", "!=", False), ("ipai_email_more", "like", f"|{address}|")]
    same = ["|", ("email_normalized", "=", address), *further]
    return ["&", ("ipai_search_text", "ilike", inside), *same]


def host(website):
    """The host of an address, without www; international ones as the network spells them.

    >>> host("HTTPS://user@www.Example.com:8443/a?b#c"), host("example.com."), host("")
    ('example.com', 'example.com', '')
    >>> host("https://www.müller.example/kontakt")
    'xn--mller-kva.example'
    """
    text = re.sub(r"^[a-z][a-z0-9+.-]*://", "", (website or "").strip().lower())
    text = re.split(r"[/?#\s]", text.removeprefix("//"))[0].rpartition("@")[2]
    name = re.sub(r":\d*$", "", text).strip(".").removeprefix("www.")
    try:
        return name if name.isascii() else name.encode("idna").decode()
    except UnicodeError:
        return name


def is_website(text):
    """Whether a free text is an address of a page.

    >>> is_website("https://www.example.com/kontakt?x=1"), is_website("www.example.com"), is_website("A/B")
    (True, True, False)
    """
    return bool(re.match(r"\s*([a-z][a-z0-9+.-]*://|www\.)\S+\s*$", text or "", re.IGNORECASE))


def website_key(website):
    """The host from the top down, each label with a dot behind it.

    >>> website_key("https://shop.example.com/")
    'com.example.shop.'
    """
    return "".join(f"{label}." for label in reversed(host(website).split(".")) if label)
