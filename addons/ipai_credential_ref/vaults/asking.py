# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""A vault asked about many secrets: which questions in which order, and what each answer makes of a secret.

Plain Python over a client, so that it runs without a database. What comes of it is yielded in portions, for the caller
to keep each before the next is asked for.
"""

from typing import NamedTuple

from ..locators import bitwarden, hashicorp
from . import metadata, paging, privileges
from .errors import Forbidden, NotFound
from .metadata import MISSING, MetadataError, Seen

PORTION = 500
TREE = 50_000


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


def ask_privileges(client, found, is_known):
    """What our token could do with the secrets, and beyond: a :class:`privileges.Judgement`.

    :param is_known: whether the vault told us of our token before; else a refusal may mean that it is not known at all.
    :raises VaultError: when there was no answer; a refused question is a judgement.
    """
    asked, answers = [], {}
    for portion in privileges.questions([(place.mount, place.path) for place in found]):
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
    return privileges.judge(asked, answers)


def seen_of_kv(client, found, now):
    """Yield lists of ``(key, Seen)``, each of at most PORTION; what cannot be read costs that secret only.

    :raises VaultError: when the vault is sealed, gone, or wants no more questions; what was yielded before holds.
    """
    portion = []
    for result in _each_of_kv(client, found, now):
        portion.append(result)
        if len(portion) == PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def seen_of_bitwarden(client, locators):
    """Yield lists of ``(key, Seen, what is too much)`` of ``(key, locator)``."""
    portion = []
    for key, locator in locators:
        collection, number = bitwarden.split(locator)
        item = client.item(number)
        too_much = ()
        try:
            seen = metadata.of_bitwarden(item, collection) if item else MISSING
            too_much = privileges.judge_item(item) if item else ()
        except MetadataError as error:
            seen = Seen("unreachable", problem=str(error))
        portion.append((key, seen, too_much))
        if len(portion) == PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


def tree(client, mounts, most=TREE):
    """The places of all secrets below the mounts, at most so many; folders that are not granted are left out.

    :raises VaultError: when the vault does not answer.
    """
    found = []
    for mount in mounts:
        try:
            if not client.is_version_2(mount):
                continue
        except (Forbidden, NotFound):
            continue
        folders = [""]
        while folders and len(found) < most:
            folder = folders.pop()
            try:
                names = client.names(mount, folder)
            except Forbidden as error:
                if error.unknown:
                    raise
                continue
            folders += [folder + name for name in names if name.endswith("/")]
            found += [f"{mount}/{folder}{name}" for name in names if not name.endswith("/")]
    return sorted(found[:most])


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
