# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Refusals as RFC 9457 problem documents."""

import json

from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from odoo.addons.ipai_secret_scan.secret_scan import mask

QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded"
PLACE = "/ipai/docs#problem-"
"""Where each code is explained on the server that refused: the same reference whatever name one reached it by."""

TITLES = {
    "access-denied": (403, "The user of this key may not do that"),
    "address-refused": (403, "This key may not be used from this address"),
    "conflict": (409, "It was changed by another at this moment"),
    "full": (409, "There is no room left"),
    "idempotency-key-invalid": (400, "The Idempotency-Key cannot be used"),
    "idempotency-key-reused": (422, "This Idempotency-Key belongs to another body"),
    "idempotency-key-running": (409, "A call with this Idempotency-Key is still running"),
    "internal-error": (500, "Something went wrong here"),
    "invalid-body": (422, "The body does not fit the schema"),
    "invalid-json": (400, "The body is not strict JSON"),
    "invalid-parameters": (400, "The parameters do not fit the schema"),
    "key-expired": (401, "The API key has expired"),
    "key-missing": (401, "An API key is needed"),
    "key-unknown": (401, "The API key is not known"),
    "locked-out": (429, "Too many calls with a wrong key"),
    "method-not-allowed": (405, "This address does not take that method"),
    "not-found": (404, "There is nothing at this address"),
    "rate-limited": (429, "Too many calls"),
    "refused": (422, "The request was refused"),
    "request-refused": (400, "The request cannot be read"),
    "scope-missing": (403, "This key does not have the scope that is needed"),
    "scope-off": (503, "This scope is switched off"),
    "too-large": (413, "The body is too large"),
    "unsupported-media-type": (415, "The body must be JSON"),
}


def define(titles):
    """Add the problems of an addon: slug → (HTTP status, title)."""
    TITLES.update(titles)


class Problem(HTTPException):
    """A refusal with a stable code; raised anywhere below a route, answered by the dispatcher.

    >>> Problem("not-found", "No asset has the number 7.").code
    404
    """

    def __init__(self, slug, detail, next_step=None, errors=None, headers=None, details=None):
        super().__init__(detail)
        self.slug = slug
        self.code, self.title = TITLES[slug]
        self.detail = detail
        self.next_step = next_step
        self.errors = errors
        self.headers = headers or {}
        self.details = details

    def document(self, request_id):
        """The members of the document.

        >>> Problem("not-found", "No asset has the number 7.").document("c-1")["type"]
        '/ipai/docs#problem-not-found'
        """
        members = {
            "type": QUOTA_EXCEEDED if self.slug == "rate-limited" else f"{PLACE}{self.slug}",
            "title": self.title,
            "status": self.code,
            "detail": mask(self.detail),
            "code": self.slug,
            "request_id": request_id,
            "next_step": self.next_step,
            "errors": self.errors,
            "details": self.details or None,
        }
        return {name: value for name, value in members.items() if value is not None}

    def to_response(self, request_id):
        response = Response(
            json.dumps(self.document(request_id), ensure_ascii=False),
            status=self.code,
            content_type="application/problem+json",
        )
        response.headers.update(self.headers)
        return response


def of_validation(error, slug):
    """The Problem of a pydantic ValidationError: where and why, never what was sent.

    >>> from .schemas import Schema
    >>> try:
    ...     Schema.model_validate({"surplus": "secret"})
    ... except ValueError as error:
    ...     of_validation(error, "invalid-body").errors
    [{'pointer': '/surplus', 'detail': 'Extra inputs are not permitted'}]
    """
    found = error.errors(include_url=False, include_context=False, include_input=False)
    errors = [{"pointer": pointer(item["loc"]), "detail": item["msg"]} for item in found[:100]]
    one = f"{errors[0]['pointer'] or 'the body'}: {errors[0]['detail']}"
    detail = one if len(found) == 1 else f"{one}, and {len(found) - 1} more; see errors."
    return Problem(slug, detail, errors=errors)


def pointer(location):
    """A JSON pointer (RFC 6901).

    >>> pointer(("objects", 0, "a/b"))
    '/objects/0/a~1b'
    """
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)
