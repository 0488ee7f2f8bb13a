# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A vault asked about many secrets: which questions in which order, and what each answer makes of a secret.

Plain Python over a client, so that it runs without a database. What comes of it is yielded in portions, for the caller
to keep each before the next is asked for.
"""

import time
from typing import NamedTuple

from ..locators import bitwarden, hashicorp
from . import metadata, paging, privileges
from .errors import Forbidden, NotFound, Unreachable
from .metadata import MISSING, MetadataError, Seen

PORTION, SECONDS = 500, 5
"""Secrets of a portion, and how long one may take: of a slow vault a few are kept at a time."""
TREE, FOLDERS, DEPTH = 50_000, 5_000, 40
"""Secrets, folders and levels at most: a server that lists folders without end is left there."""


class Place(NamedTuple):
    """A secret of a KV engine; ``key`` is the caller's own word for it."""

    key: object
    mount: str
    path: str


def places(locators, mounts=()):
    """The places of ``(key, locator)``, in the order in which a vault lists them.

    >>> [place.path for place in places([(1, "secret/b/x"), (2, "secret/a")])]
    ['a', 'b/x']
    """
    found = [Place(key, *hashicorp.split(locator, mounts)) for key, locator in locators]
    return sorted(
        found, key=lambda place: (place.mount, hashicorp.folder(place.path)[0], place.path.encode())
    )


def other_mounts(client, found):
    """The mounts that are no KV engine of version 2. It is the first question, and below these there is no other.

    :raises VaultError: when the vault gave no answer, or does not know our token.
    """
    others = set()
    for mount in sorted({place.mount for place in found}):
        try:
            if not client.is_version_2(mount):
                others.add(mount)
        except Forbidden as error:
            if error.unknown:
                raise
        except NotFound:
            continue
    return others


def ask_privileges(client, found, is_known, own=(), others=(), deadline=None):
    """What our token could do with the secrets, and beyond: a :class:`privileges.Judgement`.

    :param is_known: whether the vault told us of our token before; else a refusal may mean that it is not known at all.
    :param own: the policies of our token.
    :param others: as ``other_mounts`` returns them.
    :param deadline: of ``time.monotonic``, after which the vault is too slow.
    :raises VaultError: when there was no answer; a refused question is a judgement.
    """
    asked, answers = [], {}
    if "root" in own:
        return privileges.Judgement(privileges.TOO_POWERFUL, ("our token has the policy root",))
    where = [(place.mount, place.path) for place in found]
    for portion in privileges.questions(where, own, others):
        if asked and deadline is not None and time.monotonic() > deadline:
            raise Unreachable("The vault answered too slowly.")
        try:
            answers.update(client.capabilities(portion))
        except (Forbidden, NotFound) as error:
            if isinstance(error, Forbidden) and (error.unknown or not is_known):
                # OpenBao says the same to a token without this right and to one that it does not know; of a mount it
                # tells the former.
                for mount in {place.mount for place in found}:
                    client.is_version_2(mount)
            return privileges.Judgement(
                privileges.CANNOT_CHECK, ("sys/capabilities-self is refused to our token",)
            )
        asked += portion
    return privileges.judge(asked, answers, others)


def seen_of_kv(client, found, now):
    """Yield lists of ``(key, Seen)``, each of at most PORTION; what cannot be read costs that secret only.

    :raises VaultError: when the vault is sealed, gone, or wants no more questions; what was yielded before holds.
    """
    yield from _in_portions(_each_of_kv(client, found, now))


def seen_of_bitwarden(client, locators, now=None):
    """Yield lists of ``(key, Seen, what is too much)`` of ``(key, locator)``."""
    yield from _in_portions(_each_of_bitwarden(client, locators, now))


def _in_portions(results):
    """
    >>> [len(portion) for portion in _in_portions(iter(range(PORTION + 1)))]
    [500, 1]
    """
    portion, until = [], time.monotonic() + SECONDS
    for result in results:
        portion.append(result)
        if len(portion) == PORTION or time.monotonic() > until:
            yield portion
            portion, until = [], time.monotonic() + SECONDS
    if portion:
        yield portion


def _each_of_bitwarden(client, locators, now):
    for key, locator in locators:
        collection, number = bitwarden.split(locator)
        item = client.item(number)
        too_much = ()
        try:
            seen = metadata.of_bitwarden(item, collection, now) if item else MISSING
            too_much = privileges.judge_item(item) if item else ()
        except MetadataError as error:
            seen = Seen("unreachable", problem=str(error))
        yield key, seen, too_much


def tree(client, mounts, most=TREE, deadline=None):
    """The places of all secrets below the mounts, and whether these are all; folders that are not granted are left out.

    :param most: secrets at most.
    :param deadline: of ``time.monotonic``, after which no further folder is opened.
    :raises VaultError: when the vault does not answer.
    """
    found, opened, whole = [], 0, True
    for mount in mounts:
        try:
            if not client.is_version_2(mount):
                continue
        except (Forbidden, NotFound):
            continue
        folders = [""]
        while folders:
            late = deadline is not None and time.monotonic() > deadline
            if late or len(found) >= most or opened >= FOLDERS:
                whole = False
                break
            folder, opened = folders.pop(), opened + 1
            if folder.count("/") > DEPTH:
                whole = False
                continue
            try:
                names = client.names(mount, folder)
            except Forbidden as error:
                if error.unknown:
                    raise
                continue
            folders += [folder + name for name in names if name.endswith("/")]
            found += [f"{mount}/{folder}{name}" for name in names if not name.endswith("/")]
    return sorted(set(found[:most])), whole


def _each_of_kv(client, found, now):
    groups = {}
    for place in found:
        groups.setdefault((place.mount, hashicorp.folder(place.path)[0]), []).append(place)
    for (mount, folder), members in groups.items():
        try:
            if not client.is_version_2(mount):
                yield from ((place.key, Seen("unverifiable")) for place in members)
                continue
        except (Forbidden, NotFound):
            yield from ((place.key, Seen("forbidden")) for place in members)
            continue
        yield from _each_of_folder(client, mount, folder, members, now)


def _each_of_folder(client, mount, folder, members, now):
    keys = {}
    for place in members:
        keys.setdefault(hashicorp.folder(place.path)[1], []).append(place.key)
    for name, entry in _entries(client, mount, folder, list(keys)):
        seen = entry if isinstance(entry, Seen) else _read(entry, now)
        yield from ((key, seen) for key in keys[name])


def _entries(client, mount, folder, names):
    """Yield ``(name, metadata, None or Seen)``: by pages where the server has them, else one by one."""
    done = set()

    def single(name):
        try:
            return client.metadata(mount, folder + name)
        except Forbidden as error:
            if error.unknown:
                raise
            return Seen("forbidden")

    def page(after):
        return client.page(mount, folder, after)

    if client.has_pages(mount):
        try:
            for name, entry in paging.walk(names, page, single):
                done.add(name)
                yield name, entry
        except NotFound:
            # The server has no such call: HashiCorp's, or an older one.
            client.without_pages(mount)
        except Forbidden as error:
            if error.unknown:
                raise
            # It is not granted: what is granted is asked one by one.
            client.without_pages(mount)
    for name in sorted(set(names) - done):
        yield name, single(name)


def _read(entry, now):
    if entry is None:
        return MISSING
    try:
        return metadata.of_kv(entry, now)
    except MetadataError as error:
        return Seen("unreachable", problem=str(error))
