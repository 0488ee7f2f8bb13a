# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How a route of ours is declared: once, for the check, the answer and the documentation."""

from odoo import http

from .dispatcher import ROUTING_TYPE
from .operation import Operation

KILOBYTE = 1024


def api_route(
    paths,
    method,
    summary,
    *,
    scope=None,
    bucket=None,
    body=None,
    query=None,
    answer=None,
    status=200,
    idempotent=None,
    refuses=(),
    opened_by=(),
    conditional=False,
    fresh=False,
    max_body=256 * KILOBYTE,
    auth="ipai_key",
):
    """A route of the API: a method that takes a checked ``body`` and ``query`` and returns a value.

    :param paths: one path, or a list of paths of the same call.
    :param bucket: the class of its limit: read, write or execute; from the method when not given.
    :param idempotent: whether it takes an Idempotency-Key; those with a body do when not given.
    :param refuses: codes of problems that it answers beyond those that follow from the rest.
    :param opened_by: wider scopes that open it as well as its own.
    :param conditional: whether it gives an ETag, and 304 to a caller that has this answer already.
    :param fresh: each of its statements sees what others have committed by then, as one that takes
        the next free number must; it locks what it counts on before it reads it.

    All are ``readonly=False``: each call leaves a row in the audit.
    """
    operation = Operation(
        method=method,
        summary=summary,
        scope=scope,
        bucket=bucket or ("read" if method == "GET" else "write"),
        body=body,
        query=query,
        answer=answer,
        status=status,
        idempotent=method == "POST" if idempotent is None else idempotent,
        refuses=tuple(refuses),
        open=auth != "ipai_key",
        opened_by=tuple(opened_by),
        conditional=conditional,
        fresh=fresh,
    )
    return http.route(
        paths,
        type=ROUTING_TYPE,
        auth=auth,
        methods=[method],
        csrf=False,
        save_session=False,
        readonly=False,
        max_content_length=max_body,
        ipai=operation,
    )


def catch_all(*heads):
    """The route of what no other one takes at the heads and below; a ``<path:…>`` ranks last."""
    return http.route(
        [path for head in heads for path in (head, f"{head}/<path:rest>")],
        type=ROUTING_TYPE,
        auth="none",
        csrf=False,
        save_session=False,
        readonly=False,
    )
