# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What no locator may hold, whatever the kind of its vault."""

from odoo.addons.ipai_base.secret_shapes import found_in

from .errors import LocatorError

LENGTH = 400


def cleaned(text):
    """The text without blanks around it.

    :raises LocatorError: when it is empty, too long, holds control characters, or holds a secret itself.

    >>> cleaned("  secret/lab ")
    'secret/lab'
    >>> cleaned("secret/lab\\n")
    'secret/lab'
    >>> cleaned("a\\x00b")
    Traceback (most recent call last):
    ...
    LocatorError: it holds a character that cannot be shown; paste it once more as plain text
    >>> cleaned("hvs." + "a1" * 12)
    Traceback (most recent call last):
    ...
    LocatorError: it holds a Vault token: paste where the secret is, never the secret
    """
    text = (text or "").strip()
    if not text:
        raise LocatorError("it is empty; paste the link or the path that the vault shows")
    if len(text) > LENGTH:
        raise LocatorError(f"it has {len(text)} characters, and at most {LENGTH} are kept")
    if not text.isprintable():
        raise LocatorError(
            "it holds a character that cannot be shown; paste it once more as plain text"
        )
    if found := found_in(text):
        raise LocatorError(f"it holds {found}: paste where the secret is, never the secret")
    return text
