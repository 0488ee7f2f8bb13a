# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The one named way past a protection: for code that must write whatever a person would have to propose.

A variable of the running code, not a key of the context and not ``sudo()``: nobody can ask for it from outside.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_unprotected = ContextVar("ipai_asset_protection.unprotected", default=False)


def is_unprotected():
    """Whether what is written now passes protections."""
    return _unprotected.get()


@contextmanager
def unprotected():
    """What the block writes passes protections."""
    token = _unprotected.set(True)
    try:
        yield
    finally:
        _unprotected.reset(token)
