# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Stripe's way, which others copied under a header of their own: ``t=…,v1=…`` over time and body."""

import re
import secrets

from .common import Proof, Scheme, SecretError, any_equal, hex_mac, json_object

LEAST = 16
TIME = re.compile(r"\d{1,12}")


class Stripe(Scheme):
    """
    >>> scheme, body = Stripe(), b'{"id": "evt_1", "object": "event"}'
    >>> [key] = scheme.keys("whsec_0123456789abcdef")
    >>> headers = scheme.sign(key, body, "", 1700000000)
    >>> scheme.verify([key], headers, body)
    Proof(key='evt_1', time=1700000000.0)
    >>> late = {"Stripe-Signature": headers["Stripe-Signature"].replace("t=17", "t=18")}
    >>> scheme.verify([key], late, body)
    >>> scheme.verify([key], {"Stripe-Signature": "t=1700000000"}, body)

    Only the id of an event is that of a delivery; that of another thing comes again with each change of it:

    >>> other = b'{"id": "cus_1", "object": "customer"}'
    >>> scheme.verify([key], scheme.sign(key, other, "", 1700000000), other).key
    """

    code = "stripe"
    title = "Stripe"
    header = "Stripe-Signature"
    own_header = True

    def new_secret(self):
        return f"whsec_{secrets.token_hex(24)}"

    def keys(self, secret):
        if len(secret) < LEAST:
            raise SecretError(f"it has {LEAST} characters or more")
        return [secret.encode()]

    def verify(self, keys, headers, body, header=""):
        parts = [
            part.strip().partition("=")
            for part in (headers.get(header or self.header) or "").split(",")
        ]
        times = [value for name, _equals, value in parts if name == "t"]
        given = [value for name, _equals, value in parts if name == "v1"]
        time = times[0] if len(times) == 1 and TIME.fullmatch(times[0]) else ""
        message = f"{time}.".encode() + body
        if not any_equal([hex_mac(key, message) for key in keys], given[:10]) or not time:
            return None
        value = json_object(body)
        delivery = value.get("id") if value.get("object") == "event" else None
        return Proof(delivery if isinstance(delivery, str) else None, float(time))

    def sign(self, key, body, delivery, now, header=""):
        time = str(int(now))
        signature = hex_mac(key, f"{time}.".encode() + body)
        return {header or self.header: f"t={time},v1={signature}"}
