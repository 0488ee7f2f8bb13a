# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Odoo's dispatcher for our routes: strict JSON in, schemas both ways, problem documents out."""

import hashlib
import json
import logging

import psycopg2
from pydantic import ValidationError as SchemaError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from odoo.exceptions import AccessDenied, AccessError, MissingError, UserError
from odoo.http import Dispatcher
from odoo.modules.registry import Registry

from .. import audit_rows
from ..audit import HOUR, is_kept
from ..canonical import digest
from . import call as calls
from . import idempotency, limiter, strict_json
from .cursors import see_commits, short
from .operation import Answer
from .problems import Problem, of_validation
from .schemas import NoParameters, lists_of
from .unknown import unknown_path

_logger = logging.getLogger(__name__)

ROUTING_TYPE = "ipai_api"
REFUSALS_OF_A_KEY = 600
"""Rows that the refusals of one key have in an hour."""
HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
OF_STATUS = {
    404: "not-found",
    405: "method-not-allowed",
    413: "too-large",
    415: "unsupported-media-type",
}


class ApiDispatcher(Dispatcher):
    routing_type = ROUTING_TYPE
    mimetypes = ("application/json",)

    @classmethod
    def is_compatible_with(cls, request):
        # Always: a refusal before our own code would be HTML.
        return True

    def dispatch(self, endpoint, args):
        self.request.params = {}  # other addons look at them after every call
        operation = endpoint.routing.get("ipai")
        if operation is None:  # the catch-all
            return self.request.registry["ir.http"]._dispatch(endpoint)
        call = calls.of(self.request)
        if not operation.takes(self.request.httprequest.method):
            raise unknown_path()
        self._check_limit(call, operation)
        if operation.fresh:
            see_commits(self.request.env.cr)
        parameters = {name: _stored_text(name, value) for name, value in args.items()}
        query = self._query(call, operation.query or NoParameters)
        if operation.query:
            parameters["query"] = query
        if operation.body:
            parameters["body"] = self._body(call, operation.body)
        claim = idempotency.claim(self.request, call, operation, endpoint, args)
        if claim and claim.stored:
            response = claim.stored
        else:
            self.request.params = parameters
            result = self.request.registry["ir.http"]._dispatch(endpoint)
            response = self._response(operation, result)
            if claim:
                claim.store(response)
        self._finish(call, response)
        return response

    def handle_error(self, exc):
        call = calls.of(self.request)
        problem = as_problem(exc)
        response = problem.to_response(call.request_id)
        self._add_headers(call, response)
        if problem.code >= 500 and problem.slug != "scope-off":
            _logger.error("Request %s ended in an internal error.", call.request_id)
        if call.audited and call.action:
            self._audit_refusal(call, problem.code)
        return response

    def _audit_refusal(self, call, status):
        """The request's own transaction is undone; this row stays."""
        outcome = "denied" if status in (401, 403, 429, 503) else "failed"
        try:
            if call.caller and not self._is_kept(call):
                return
            with short(Registry(self.request.db)) as cr:
                self._audit(call, outcome, status, cr)
        except (psycopg2.Error, ValueError):
            _logger.exception("Request %s is not in the audit.", call.request_id)

    def _is_kept(self, call):
        """Of the refusals of one key in an hour, whether this one has a row: a loop fills no disk."""
        hits, _seconds = limiter.count(
            Registry(self.request.db), f"key:{call.caller.key_id}", "refused", HOUR
        )
        return is_kept(hits, REFUSALS_OF_A_KEY)

    def _check_limit(self, call, operation):
        caller = call.caller
        if caller is None or call.limit:  # open to all, or counted before a retry
            return
        quota = caller.limits[operation.bucket]
        hits, seconds = limiter.count(
            self.request.registry, f"key:{caller.key_id}", operation.bucket
        )
        call.limit = limiter.Limit(operation.bucket, quota, hits, seconds)
        if call.limit.exceeded:
            # One row for a window is evidence enough.
            call.audited = hits == quota + 1
            raise Problem(
                "rate-limited",
                f"This key may make {quota} {operation.bucket} calls in {limiter.WINDOW} seconds.",
                f"Wait {seconds} seconds; a manager can raise the limit of the key.",
                headers={"Retry-After": str(seconds)},
            )

    def _query(self, call, schema):
        values = {}
        for name, entries in self.request.httprequest.args.lists():
            if "\0" in name + "".join(entries):
                raise Problem("invalid-parameters", "A parameter holds the character U+0000.")
            # Some generated clients repeat the name of a list for each entry.
            if len(entries) > 1 and name not in lists_of(schema):
                raise Problem("invalid-parameters", f"The parameter {name[:60]} comes twice.")
            values[name] = _stored_text(name, ",".join(entries))
        try:
            query = schema.model_validate_strings(values)
        except SchemaError as error:
            raise of_validation(error, "invalid-parameters") from error
        call.field_names = ", ".join(sorted(query.model_fields_set)) or None
        return query

    def _body(self, call, schema):
        """Return the checked value; leave names and hash for the audit."""
        mimetype = self.request.httprequest.mimetype
        if mimetype != "application/json":
            raise Problem(
                "unsupported-media-type",
                f"The Content-Type is {mimetype[:60] or 'missing'}.",
                "Send Content-Type: application/json.",
            )
        raw = self._raw()
        try:
            value = strict_json.loads(raw)
        except strict_json.JsonError as error:
            raise Problem("invalid-json", f"The body is refused: {error}.") from error
        call.payload_hash = digest(value)
        try:
            body = schema.model_validate_json(raw)
        except SchemaError as error:
            raise of_validation(error, "invalid-body") from error
        names = [call.field_names] if call.field_names else []
        call.field_names = ", ".join([*names, *sorted(body.model_fields_set)])
        return body

    def _raw(self):
        """The body; one in chunks tells no length before, and is cut where too much begins."""
        asked = self.request.httprequest
        raw, most = asked.get_data(), asked.max_content_length
        if asked.content_length is None and most and len(raw) >= most:
            raise Problem("too-large", f"A body may have {most} bytes here.")
        return raw

    def _response(self, operation, result):
        if not isinstance(result, Answer):
            result = Answer(result)
        status = result.status or operation.status
        if operation.answer is None:
            text = json.dumps(result.value, ensure_ascii=False)
        else:
            value = operation.answer.model_validate(result.value)
            sparse = getattr(value, "sparse", False)  # the root of a list has none
            text = value.model_dump_json(by_alias=True, exclude_unset=sparse)
        response = Response(text, status=status, content_type="application/json")
        response.headers.update(result.headers)
        return self._unless_known(response) if operation.conditional else response

    def _unless_known(self, response):
        """The response with its ETag; 304 without a body for a caller that has it (RFC 9110, 13.1.2)."""
        response.set_etag(hashlib.sha256(response.get_data()).hexdigest()[:32])
        if self.request.httprequest.if_none_match.contains_weak(response.get_etag()[0]):
            response.set_data(b"")
            response.status_code = 304
            del response.headers["Content-Type"]
        return response

    def _finish(self, call, response):
        """Flush, so that what the database refuses is refused before the audit says it is done."""
        self._add_headers(call, response)
        if call.caller:
            self.request.env.cr.flush()
            self._audit(call, "done", response.status_code, self.request.env.cr)

    def _add_headers(self, call, response):
        response.headers.update(HEADERS)
        if "ETag" in response.headers:  # may be kept, but is asked for anew each time
            response.headers["Cache-Control"] = "private, no-cache"
        response.headers["X-Request-Id"] = call.request_id
        if call.limit:
            response.headers.update(call.limit.headers())

    def _audit(self, call, outcome, status, cr):
        caller = call.caller
        audit_rows.append(
            Registry(self.request.db),
            cr,
            outcome=outcome,
            action=call.action,
            status=status,
            user_id=caller and caller.user_id,
            company_id=caller and caller.company_id,
            key_prefix=call.key_prefix,
            address=call.address,
            source=call.source,
            case_id=call.case_id,
            target=call.target,
            field_names=call.field_names,
            payload_hash=call.payload_hash,
            request_id=call.request_id,
        )


