# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The short way to the door.

Before Odoo gives a request to its controller it lists the databases, makes a session, asks whether caches are stale
and looks the route up; that costs several times what keeping an event does. A delivery needs none of it: whose
address is known, it goes to ``door.take`` at once. What is not plain (a session, a body without a length, a host whose
database is not loaded yet, an error) takes the long way, over ``controllers/hook.py``, to the same door.
"""

import io
import json
import logging
import threading
import time
import uuid

from werkzeug.datastructures import EnvironHeaders
from werkzeug.http import HTTP_STATUS_CODES

from odoo import http
from odoo.modules.registry import Registry
from odoo.tools import config

from odoo.addons.ipai_base import away

from . import door

_logger = logging.getLogger(__name__)

PATH = "/ipai/hook/"
KNOWN_FOR = 10
"""Seconds for which it is known which database a host means."""
HOSTS = 1000
_databases = {}


def install():
    """Have each process take deliveries so from now on."""
    long_way = http.Application.__call__
    if getattr(long_way, "ipai_front", False):
        return

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO", "").startswith(PATH):
            answer = _answer(environ)
            if answer is not None:
                return answer(environ, start_response)
        return long_way(self, environ, start_response)

    __call__.ipai_front = True
    http.Application.__call__ = __call__


def _answer(environ):
    """Return the answer, as something that WSGI calls; None to take the long way."""
    token = environ["PATH_INFO"][len(PATH) :]
    if not _is_plain(environ, token):
        return None
    _prepare_thread()
    try:
        registry = _registry(environ.get("HTTP_HOST", ""))
        if registry is None:
            return None
        return _taken(registry, environ, token)
    except Exception as error:
        if away.is_lost(error):
            _logger.info("The database is away.")
            response = away.problem().to_response(str(uuid.uuid4()))
            response.headers["Cache-Control"] = "no-store"
            return response
        # Nothing was kept: it took its transaction back.
        _logger.warning("A delivery takes the long way.", exc_info=True)
        return None


def _is_plain(environ, token):
    """Whether it is a delivery as programs send them."""
    length = environ.get("CONTENT_LENGTH") or ""
    return (
        environ["REQUEST_METHOD"] == "POST"
        and bool(token)
        and "/" not in token
        and length.isdecimal()
        and int(length) <= door.MOST
        and "HTTP_TRANSFER_ENCODING" not in environ
        and "HTTP_X_ODOO_DATABASE" not in environ
        and "session_id=" not in environ.get("HTTP_COOKIE", "")
    )


def _prepare_thread():
    """As Odoo does it for each request: its log counts queries and seconds from here."""
    thread = threading.current_thread()
    thread.query_count = thread.query_time = 0
    thread.perf_t0 = time.time()
    thread.cursor_mode = None
    for name in ("dbname", "uid"):
        if hasattr(thread, name):
            delattr(thread, name)


def _registry(host):
    """Return the registry of the one database that a host means, None where there is none, or it is not loaded."""
    now = time.monotonic()
    name, until = _databases.get(host, (None, 0))
    if until < now:
        names = _names(host)
        if len(names) != 1:
            return None
        if len(_databases) >= HOSTS:
            _databases.clear()
        [name] = names
        _databases[host] = name, now + KNOWN_FOR
    registries = Registry.registries
    registry = registries[name] if name in registries else None
    if registry is None or not registry.ready or "ipai.inbox.source" not in registry:
        return None
    threading.current_thread().dbname = name
    return registry


def _names(host):
    """The databases that a host may mean; none where something else decides that, which looks at the request."""
    try:
        return http.db_list(force=True, host=host)
    except (AttributeError, RuntimeError):
        return []


def _taken(registry, environ, token):
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    # Who takes the long way after this reads it again.
    environ["wsgi.input"] = io.BytesIO(body)
    if len(body) < int(environ["CONTENT_LENGTH"]):
        return None
    if config["proxy_mode"] and environ.get("HTTP_X_FORWARDED_HOST"):
        http.ProxyFix(lambda *_arguments: [])(environ, None)
    delivery = door.Delivery(
        token=token,
        body=body,
        headers=EnvironHeaders(environ),
        address=environ.get("REMOTE_ADDR") or "",
    )
    status, value, headers = door.take(registry, delivery)
    return _Answer(status, value, headers)


class _Answer:
    """The least that answers a request."""

    def __init__(self, status, value, headers):
        self._body = json.dumps(value, ensure_ascii=False).encode()
        self._status = f"{status} {HTTP_STATUS_CODES[status].upper()}"
        self._headers = [
            ("Content-Type", "application/json; charset=utf-8"),
            ("Content-Length", str(len(self._body))),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            *headers.items(),
        ]

    def __call__(self, environ, start_response):
        start_response(self._status, self._headers)
        return [self._body]
