# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""GitHub (docs.github.com, validating webhook deliveries): the body is signed, its id and its time are not."""

import secrets

from .common import Proof, Scheme, SecretError, any_equal, hex_mac

LEAST = 16


class GitHub(Scheme):
    """
    >>> scheme = GitHub()
    >>> keys = scheme.keys("It's a Secret to Everybody")
    >>> signature = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    >>> scheme.verify(keys, {"X-Hub-Signature-256": signature}, b"Hello, World!")
    Proof(key=None, time=None)
    >>> scheme.verify(keys, {"X-Hub-Signature-256": signature}, b"Hello, World?")
    >>> scheme.verify(keys, {}, b"Hello, World!")
    >>> scheme.keys("short")
    Traceback (most recent call last):
    ...
    SecretError: it has 16 characters or more
    """

    code = "github"
    title = "GitHub"
    weakness = (
        "Neither the id nor a time is signed: a delivery is known by its bytes, for as long as the "
        "window for duplicates."
    )
    header = "X-Hub-Signature-256"

    def new_secret(self):
        return secrets.token_hex(32)

    def keys(self, secret):
        if len(secret) < LEAST:
            raise SecretError(f"it has {LEAST} characters or more")
        return [secret.encode()]

    def verify(self, keys, headers, body, header=""):
        given = headers.get(self.header) or ""
        if not any_equal([f"sha256={hex_mac(key, body)}" for key in keys], [given]):
            return None
        return Proof()

    def sign(self, key, body, delivery, now, header=""):
        return {
            self.header: f"sha256={hex_mac(key, body)}",
            "X-GitHub-Delivery": delivery,
            "X-GitHub-Event": "ping",
        }