def _stored_text(name, value):
    """Return a parameter's value; refuse text that the database cannot hold."""
    if isinstance(value, str):
        try:
            strict_json.check_text(value)
        except strict_json.JsonError as error:
            raise Problem("invalid-parameters", f"The parameter {name[:60]}: {error}.") from error
    return value


def as_problem(exc):
    """The Problem that stands for any exception; details only of those made for people.

    >>> as_problem(ValueError("internals")).detail
    'The error is in the log of the server.'
    """
    if isinstance(exc, Problem):
        return exc
    if isinstance(exc, HTTPException):
        slug = OF_STATUS.get(
            exc.code, "request-refused" if (exc.code or 0) < 500 else "internal-error"
        )
        return Problem(slug, exc.description or exc.name)
    if isinstance(exc, AccessDenied | AccessError):
        return Problem("access-denied", str(exc))
    if isinstance(exc, MissingError):
        return Problem("not-found", str(exc))
    if isinstance(exc, UserError):
        return Problem("refused", str(exc))
    if getattr(exc, "pgcode", None) in ("40001", "40P01", "55P03"):
        return Problem(
            "conflict",
            "Others wrote the same records at this moment, in each of several attempts.",
            "Send the same request again.",
            headers={"Retry-After": "1"},
        )
    return Problem(
        "internal-error",
        "The error is in the log of the server.",
        "Give the request_id to the administrator.",
    )
