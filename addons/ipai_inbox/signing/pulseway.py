# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Pulseway's notification webhook: base64 of the HMAC of the body, which has an ``Id`` and a ``DateTime``.

Its reference does not say whether the 64 hexadecimal digits of the secret are the key as they stand, or what they
spell: either is taken.
"""

import datetime
import re
import secrets

from .common import Proof, Scheme, SecretError, any_equal, base64_mac, json_object

SECRET = re.compile(r"[0-9a-fA-F]{64}")


class Pulseway(Scheme):
    """
    >>> scheme, secret = Pulseway(), "0f" * 32
    >>> ascii_key, hex_key = scheme.keys(secret)
    >>> body = b'{"Id": 7, "DateTime": "2026-09-24T16:15:02Z", "Title": "Low disk space"}'
    >>> scheme.verify([ascii_key, hex_key], scheme.sign(ascii_key, body, "", 0), body)
    Proof(key=None, time=1790266502.0)
    >>> scheme.verify([ascii_key, hex_key], scheme.sign(hex_key, body, "", 0), body).time
    1790266502.0
    >>> scheme.verify([hex_key], scheme.sign(ascii_key, body, "", 0), body)
    >>> bare = b'{"Title": "Low disk space"}'
    >>> scheme.verify([hex_key], scheme.sign(hex_key, bare, "", 0), bare)
    Proof(key=None, time=None)
    >>> scheme.keys("secret")
    Traceback (most recent call last):
    ...
    SecretError: it has 64 hexadecimal digits
    """

    code = "pulseway"
    title = "Pulseway"
    weakness = (
        "There is no id and no time beside the body. With Id and DateTime in it, a delivery is taken "
        "once in 48 hours and not later; without them it is known again for 10 minutes only."
    )
    header = "x-hmac-signature"

    def new_secret(self):
        return secrets.token_hex(32)

    def keys(self, secret):
        if not SECRET.fullmatch(secret):
            raise SecretError("it has 64 hexadecimal digits")
        return [secret.encode(), bytes.fromhex(secret)]

    def verify(self, keys, headers, body, header=""):
        given = headers.get(self.header) or ""
        if not any_equal([base64_mac(key, body) for key in keys], [given]):
            return None
        value = json_object(body)
        return Proof(time=moment(value.get("DateTime")) if value.get("Id") else None)

    def sign(self, key, body, delivery, now, header=""):
        return {self.header: base64_mac(key, body)}


def moment(text):
    """Seconds since 1970 of an ISO date, in UTC when it names no zone; None when it is no date.

    >>> moment("1970-01-01T00:01:00Z"), moment("1970-01-01T01:01:00+01:00"), moment("yesterday"), moment(5)
    (60.0, 60.0, None, None)
    """
    if not isinstance(text, str):
        return None
    try:
        value = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return (value if value.tzinfo else value.replace(tzinfo=datetime.timezone.utc)).timestamp()
