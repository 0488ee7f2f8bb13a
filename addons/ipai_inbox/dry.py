# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whether a handler is only tried. A variable of the process: no caller can ask for it."""

import contextlib
import contextvars

_dry = contextvars.ContextVar("ipai_inbox.dry", default=False)


def is_dry():
    """Whether what happens now is rolled back in any case."""
    return _dry.get()


@contextlib.contextmanager
def dry_run():
    """What happens inside is only tried: who opens it rolls it back."""
    token = _dry.set(True)
    try:
        yield
    finally:
        _dry.reset(token)
