# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Whose a record is: what its rules read, and the one way for our own code past the writer's companies.

The flag here is a variable of the process, set by our own code only: no caller can ask for it.
"""

import ast
import contextlib
import contextvars

_beyond = contextvars.ContextVar("ipai_base.beyond_own_companies", default=False)


def is_beyond():
    """Whether our own code writes for companies that the user in whose request it runs is not in."""
    return _beyond.get()


@contextlib.contextmanager
def beyond_own_companies():
    """What is written inside may be of any company and need not fit the rules of the user.

    ``sudo()`` alone does not do that. Nothing that a caller chose may decide what is written inside.
    """
    token = _beyond.set(True)
    try:
        yield
    finally:
        _beyond.reset(token)


def paths_of(domain, names):
    """The paths that the text of a rule's domain reads, of a model with these fields.

    >>> sorted(paths_of("['|', ('run_id.company_id', 'in', company_ids), ('a', '=', 1)]", {"run_id", "a"}))
    ['a', 'run_id.company_id']
    >>> paths_of("[(0, '=', 1)] if user.has_group('x.y') else []", {"name"})
    set()
    """
    return {
        node.value
        for node in ast.walk(ast.parse(domain.strip() or "[]", mode="eval"))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.partition(".")[0] in names
    }


def allows_general(domain):
    """Whether the text of a rule lets records pass that are of no company.

    >>> allows_general("[('company_id', 'in', company_ids + [False])]")
    True
    >>> allows_general("[('company_id', 'in', company_ids)]")
    False
    """
    return any(
        isinstance(node, ast.List)
        and any(isinstance(one, ast.Constant) and one.value is False for one in node.elts)
        for node in ast.walk(ast.parse(domain.strip() or "[]", mode="eval"))
    )
