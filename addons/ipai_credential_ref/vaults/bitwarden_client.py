# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Bitwarden and Vaultwarden, asked with a personal API key of a user whose master password we do not have.

Of each item the server sends clear fields and encrypted ones. The clear ones that say whether and since when are kept,
all else is dropped here: also the wrapped keys that come along when the key is accepted.
"""

import uuid

from . import http
from .errors import CannotAsk, Forbidden, NotFound, VaultError

CLEAR = ("id", "creationDate", "deletedDate", "collectionIds", "edit", "viewPassword")
TOKEN = "/identity/connect/token"
ITEM = "/api/ciphers/"


class BitwardenClient:
    """Questions to one server with one key, ``client_id:client_secret``."""

    def __init__(self, address, credential):
        client, colon, key = credential.partition(":")
        if not colon or not client.startswith("user.") or not key:
            raise CannotAsk(
                "Our own credential for Bitwarden is written client_id:client_secret, of a personal API key "
                "(the client_id begins with user.)."
            )
        self._address = address
        self._client, self._key = client, key
        self._session = http.session()
        self._token = None

    def close(self):
        self._session.close()

    def sign_in(self):
        """Trade the key for a token; one device for good, so that the server sends no mail about a new one."""
        device = uuid.uuid5(uuid.NAMESPACE_URL, f"{self._address}|{self._client}|ipai")
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client,
            "client_secret": self._key,
            "scope": "api",
            "deviceType": "21",
            "deviceIdentifier": str(device),
            "deviceName": "IT Operations",
        }
        try:
            value = self._ask("POST", TOKEN, data=form)
        except NotFound as error:
            raise Forbidden("The address is not one of Bitwarden or Vaultwarden.") from error
        except VaultError as error:
            if error.status == 400:
                raise Forbidden("The server did not accept the API key.") from error
            raise
        token = value.get("access_token")
        if not isinstance(token, str) or not token:
            raise Forbidden("The server did not accept the API key.")
        self._token = token

    def item(self, number):
        """The clear fields of an item, None where there is none or it is not shown to us."""
        if self._token is None:
            self.sign_in()
        try:
            value = self._ask(
                "GET", f"{ITEM}{number}", headers={"Authorization": f"Bearer {self._token}"}
            )
        except VaultError as error:
            # Vaultwarden answers 400 where Bitwarden answers 404.
            if error.status in (400, 404):
                return None
            raise
        login = value.get("login") if isinstance(value.get("login"), dict) else {}
        kept = {name: value.get(name) for name in CLEAR}
        return {**kept, "login": {"passwordRevisionDate": login.get("passwordRevisionDate")}}

    def _ask(self, method, path, **given):
        http.observed(method, self._address + path)
        with http.reachable():
            response = self._session.request(
                method,
                self._address + path,
                timeout=http.SILENCE,
                allow_redirects=False,
                stream=True,
                **given,
            )
            return http.answer(response)
