# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The secret itself in a header: it proves who sends, not what. For programs that can do nothing better."""

import re
import secrets

from .common import Proof, Scheme, SecretError, any_equal

LEAST = 16
BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)


class Header(Scheme):
    """
    >>> scheme = Header()
    >>> keys = scheme.keys("0123456789abcdef")
    >>> scheme.verify(keys, {"X-Token": "0123456789abcdef"}, b"", "X-Token")
    Proof(key=None, time=None)
    >>> scheme.verify(keys, {"X-Token": "0123456789abcdeg"}, b"", "X-Token")
    >>> scheme.verify(keys, {}, b"", "X-Token")
    """

    code = "header"
    title = "Secret in a header"
    signed = False
    weakness = (
        "The weakest: nothing is signed, so whoever sees one delivery can send any other, and again. "
        "Name the networks it comes from, and choose a signed way where the sender has one."
    )
    header = "X-Webhook-Secret"
    own_header = True

    def new_secret(self):
        return secrets.token_urlsafe(32)

    def keys(self, secret):
        if len(secret) < LEAST or not secret.isascii() or not secret.isprintable():
            raise SecretError(f"it has {LEAST} plain characters or more")
        return [secret.encode()]

    def verify(self, keys, headers, body, header=""):
        given = self._given(headers.get(header or self.header) or "")
        return Proof() if any_equal([key.decode() for key in keys], [given]) else None

    def _given(self, value):
        return value

    def sign(self, key, body, delivery, now, header=""):
        return {header or self.header: key.decode()}


class Bearer(Header):
    """
    >>> scheme = Bearer()
    >>> scheme.verify([b"0123456789abcdef"], {"Authorization": "Bearer 0123456789abcdef"}, b"")
    Proof(key=None, time=None)
    >>> scheme.verify([b"0123456789abcdef"], {"Authorization": "0123456789abcdef"}, b"")
    """

    code = "bearer"
    title = "Bearer token"
    header = "Authorization"
    own_header = False

    def _given(self, value):
        found = BEARER.fullmatch(value.strip())
        return found[1] if found else ""

    def sign(self, key, body, delivery, now, header=""):
        return {self.header: f"Bearer {key.decode()}"}
