# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What all schemes share: the proof that a delivery carries, and keys in the form that a scheme wants."""

import base64
import binascii
import dataclasses
import hmac
import json


class SecretError(Exception):
    """A secret does not have the form that its scheme wants; the message says which."""


@dataclasses.dataclass(frozen=True)
class Proof:
    """What a good signature covers besides the body.

    :param key: the id of the delivery, where it is signed or part of what is.
    :param time: seconds since 1970 at which it was signed or happened, where that is signed.
    """

    key: str | None = None
    time: float | None = None


class Scheme:
    """One way to prove where a body comes from; all of them look at the raw bytes, in constant time."""

    code = ""
    title = ""
    signed = True
    """Whether the body is covered. Where it is not, whoever reads one delivery can write any other."""
    weakness = ""
    """What a person should know before choosing it, empty when there is nothing."""
    header = ""
    """The header that it looks at; sources may name another where ``own_header``."""
    own_header = False

    def new_secret(self):
        raise NotImplementedError

    def keys(self, secret):
        """Return the keys that a secret stands for, as bytes; raise SecretError for another form."""
        raise NotImplementedError

    def verify(self, keys, headers, body, header=""):
        """Return the Proof of a delivery, or None when none of the keys made its signature."""
        raise NotImplementedError

    def sign(self, key, body, delivery, now, header=""):
        """Return the headers that a sender with this key would send; for test events."""
        raise NotImplementedError


def hex_mac(key, message):
    return hmac.digest(key, message, "sha256").hex()


def base64_mac(key, message):
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()


def any_equal(expected, given):
    """Whether one of several texts is one of those given. All are compared, whichever is equal.

    >>> any_equal(["a", "b"], ["c", "b"]), any_equal(["a"], []), any_equal(["a"], ["é"])
    (True, False, False)
    """
    found = False
    for one in expected:
        for other in given:
            found |= hmac.compare_digest(one.encode(), other.encode())
    return found


def from_base64(text):
    """
    >>> from_base64("AQI="), from_base64("no base64")
    (b'\\x01\\x02', None)
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def json_object(body):
    """The body as a dictionary, empty when it is none.

    >>> json_object(b'{"a": 1}'), json_object(b"[1]"), json_object(b"\\xff")
    ({'a': 1}, {}, {})
    """
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
