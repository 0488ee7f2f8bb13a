# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Telling what a run writes from what a person writes.

A variable of the running code, not a key of the context: nobody can set it from outside.
"""

from contextlib import contextmanager
from contextvars import ContextVar

_observing = ContextVar("ipai_discovery_observing", default=False)


def is_observing():
    """Tell whether what is written now comes from a run."""
    return _observing.get()


@contextmanager
def observing():
    """What the block writes comes from a run, which itself notes what it locks and what it owns."""
    token = _observing.set(True)
    try:
        yield
    finally:
        _observing.reset(token)
