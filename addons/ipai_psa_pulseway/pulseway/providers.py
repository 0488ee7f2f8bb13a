# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What differs between the programs that manage devices: which lists there are, and how a row is read.

A provider of one's own is a class like these in ``PROVIDERS``; an account names it.
"""

from . import facts
from .client import Client
from .rocketcyber import RocketCyber, of_agent


class Provider:
    code = ""
    title = ""
    cloud = ""
    """The address of its API where nothing else is said."""
    lists = ()
    """The lists that a reconciliation reads; the first one says which devices there are."""
    scheme = "standard"
    """How what is posted to its event source is signed."""
    needs = ("token_secret_name",)
    """What an account must name before it is asked."""

    def client(self, account, secrets):
        """What talks to it. :param secrets: by the names of ``needs``."""
        raise NotImplementedError

    def read(self, path, row):
        """Facts of a row, see ``facts``."""
        raise NotImplementedError

    def merged(self, rows):
        """``{identifier: facts}`` of all lists. :param rows: ``{list: facts of its rows}``."""
        return {one["identifier"]: one for one in rows[self.lists[0]] if one.get("identifier")}


class PulsewayProvider(Provider):
    code, title, cloud = "pulseway", "Pulseway", "https://api.pulseway.com/v3"
    lists, scheme = ("devices", "assets"), "pulseway"
    needs = ("token_id_name", "token_secret_name")

    def client(self, account, secrets):
        return Client(
            account.base_url,
            secrets["token_id_name"],
            secrets["token_secret_name"],
            account.rate,
            account.burst,
        )

    def read(self, path, row):
        return facts.of_device(row) if path == "devices" else facts.of_asset(row)

    def merged(self, rows):
        return facts.merged(rows["devices"], rows["assets"])


class RocketCyberProvider(Provider):
    code, title, cloud = "rocketcyber", "RocketCyber", "https://api-us.rocketcyber.com/v3"
    lists = ("agents",)

    def client(self, account, secrets):
        return RocketCyber(
            account.base_url, secrets["token_secret_name"], account.rate, account.burst
        )

    def read(self, path, row):
        return of_agent(row)


PROVIDERS = {provider.code: provider for provider in (PulsewayProvider(), RocketCyberProvider())}
