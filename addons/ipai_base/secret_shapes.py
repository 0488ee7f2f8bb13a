# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What must not get into a proposal: fields and models that hold secrets, and secrets in free text.

What is proposed is shown, hashed and kept for good, so a secret in it could never be taken out again.
"""

import re

from odoo.addons.ipai_secret_scan.secret_scan import kinds_in

FIELD = re.compile(
    r"passw|passphrase|secret|token|api_?key|private_?key|(^|_)(otp|totp|pin|cvc)(_|$)|signup_|_hash$"
)
"""Names of fields that hold secrets."""

GUARDED = (
    "ir.",
    "res.users",
    "res.groups",
    "res.config",
    "ipai.api.",
    "ipai.audit",
    "ipai.approval.",
    "ipai.change",
    "ipai.decision",
    "ipai.field.protection",
    "ipai.idempotency",
    "ipai.inbox.",
    "ipai.proposal",
    "ipai.seat.",
    "ipai.secret.",
    "ipai.vault",
)
"""Beginnings of the names of models that decide who may do what: no proposal writes these."""

CALLED = {
    "private-key": "a private key",
    "github-token": "a GitHub token",
    "gitlab-token": "a GitLab token",
    "slack-token": "a Slack token",
    "aws-access-key": "an AWS access key",
    "vault-token": "a Vault token",
    "json-web-token": "a JSON Web Token",
    "url-password": "a password in an address",
    "password": "a password",
}
"""What kinds of `secret_scan` are called in a sentence; the first of several is named."""


def is_secret_field(name):
    """Whether a field of this name holds a secret.

    >>> [name for name in ("password", "api_key", "otp_seed", "notes", "payload_hash", "spinning")
    ...  if is_secret_field(name)]
    ['password', 'api_key', 'otp_seed', 'payload_hash']
    """
    return bool(FIELD.search(name))


def is_guarded_model(name):
    """Whether the model decides who may do what, or keeps what was decided.

    >>> is_guarded_model("res.users.apikeys"), is_guarded_model("res.partner")
    (True, False)
    """
    return name.startswith(GUARDED)


def found_in(value):
    """What a text looks like that holds a secret, in words; None when it holds none. Never the secret.

    >>> found_in("Use ghp_" + "a1" * 18), found_in("https://bot:blau4711x@git.lab.example/x")
    ('a GitHub token', 'a password in an address')
    >>> found_in("password: correct7horse"), found_in("password: see the vault"), found_in(7)
    ('a password', None, None)
    >>> found_in({"url": "x", "notes": ["fine", "-----BEGIN OPENSSH " + "PRIVATE KEY-----"]})
    'a private key'
    """
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return next(filter(None, map(found_in, value)), None)
    kinds = kinds_in(value, whole=True) if isinstance(value, str) else []
    if not kinds:
        return None
    return next(
        (words for kind, words in CALLED.items() if kind in kinds), f"a secret ({kinds[0]})"
    )
