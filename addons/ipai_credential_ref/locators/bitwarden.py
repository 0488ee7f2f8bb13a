# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Items of Bitwarden and Vaultwarden: the item's number, after that of its collection where it is told.

Names of items are encrypted for everybody who has no master password, us included: only the number tells which it is.
"""

import re
from urllib.parse import parse_qs, urlsplit

from .checks import cleaned
from .errors import LocatorError

UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
HELP = "open the item in the web vault and paste the address of that page, which holds itemId="


def parse(text, mounts=()):
    """The item of what was pasted.

    >>> item = "0b5f2b5e-3f0c-4b4e-9f5e-1d2c3b4a5f60"
    >>> parse(f"https://vw.example/#/vault?itemId={item}") == parse(item.upper()) == item
    True
    >>> group = "11111111-2222-3333-4444-555555555555"
    >>> parse(f"https://vw.example/#/vault?collectionId={group}&itemId={item}") == f"{group}/{item}"
    True
    >>> parse(f"bw get item {item}") == parse(f"bw://{item}") == item
    True
    >>> parse("https://vw.example/#/vault")
    Traceback (most recent call last):
    ...
    LocatorError: the link names no item: open the item in the web vault and paste the address of that page, which holds itemId=
    """
    text = cleaned(text)
    if text.startswith(("bw ", "$ bw ", "bw://", "bitwarden://")):
        found = re.findall(UUID, text.lower())
        if not found:
            raise LocatorError(f"the command names no item by its number: {HELP}")
        return found[0]
    if "://" in text:
        fragment = urlsplit(text).fragment
        given = parse_qs(fragment.partition("?")[2] or urlsplit(text).query)
        item = (given.get("itemId") or given.get("cipherId") or [""])[0].lower()
        collection = (given.get("collectionId") or [""])[0].lower()
        if not re.fullmatch(UUID, item):
            raise LocatorError(f"the link names no item: {HELP}")
        return f"{collection}/{item}" if re.fullmatch(UUID, collection) else item
    text = text.lower().strip("/")
    if not re.fullmatch(f"(?:{UUID}/)?{UUID}", text):
        raise LocatorError(f"it is not the number of an item: {HELP}")
    return text


def split(locator):
    """The collection, empty where it is not told, and the item.

    >>> split("11111111-2222-3333-4444-555555555555/0b5f2b5e-3f0c-4b4e-9f5e-1d2c3b4a5f60")[1]
    '0b5f2b5e-3f0c-4b4e-9f5e-1d2c3b4a5f60'
    """
    collection, _slash, item = locator.rpartition("/")
    return collection, item


def deep_link(address, locator, namespace=None, mounts=()):
    if not address:
        return None
    return f"{address.rstrip('/')}/#/vault?itemId={split(locator)[1]}"
