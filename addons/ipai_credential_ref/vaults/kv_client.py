# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""HashiCorp Vault and OpenBao, asked for metadata only.

``hvac`` has no call for most of what is needed here, so its adapter is used, and every path goes through one gate that
knows five forms. A path of ``data`` is none of them.
"""

import re
from urllib.parse import quote

from hvac.adapters import RawAdapter

from . import http
from .errors import NotFound, Unreachable
from .paging import PAGE

API = "/v1/"
CAPABILITIES = "sys/capabilities-self"
LOOKUP = "auth/token/lookup-self"
MOUNT = re.compile(r"sys/internal/ui/mounts/[^?#]+")
NAME = re.compile(r"(?!\.{1,2}/?$)[^/?#%*+\\\x00-\x1f\x7f]+/?")
"""What a folder may list."""
VALUE = re.compile(r"/(data|subkeys|undelete|destroy|delete)(/|$)")


class KvClient:
    """Questions to one vault with one token.

    :param versions: mount → whether it is of KV version 2, as far as it was asked: nothing below another is asked.
    """

    def __init__(self, address, token, namespace=None):
        self._adapter = RawAdapter(
            base_uri=address,
            token=token,
            namespace=namespace or None,
            session=http.session(),
            timeout=http.SILENCE,
            allow_redirects=False,
            request_header=True,
        )
        self._versions = {}
        self._without_pages = set()

    def close(self):
        self._adapter.close()

    def lookup(self):
        """What our token is: ``expire_time``, ``ttl``, ``policies``; the token itself, which the vault repeats, is dropped."""
        data = self._data(self._ask("get", LOOKUP))
        return {name: data.get(name) for name in ("expire_time", "ttl", "policies", "accessor")}

    def capabilities(self, paths):
        """path → what our token could do there."""
        value = self._ask("post", CAPABILITIES, json={"paths": list(paths)})
        data = value.get("data") if isinstance(value.get("data"), dict) else value
        return {path: data.get(path) for path in paths}

    def is_version_2(self, mount):
        """Whether the mount is a KV engine of version 2, asked once."""
        if mount not in self._versions:
            data = self._data(self._ask("get", f"sys/internal/ui/mounts/{quote(mount)}"))
            options = data.get("options") if isinstance(data.get("options"), dict) else {}
            self._versions[mount] = (
                data.get("type") in ("kv", "generic")
                and str(options.get("version")) == "2"
                # What we call the mount is a mount, and not a folder in one.
                and str(data.get("path", "")).strip("/") == mount
            )
        return self._versions[mount]

    def metadata(self, mount, path):
        """The metadata of one secret, None where there is none."""
        try:
            return self._data(self._below(mount, "get", f"metadata/{quote(path)}"))
        except NotFound as error:
            if error.unsupported:
                raise Unreachable("The vault does not know the path of metadata.") from error
            return None

    def has_pages(self, mount):
        return mount not in self._without_pages

    def without_pages(self, mount):
        self._without_pages.add(mount)

    def page(self, mount, folder, after):
        """Up to PAGE secrets of a folder with their metadata, from behind a name on: ``(names, {name: metadata})``.

        :raises NotFound: ``unsupported`` where the server has no such call, which is remembered.
        """
        params = {"limit": PAGE, **({"after": after} if after else {})}
        try:
            value = self._below(mount, "list", f"detailed-metadata/{quote(folder)}", params=params)
        except NotFound as error:
            if error.unsupported:
                self.without_pages(mount)
                raise
            return [], {}
        data = self._data(value)
        names, entries = data.get("keys"), data.get("key_info")
        if not isinstance(names, list) or not isinstance(entries, dict):
            raise Unreachable("The vault answered with half a list.")
        found = {}
        for name in names:
            if not isinstance(name, str):
                raise Unreachable("The vault answered with half a list.")
            if not name.endswith("/"):
                if not isinstance(entries.get(name), dict):
                    raise Unreachable("The vault answered with half a list.")
                found[name] = entries[name]
        return names, found

    def names(self, mount, folder):
        """The names in a folder, those of folders with their slash; none where there is nothing.

        What no path of ours could hold is left out.
        """
        try:
            data = self._data(self._below(mount, "list", f"metadata/{quote(folder)}"))
        except NotFound:
            return []
        names = data.get("keys")
        if not isinstance(names, list):
            raise Unreachable("The vault answered with half a list.")
        return [name for name in names if isinstance(name, str) and NAME.fullmatch(name)]

    def _below(self, mount, method, path, **given):
        """Ask for what is below a mount, once it is known to be one that has metadata."""
        if not self.is_version_2(mount):
            raise Unreachable(f"{mount} is no KV engine of version 2.")
        return self._ask(method, f"{quote(mount)}/{path}", mount=mount, **given)

    def _ask(self, method, path, mount=None, **given):
        self._check_path(path, mount)
        http.observed(method.upper(), f"{self._adapter.base_uri}{API}{path}")
        with http.reachable():
            response = self._adapter.request(
                method, API + path, raise_exception=False, stream=True, **given
            )
            return http.answer(response)

    @staticmethod
    def _check_path(path, mount):
        """:raises AssertionError: for a path that could answer with a value; our own mistake, never the user's."""
        known = path in (CAPABILITIES, LOOKUP) or MOUNT.fullmatch(path)
        if mount is not None:
            head = f"{quote(mount)}/"
            below = path.startswith(head) and path[len(head) :].startswith(
                ("metadata/", "detailed-metadata/")
            )
            known = known or (below and not VALUE.search(f"/{quote(mount)}/"))
        if not known or {".", ".."} & set(path.split("/")):
            raise AssertionError("a path that is not one of metadata")

    @staticmethod
    def _data(value):
        data = value.get("data")
        if not isinstance(data, dict):
            raise Unreachable(
                "The vault answered with something that is no answer to the question."
            )
        return data
