# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The API of Alertmanager, version 2; Grafana has the same below /api/alertmanager/grafana.

https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
"""

import json

import requests

TIMEOUT = 10
PAGE_LIMIT = 100 * 1024 * 1024
"""Bytes of an answer that are read at most."""


class AlertmanagerError(Exception):
    """It did not do what it was asked; the text says why."""


class Alertmanager:
    """One Alertmanager, by its address and what it wants to see of us.

    :param address: as in http://127.0.0.1:9093, without /api/v2.
    :param authorization: the whole header, as in "Bearer …" or "Basic …"; "" for none.
    """

    def __init__(self, address, authorization="", verify=True):
        self.address = address.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = verify
        if authorization:
            self._session.headers["Authorization"] = authorization

    def alerts(self):
        """Return `{fingerprint: labels}` of all alerts that it has, the silenced ones included.

        :raises AlertmanagerError: when the answer is not whole.
        """
        found = self._ask("GET", "alerts")
        if not isinstance(found, list) or not all(
            isinstance(one, dict) and isinstance(one.get("fingerprint"), str) for one in found
        ):
            raise AlertmanagerError("its list of alerts is none")
        return {one["fingerprint"]: _texts(one.get("labels")) for one in found}

    def started(self):
        """Return since when it runs, as it writes it; "" where it does not say."""
        status = self._ask("GET", "status")
        return str(status.get("uptime") or "") if isinstance(status, dict) else ""

    def silences(self):
        """Return all silences, the expired ones included."""
        found = self._ask("GET", "silences")
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise AlertmanagerError("its list of silences is none")
        return found

    def put_silence(self, silence):
        """Make a silence, or replace one; return its id."""
        answer = self._ask("POST", "silences", json=silence)
        number = answer.get("silenceID") or answer.get("id") if isinstance(answer, dict) else ""
        if not number:
            raise AlertmanagerError("it gave the silence no id")
        return str(number)

    def end_silence(self, number):
        """End a silence; one that is not there any more has ended."""
        self._ask("DELETE", f"silence/{number}", missing=True)

    def _ask(self, method, path, missing=False, **options):
        url = f"{self.address}/api/v2/{path}"
        try:
            answer = self._session.request(
                method, url, timeout=TIMEOUT, allow_redirects=False, stream=True, **options
            )
            with answer:
                body = _body(answer)
        except requests.RequestException as error:
            raise AlertmanagerError(_reason(error)) from error
        # Alertmanager 0.25 answers 500 where later ones answer 404.
        if missing and answer.status_code in (404, 500) and b"not found" in body:
            return None
        if answer.status_code // 100 != 2:
            raise AlertmanagerError(_said(answer.status_code, body))
        try:
            return json.loads(body) if body else None
        except ValueError as error:
            raise AlertmanagerError("its answer is no JSON") from error


def _texts(labels):
    """The labels, {} for what is none.

    >>> _texts({"a": "1"}), _texts({"a": 1}), _texts(None)
    ({'a': '1'}, {}, {})
    """
    are = isinstance(labels, dict) and all(isinstance(text, str) for text in labels.values())
    return labels if are else {}


def _body(answer):
    parts, size = [], 0
    for part in answer.iter_content(65536):
        parts.append(part)
        size += len(part)
        if size > PAGE_LIMIT:
            raise AlertmanagerError("its answer is larger than 100 MB")
    return b"".join(parts)


def _said(status, body):
    """What a refusal says, in one line.

    >>> _said(400, b'{"code": 400, "message": "bad matcher"}')
    'it answered 400: {"code": 400, "message": "bad matcher"}'
    """
    text = " ".join(body[:300].decode("utf-8", "replace").split())
    return f"it answered {status}: {text}" if text else f"it answered {status}"


def _reason(error):
    """Why there was no answer, without the address, which may hold a password.

    >>> _reason(requests.ConnectTimeout("http://user:word@host"))
    'no answer (ConnectTimeout)'
    """
    return f"no answer ({type(error).__name__})"
