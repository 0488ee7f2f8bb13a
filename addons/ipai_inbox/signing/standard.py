# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Standard Webhooks (https://www.standardwebhooks.com): id, time and body are signed."""

import base64
import re
import secrets

from .common import Proof, Scheme, SecretError, any_equal, base64_mac, from_base64

PREFIX = "whsec_"
LEAST, MOST = 24, 64
TIME = re.compile(r"\d{1,12}")
# No full stop: it separates id, time and body in what is signed, so an id with one could take a part of the time.
ID = re.compile(r"[!-\-/-~]{1,200}")


class Standard(Scheme):
    """
    >>> scheme, body = Standard(), b'{"a": 1}'
    >>> [key] = scheme.keys("whsec_" + base64.b64encode(b"k" * 24).decode())
    >>> headers = scheme.sign(key, body, "msg_1", 1700000000)
    >>> scheme.verify([key], headers, body)
    Proof(key='msg_1', time=1700000000.0)
    >>> scheme.verify([key], {**headers, "webhook-id": "msg_2"}, body)
    >>> scheme.verify([key], {**headers, "webhook-timestamp": "1700000001"}, body)
    >>> scheme.verify([key], headers, b'{"a":1}')

    Several signatures, of which one is ours, as a sender makes them that rotates its secret:

    >>> two = {**headers, "webhook-signature": "v1,AAAA v1a,x " + headers["webhook-signature"]}
    >>> scheme.verify([key], two, body).key
    'msg_1'

    What is between the full stops does not move from one part to another:

    >>> headers = scheme.sign(key, b"17.5", "msg", 16)
    >>> scheme.verify([key], {**headers, "webhook-id": "msg.16", "webhook-timestamp": "17"}, b"5")
    >>> scheme.keys("whsec_c2hvcnQ=")
    Traceback (most recent call last):
    ...
    SecretError: the part behind whsec_ is base64 of 24 to 64 bytes, and this is of 5
    """

    code = "standard"
    title = "Standard Webhooks"
    header = "webhook-signature"

    def new_secret(self):
        return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()

    def keys(self, secret):
        if not secret.startswith(PREFIX):
            raise SecretError(f"it begins with {PREFIX}")
        key = from_base64(secret.removeprefix(PREFIX))
        if key is None:
            raise SecretError(f"the part behind {PREFIX} is base64, and this is not")
        if not LEAST <= len(key) <= MOST:
            raise SecretError(
                f"the part behind {PREFIX} is base64 of {LEAST} to {MOST} bytes, and this is of {len(key)}"
            )
        return [key]

    def verify(self, keys, headers, body, header=""):
        delivery = headers.get("webhook-id") or ""
        time = headers.get("webhook-timestamp") or ""
        given = [
            one.removeprefix("v1,")
            for one in (headers.get(self.header) or "").split(" ")
            if one.startswith("v1,")
        ]
        message = f"{delivery}.{time}.".encode() + body
        found = any_equal([base64_mac(key, message) for key in keys], given[:10])
        if not found or not ID.fullmatch(delivery) or not TIME.fullmatch(time):
            return None
        return Proof(delivery, float(time))

    def sign(self, key, body, delivery, now, header=""):
        time = str(int(now))
        signature = base64_mac(key, f"{delivery}.{time}.".encode() + body)
        return {
            "webhook-id": delivery,
            "webhook-timestamp": time,
            self.header: f"v1,{signature}",
        }
