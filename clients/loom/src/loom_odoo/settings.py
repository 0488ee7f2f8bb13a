# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where the server is and how to get in: the variables of the contract."""

import dataclasses
import os


class SettingsError(Exception):
    """A variable is missing or wrong; the message says which and what to do."""


@dataclasses.dataclass(frozen=True)
class Settings:
    url: str
    key: str = dataclasses.field(repr=False)
    database: str | None = None
    username: str | None = None

    @classmethod
    def from_environment(cls, environ=os.environ):
        """Read ODOO_URL, ODOO_PASSWORD (the API key), ODOO_DB and ODOO_USERNAME.

        >>> Settings.from_environment({"ODOO_URL": "https://ocg.lan/", "ODOO_PASSWORD": " 0a "}).url
        'https://ocg.lan'
        >>> Settings.from_environment({"ODOO_URL": "ocg.lan", "ODOO_PASSWORD": "0a"})
        Traceback (most recent call last):
        ...
        loom_odoo.settings.SettingsError: ODOO_URL=ocg.lan is no address: write it as https://ocg.lan.
        """
        url = (environ.get("ODOO_URL") or "").strip().rstrip("/")
        if not url.startswith(("http://", "https://")):
            raise SettingsError(f"ODOO_URL={url} is no address: write it as https://ocg.lan.")
        key = (environ.get("ODOO_PASSWORD") or "").strip()
        if not key:
            raise SettingsError("ODOO_PASSWORD is empty: set it to an API key of the server.")
        return cls(url, key, environ.get("ODOO_DB") or None, environ.get("ODOO_USERNAME") or None)
