# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""When two contacts are the same: strong signs, and what speaks for and against them.

A strong sign is a tax number, a whole e-mail address, the root of a company's own domain, a whole number with its
country (E.164). It counts only where name and kind do not speak against it; what is shared by many is none.
"""

import difflib
import re
from urllib.parse import urlsplit

import phonenumbers

from . import keys, shared

ALIKE = 0.85
"""From this share on, two spellings of a name are one (difflib's ratio)."""


def vat_key(vat):
    """A tax number without its marks.

    >>> vat_key("de 123.456-789"), vat_key(None)
    ('DE123456789', '')
    """
    return re.sub(r"[\W_]", "", vat or "").upper()


def whole_numbers(text, region=None):
    """The numbers of a text in E.164; those that lack a country only with the ``region`` they are dialed in.

    >>> whole_numbers("+1 (415) 555-0100 ext. 42"), whole_numbers("415.555.0100", "US")
    ({'+14155550100'}, {'+14155550100'})
    >>> whole_numbers("555 0100"), whole_numbers("555 0100", "US")
    (set(), set())
    >>> sorted(whole_numbers("+49 (0)30 901820 / 0171 1234567", "DE"))
    ['+491711234567', '+4930901820']
    """
    found = set()
    for part in keys.phone_parts(text):
        try:
            number = phonenumbers.parse(re.sub(r"^00", "+", part), region)
        except phonenumbers.NumberParseException:
            continue
        reason = phonenumbers.is_possible_number_with_reason(number)
        if reason == phonenumbers.ValidationResult.IS_POSSIBLE:
            found.add(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
    return found


def is_role_mailbox(email):
    """Whether several people read it.

    >>> is_role_mailbox("Info@example.com"), is_role_mailbox("jane.info@example.com")
    (True, False)
    """
    name = (email or "").lower().partition("@")[0].partition("+")[0]
    return name.rstrip("0123456789") in shared.ROLE_MAILBOXES


def is_shared_host(host):
    """Whether many have a page or a mailbox there.

    >>> is_shared_host("de.linkedin.com"), is_shared_host("gmail.com"), is_shared_host("example.com")
    (True, True, False)
    """
    labels = host.split(".")
    ends = {".".join(labels[start:]) for start in range(len(labels))}
    return bool(ends & (shared.PROFILE_HOSTS | shared.MAIL_HOSTS))


def own_domain(website):
    """The host of a website that is all one's own, '' for a page of somebody at a host of many.

    >>> own_domain("https://www.example.com/"), own_domain("https://www.linkedin.com/in/a")
    ('example.com', '')
    >>> own_domain("https://people.example/team/jane")
    ''
    """
    text = (website or "").strip()
    path = urlsplit(text if "//" in text else f"//{text}").path.strip("/")
    host = keys.host(text)
    return "" if path or "." not in host or is_shared_host(host) else host


def words(name):
    """The words of a name that tell it from others.

    >>> sorted(words("Dr. Jane Doe")), sorted(words("Example & Co. GmbH"))
    (['doe', 'jane'], ['example'])
    """
    found = re.findall(r"\w+", keys.fold(name).replace(".", "" if _dotted(name) else " "))
    left = {word for word in found if word not in shared.LEGAL_FORMS | shared.TITLES}
    return left or set(found)


def _dotted(name):
    """Whether the dots of a name are those of a legal form, as in S.A. and z o.o."""
    return bool(re.search(r"\b\w\.\w\.", name or ""))


def names_agree(one, other):
    """Whether two names can be of the same: one has all words of the other, or they are spelled almost alike.

    >>> names_agree("Example Corp", "Example Corporation"), names_agree("J. Doe", "Jane Doe")
    (True, True)
    >>> names_agree("Jane Doe", "John Doe"), names_agree("Jane", "Example Corp"), names_agree("Müller", "Muller AG")
    (False, False, True)
    """
    mine, theirs = sorted((words(one), words(other)), key=len)
    if not mine or not theirs:
        return False
    if all(any(_same_word(word, another) for another in theirs) for word in mine):
        return True
    spelled = (" ".join(sorted(each)) for each in (mine, theirs))
    return difflib.SequenceMatcher(None, *spelled).ratio() >= ALIKE


def _same_word(one, other):
    """Whether they are one word, or an initial and its word."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


def agree(given, known, sign):
    """Whether what is given can be the contact that shares a strong sign with it.

    A kind that is said and differs speaks against it. Else the names must agree; or, where the sign is not one that
    the people of a house share, the kind must be said and the same.

    :param given: name and is_company, None where it is not said.
    :param sign: vat, email, phone or website.

    >>> jane = {"name": "Jane Doe", "is_company": False}
    >>> corp = {"name": "Example Corp", "is_company": True}
    >>> agree({"name": "Example Corporation", "is_company": None}, corp, "phone")
    True
    >>> agree({"name": "Jane", "is_company": False}, corp, "phone")
    False
    >>> agree({"name": "Jane Roe", "is_company": False}, jane, "email"), agree({"name": "Jane Roe", "is_company": None}, jane, "email")
    (True, False)
    """
    said = given["is_company"] is not None
    if said and bool(given["is_company"]) != bool(known["is_company"]):
        return False
    if names_agree(given["name"], known["name"]):
        return True
    return said and sign in ("vat", "email")
