# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What contacts are found by, whatever way it is written: keys that indexes can answer."""

import re
import unicodedata

MIN_DIGITS = 3
# Shorter numbers of the same end are too often those of others.
SAME_NUMBER_DIGITS = 7


def fold(text):
    """A text without case, accents and double spaces.

    >>> fold("  Müller  &  Söhne ")
    'muller & sohne'
    """
    parts = unicodedata.normalize("NFKD", text or "")
    letters = "".join(part for part in parts if not unicodedata.combining(part))
    return " ".join(letters.casefold().split())


def fold_text(*texts):
    """The folded texts, one a line, without the empty ones.

    >>> fold_text("Ada", None, "ADA@example.com").splitlines()
    ['ada', 'ada@example.com']
    """
    return "\n".join(filter(None, map(fold, texts)))


def phone_key(phone):
    """The digits of a number from the last to the first: those who know a part of it know its end.

    Without the zeros that stand for "from here" (national, international), and without (0).

    >>> phone_key("+49 (0)170 / 12 34"), phone_key("0170-1234"), phone_key("n/a")
    ('432107194', '4321071', '')
    """
    digits = re.sub(r"\D", "", re.sub(r"\(0\)", "", phone or ""))
    return digits.lstrip("0")[::-1]


def is_phone(text):
    """Whether a free text can be a number: no letters, and digits enough.

    >>> is_phone("+49 170"), is_phone("12"), is_phone("4 Seasons 4711")
    (True, False, False)
    """
    return len(phone_key(text)) >= MIN_DIGITS and not any(letter.isalpha() for letter in text)


def phone_domain(field, phone):
    """The domain of numbers that are the same, with or without the code of the country or area.

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
    return ["|", (field, "=like", f"{key}%"), (field, "in", shorter)]


def host(website):
    """The host of an address, without www.

    >>> host("HTTPS://user@www.Example.com:8443/a?b#c"), host("example.com."), host("")
    ('example.com', 'example.com', '')
    """
    text = re.sub(r"^[a-z][a-z0-9+.-]*://", "", (website or "").strip().lower())
    text = re.split(r"[/?#\s]", text.removeprefix("//"))[0].rpartition("@")[2]
    return re.sub(r":\d*$", "", text).strip(".").removeprefix("www.")


def website_key(website):
    """The host from the top down, each label with a dot behind it.

    >>> website_key("https://shop.example.com/")
    'com.example.shop.'
    """
    return "".join(f"{label}." for label in reversed(host(website).split(".")) if label)
