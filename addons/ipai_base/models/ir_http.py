# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import models
from odoo.exceptions import AccessDenied
from odoo.http import request
from odoo.tools import ormcache

from .. import away
from ..http import call as calls
from ..http import limiter, openapi
from ..http.problems import Problem
from ..http.unknown import unknown_path

BEARER = re.compile(r"bearer +(\S+)", re.IGNORECASE)
KEY = re.compile(r"[0-9a-f]{40}")
LOCKOUT_WINDOW = 15 * 60
WRONG_KEYS = 10
"""From one address in a window: from then on a wrong key is told to wait, and goes into no audit."""
TRIES = 10
"""Whoever sent so many wrong keys with one prefix may have so many more looked at, a minute."""
MISSING_AUDITED = 10


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @ormcache()
    def _ipai_document(self):
        """The OpenAPI document without its servers: anyone may ask for it, so it is made once."""
        return openapi.document(openapi.operations(self.routing_map()))

    def _ipai_sample_path(self, scopes):
        """The shortest address without variables that can be read with one of these scopes."""
        return min(
            (
                path
                for path, arguments, method, operation in openapi.operations(self.routing_map())
                if method == "GET" and not arguments and scopes & set(operation.scopes)
            ),
            key=len,
            default="/ipai/openapi.json",
        )

    @classmethod
    def _authenticate_explicit(cls, auth):
        """Odoo takes a connection that was lost here for a wrong password."""
        try:
            return super()._authenticate_explicit(auth)
        except AccessDenied as error:
            if away.is_ours(request.httprequest.path) and away.is_lost(error):
                raise away.problem() from error
            raise

    @classmethod
    def _auth_method_ipai_key(cls):
        """The key decides who calls; a browser's session is not looked at."""
        request.session.can_save = False
        rule, _arguments = cls._match(request.httprequest.path)
        if not rule.endpoint.routing["ipai"].takes(request.httprequest.method):
            raise unknown_path()
        call = calls.of(request)
        call.action = f"{request.httprequest.method} {rule.rule}"
        secret = _given_key(request.httprequest.headers)
        if secret is None:
            hits, _seconds = limiter.count(
                request.registry, f"address:{call.address}", "no-key", LOCKOUT_WINDOW
            )
            call.audited = hits <= MISSING_AUDITED
            raise _unauthorized("key-missing", "The request carries no key.")
        call.key_prefix = secret[:8] if KEY.fullmatch(secret) else None
        _check_tries(call)
        caller, reason = None, "key-unknown"
        if call.key_prefix:
            caller, reason = request.env["ipai.api.key"]._find(secret, call.address)
        call.caller = caller
        if reason == "key-unknown":
            _count_wrong(call)
            raise _unauthorized(reason, "No key in use is like this one.")
        if reason == "key-expired":
            raise _unauthorized(reason, f"It expired on {caller.expires:%Y-%m-%d %H:%M} UTC.")
        if reason == "address-refused":
            raise Problem(reason, f"{call.address} is not among the addresses of this key.")
        if reason:
            raise Problem(reason, "The user of this key is not in the company of the key.")
        _check_scope(call, rule.endpoint.routing["ipai"].scopes)
        # With its language Odoo need not look for one in the user, the company and their contacts.
        context = {"allowed_company_ids": [caller.company_id], "lang": caller.lang}
        request.update_env(user=caller.user_id, context=context)


def _given_key(headers):
    """The key of a request, None when it has none.

    >>> _given_key({"Authorization": "Bearer abc"}), _given_key({"X-API-Key": "abc"}), _given_key({})
    ('abc', 'abc', None)
    """
    bearer = BEARER.fullmatch(headers.get("Authorization", "").strip())
    return headers.get("X-API-Key") or (bearer[1] if bearer else None)


def _unauthorized(slug, detail):
    return Problem(
        slug,
        detail,
        "Send the header X-API-Key, or Authorization: Bearer, with a key of this server.",
        headers={"WWW-Authenticate": 'Bearer realm="ipai", ApiKey realm="ipai"'},
    )


def _pair(call):
    """Who tries: a neighbor with another key, at the same address, is somebody else."""
    return f"address:{call.address} {call.key_prefix}"


def _check_tries(call):
    """Before any hashing: look at no more than some keys a minute of who sent many wrong ones.

    A right key comes through among them, and whatever others at the same address send.
    """
    if not call.key_prefix:
        return
    request.env.cr.execute(
        """
        SELECT hits FROM ipai_api_counter
         WHERE subject = %s AND bucket = 'wrong-key' AND since + %s * interval '1 second' > clock_timestamp()
        """,
        [_pair(call), LOCKOUT_WINDOW],
    )
    found = request.env.cr.fetchone()
    if found and found[0] >= WRONG_KEYS:
        tries, seconds = limiter.count(request.registry, _pair(call), "tries")
        if tries > TRIES:
            raise _locked_out(call, seconds)


def _count_wrong(call):
    """:raises Problem: locked-out, for more of them than a person mistypes."""
    if call.key_prefix:
        limiter.count(request.registry, _pair(call), "wrong-key", LOCKOUT_WINDOW)
    wrong, seconds = limiter.count(
        request.registry, f"address:{call.address}", "wrong-key", LOCKOUT_WINDOW
    )
    if wrong > WRONG_KEYS:
        raise _locked_out(call, seconds)


def _locked_out(call, seconds):
    call.audited = False  # the calls that led here are in the audit
    return Problem(
        "locked-out",
        "There were too many calls with a wrong key from here.",
        f"Correct the key: a right one is let through. A wrong one waits {seconds} seconds.",
        headers={"Retry-After": str(seconds)},
    )


def _check_scope(call, scopes):
    """Refuse a key without any of the scopes; one that is switched off opens nothing."""
    if not scopes:
        return
    mine = [scope for scope in scopes if scope in call.caller.scopes]
    if not mine:
        raise Problem(
            "scope-missing",
            f"It needs the scope {' or '.join(scopes)}.",
            "Have a manager add the scope to the key, or use another key.",
        )
    request.env.cr.execute(
        "SELECT FROM ipai_api_scope WHERE code = ANY(%s) AND enabled LIMIT 1", [mine]
    )
    if not request.env.cr.rowcount:
        raise Problem(
            "scope-off",
            f"The scope {' and '.join(mine)} is switched off for all keys.",
            "Ask a manager of this server.",
        )
