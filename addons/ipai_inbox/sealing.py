# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets that lie in the database under a key that does not: a dump alone forges nothing.

The key is a line of base64 of 32 bytes in a file that ``ipai_key_file`` in odoo.conf names, else in
``secrets/ipai.key`` below the data folder, made at the first need. A file of several lines holds older keys
behind the first: they open, the first seals.
"""

import base64
import contextlib
import hashlib
import os
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "1"
NONCE = 12
_rings = {}


class SealError(Exception):
    """What is sealed cannot be opened: the key is gone, or the text is not what was sealed there."""


class Ring:
    """Keys, the first of which seals.

    >>> ring = Ring([b"k" * 32])
    >>> sealed = ring.seal("a secret", "source 1")
    >>> ring.open(sealed, "source 1"), "a secret" in sealed
    ('a secret', False)

    It opens nowhere else, and under no other key:

    >>> ring.open(sealed, "source 2")
    Traceback (most recent call last):
    ...
    SealError: the text was changed, or sealed for something else
    >>> Ring([b"x" * 32]).open(sealed, "source 1")
    Traceback (most recent call last):
    ...
    SealError: the key that it lies under is not in the file
    >>> Ring([b"x" * 32, b"k" * 32]).open(sealed, "source 1")
    'a secret'
    """

    def __init__(self, keys):
        self._keys = {_name(key): AESGCM(key) for key in keys}

    def seal(self, text, place):
        """Return the text, closed; it opens only for the same place."""
        name, cipher = next(iter(self._keys.items()))
        nonce = secrets.token_bytes(NONCE)
        closed = cipher.encrypt(nonce, text.encode(), place.encode())
        return f"{VERSION}:{name}:{base64.b64encode(nonce + closed).decode()}"

    def open(self, sealed, place):
        """Return what was sealed; raise SealError when that cannot be."""
        _version, _colon, rest = sealed.partition(":")
        name, _colon, closed = rest.partition(":")
        if name not in self._keys:
            raise SealError("the key that it lies under is not in the file")
        raw = base64.b64decode(closed)
        try:
            return self._keys[name].decrypt(raw[:NONCE], raw[NONCE:], place.encode()).decode()
        except InvalidTag as error:
            raise SealError("the text was changed, or sealed for something else") from error


def _name(key):
    """A short name of a key that tells nothing of it."""
    return hashlib.sha256(b"ipai key " + key).hexdigest()[:8]


def ring(config):
    """Return the Ring of this server; its file is read again when it changes, made when there is none.

    :param config: Odoo's configuration.
    """
    path = key_file(config)
    with contextlib.suppress(FileExistsError):
        _make(path)
    stamp = path.stat().st_mtime_ns
    known = _rings.get(path)
    if not known or known[0] != stamp:
        known = _rings[path] = (stamp, Ring(_read(path)))
    return known[1]


def key_file(config):
    """Return where the key is."""
    named = config.get("ipai_key_file")
    return Path(named or Path(config["data_dir"]) / "secrets" / "ipai.key")


def _make(path):
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Linked when it is whole: another process sees all of it or nothing.
    half = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(base64.b64encode(secrets.token_bytes(32)).decode() + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(half, path)
    finally:
        half.unlink()


def _read(path):
    keys = [base64.b64decode(line) for line in path.read_text().split()]
    if not keys or any(len(key) != 32 for key in keys):
        raise SealError(f"{path} does not hold keys of 32 bytes in base64, one a line")
    return keys
