# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Trying a write for real, and taking all of it back.

The one flag here is a variable of the process, set by our own code only: no caller can ask for it.
"""

import contextlib
import contextvars

_dry = contextvars.ContextVar("ipai_proposal.dry", default=False)
_carried_out = contextvars.ContextVar("ipai_proposal.carried_out", default=False)


def is_dry():
    """Whether what happens now is rolled back in any case."""
    return _dry.get()


def is_carried_out():
    """Whether what is written now was decided: the operations of a proposal, being carried out."""
    return _carried_out.get() or _dry.get()


@contextlib.contextmanager
def dry_run(cr):
    """What happens inside is rolled back, and what it wanted to do after the commit is forgotten.

    The savepoint flushes first and clears afterwards, what waits before the commit included; the
    calls for after the commit are put back by hand.
    """
    calls, data = list(cr.postcommit._funcs), dict(cr.postcommit.data)
    token = _dry.set(True)
    savepoint = cr.savepoint()
    try:
        yield
    finally:
        _dry.reset(token)
        savepoint.close(rollback=True)
        cr.postcommit.clear()
        cr.postcommit.data.update(data)
        for call in calls:
            cr.postcommit.add(call)


@contextlib.contextmanager
def carrying_out():
    """What is written inside was decided."""
    token = _carried_out.set(True)
    try:
        yield
    finally:
        _carried_out.reset(token)
