# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What must not get into a proposal: fields and models that hold secrets, and secrets in free text.

What is proposed is shown, hashed and kept for good, so a secret in it could never be taken out again.
"""

import re

from .secret_scan import kinds_in

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
    "ipai.proposal",
)
"""Beginnings of the names of models that decide who may do what: no proposal writes these."""

SHAPES = (
    ("a private key", re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY")),
    ("a GitHub token", re.compile(r"\b(gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{50})")),
    ("a GitLab token", re.compile(r"\bglpat-[\w-]{20}")),
    ("a Slack token", re.compile(r"\bxox[abprs]-[\w-]{10}")),
    ("an AWS access key", re.compile(r"\b(AKIA|ASIA)[A-Z0-9]{16}\b")),
    ("a Vault token", re.compile(r"\bhv[sbr]\.[\w-]{20}")),
    ("a JSON Web Token", re.compile(r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10}")),
    ("a password in an address", re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s/:@]+:[^\s/@]+@", re.I)),
    (
        "a password",
        re.compile(
            r"\b(?:passw(?:or)?d|passphrase|pwd|secret|api[ _-]?key|access[ _-]?token)\b\s*[:=]\s*"
            r"(?=\S*[0-9])(?=\S*[A-Za-z])[^\s<>\"']{8,}",
            re.I,
        ),
    ),
)


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

    >>> found_in("Use ghp_" + "a1" * 18), found_in("https://bot:s3cret@git.lab.example/x")
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
    if not isinstance(value, str):
        return None
    label = next((label for label, shape in SHAPES if shape.search(value)), None)
    return label or next((f"a secret ({kind})" for kind in kinds_in(value)), None)
