# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Where a secret lives, as people paste it: a link of the vault's page, a path, a command, an item's number.

``hashicorp`` reads those of Vault and OpenBao, ``bitwarden`` those of Bitwarden and Vaultwarden, ``uri`` any
other. Each gives one spelling, which is what a reference keeps and compares.
"""

from . import bitwarden, hashicorp, uri
from .errors import LocatorError

KINDS = {"hashicorp": hashicorp, "bitwarden": bitwarden, "uri": uri}


def parse(kind, text, mounts=()):
    """The one spelling of what was pasted, for a vault of the kind.

    :raises LocatorError: saying what to paste.

    >>> parse("hashicorp", "https://vault.example:8200/ui/vault/secrets/secret/kv/lab%2Fpfsense_admin/details")
    'secret/lab/pfsense_admin'
    >>> parse("uri", " vaultwarden://Collections/Homelab/pfsense_admin ")
    'vaultwarden://Collections/Homelab/pfsense_admin'
    """
    return KINDS[kind].parse(text, mounts)


def deep_link(kind, address, locator, namespace=None, mounts=()):
    """The vault's own page of the secret, None where there is none.

    >>> deep_link("bitwarden", "https://vw.example/", "0b5f2b5e-3f0c-4b4e-9f5e-1d2c3b4a5f60")
    'https://vw.example/#/vault?itemId=0b5f2b5e-3f0c-4b4e-9f5e-1d2c3b4a5f60'
    """
    return KINDS[kind].deep_link(address, locator, namespace, mounts)
