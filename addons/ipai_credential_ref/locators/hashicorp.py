# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Secrets of a KV engine, version 2, of HashiCorp Vault or OpenBao: ``<mount>/<path>``, without ``data/``.

The pages of the vault are those of its web client: ``/ui/vault/secrets/<mount>/kv/<path, encoded>/details``, and
before Vault 1.15 ``/ui/vault/secrets/<mount>/show/<path>``, which OpenBao kept and newer ones redirect.

No message repeats what was pasted: it may be the secret itself, and messages stand in the log of the server.
"""

import re
import shlex
from urllib.parse import quote, unquote, urlsplit

from .checks import cleaned
from .errors import LocatorError

PAGE = re.compile(
    r"(?:/[^/]+)*?/ui/vault/secrets(?:-engines)?/(?P<mount>.+?)/"
    r"(?P<view>kv|show|list|edit|metadata|edit-metadata|versions|diff)/(?P<path>.+?)/?$"
)
TAIL = re.compile(
    r"/(details|metadata|metadata/edit|metadata/versions|metadata/diff|metadata/details|versions|paths|patch)(/edit)?$"
)
FOLDER = re.compile(r"list(/|$)")
INNER = ("data", "metadata", "subkeys", "detailed-metadata")
QUERY = re.compile(r"\?(version|namespace|list|after|limit)=[^/?]*$")
FIELD = re.compile(r"#/?[\w.-]+$")
"""Which value of the secret is meant, as tools write it behind a path."""
TOOL = re.compile(r"^(?:ref\+)?(?:vault|bao|openbao):(?://)?", re.IGNORECASE)
PROMPT = re.compile(r"^(?:[$#>] +)?(?:sudo +)?(?:[A-Z][A-Z0-9_]*=\S* +)*")
"""What stands before a command that was copied from a terminal or a script."""
FLAGS = ("-field", "-namespace", "-ns", "-address", "-format", "-version", "-versions", "-ca-cert")
"""Flags that may have their value behind a blank."""
COMMANDS = ("vault", "bao", "openbao")


def parse(text, mounts=()):
    """The mount and the path of what was pasted.

    :param mounts: those that are known, where one has more parts than one.

    >>> parse("secret/data/lab/pfsense_admin"), parse("/v1/secret/metadata/lab/pfsense_admin")
    ('secret/lab/pfsense_admin', 'secret/lab/pfsense_admin')
    >>> parse("vault kv get -mount=secret lab/pfsense_admin")
    'secret/lab/pfsense_admin'
    >>> parse("bao kv metadata get secret/lab/pfsense_admin")
    'secret/lab/pfsense_admin'
    >>> parse("https://bao.example/ui/vault/secrets/kv/show/lab/pfsense_admin?version=3")
    'kv/lab/pfsense_admin'
    >>> parse("$ VAULT_ADDR=https://bao.example bao kv get -field user secret/lab/pfsense_admin")
    'secret/lab/pfsense_admin'
    >>> parse("curl -H 'X-Vault-Namespace: team' https://bao.example/v1/secret/data/lab/pfsense_admin")
    'secret/lab/pfsense_admin'
    >>> parse("ref+vault://secret/data/lab/a?version=2"), parse("vault:secret/data/lab/a#password")
    ('secret/lab/a', 'secret/lab/a')
    >>> parse("team/kv/data/lab/a", ["team/kv"])
    'team/kv/lab/a'
    >>> parse("secret")
    Traceback (most recent call last):
    ...
    LocatorError: it names no secret: write mount and path, as in secret/lab/pfsense_admin
    """
    text = PROMPT.sub("", cleaned(text))
    if text.split(" ")[0] == "curl":
        text = next((word.strip("\"'") for word in text.split() if "/v1/" in word), text)
    if text.split(" ")[0] in COMMANDS:
        text = _of_command(text)
    elif re.match(r"https?://", text, re.IGNORECASE):
        text = _of_page(text)
    else:
        text, of_tool = TOOL.subn("", text)
        text = FIELD.sub("", text) if of_tool else text
        text = QUERY.sub("", text)
        text = text.partition("://")[2] if "://" in text else text
        text = unquote(text[4:]) if text.startswith("/v1/") else text
    return _checked(_without_inner(text, mounts))


def split(locator, mounts=()):
    """The mount and the path below it; of several mounts that fit, the longest.

    >>> split("secret/lab/pfsense_admin")
    ('secret', 'lab/pfsense_admin')
    >>> split("team/kv/lab/pfsense_admin", ["team/kv"])
    ('team/kv', 'lab/pfsense_admin')
    """
    for mount in sorted(mounts, key=len, reverse=True):
        if locator.startswith(f"{mount}/"):
            return mount, locator[len(mount) + 1 :]
    mount, _slash, path = locator.partition("/")
    return mount, path


def folder(path):
    """The folder that holds the path, with its slash, and the name in it.

    >>> folder("lab/net/pfsense_admin"), folder("pfsense_admin")
    (('lab/net/', 'pfsense_admin'), ('', 'pfsense_admin'))
    """
    above, slash, name = path.rpartition("/")
    return above + slash, name


def deep_link(address, locator, namespace=None, mounts=()):
    """The page of the secret that OpenBao and every Vault know; its values are hidden until somebody who may asks.

    >>> deep_link("https://vault.example:8200", "secret/lab/pfsense_admin", "team")
    'https://vault.example:8200/ui/vault/secrets/secret/show/lab/pfsense_admin?namespace=team'
    >>> deep_link("https://vault.example", "team/kv/lab/a b", mounts=["team/kv"])
    'https://vault.example/ui/vault/secrets/team%2Fkv/show/lab/a%20b'
    """
    if not address:
        return None
    mount, path = split(locator, mounts)
    query = f"?namespace={quote(namespace, safe='')}" if namespace else ""
    base = address.rstrip("/")
    return f"{base}/ui/vault/secrets/{quote(mount, safe='')}/show/{quote(path)}{query}"


def _of_command(text):
    """
    >>> _of_command("vault kv get -field=user secret/lab/a"), _of_command("vault kv destroy -versions=2 secret/get")
    ('secret/lab/a', 'secret/get')
    >>> _of_command("bao kv metadata get -mount secret lab"), _of_command("vault kv put secret/a user=x")
    ('secret/lab', 'secret/a')
    """
    try:
        words = shlex.split(text)
    except ValueError as error:
        raise LocatorError(
            "the command has an open quotation mark; paste the path alone"
        ) from error
    mount, named = "", []
    for position, word in enumerate(words[1:], 1):
        flag = re.fullmatch(r"--?mount(?:=(.*))?", word)
        if flag:
            mount = flag[1] if flag[1] is not None else "".join(words[position + 1 : position + 2])
        elif not word.startswith("-") and not _is_value(words[position - 1]):
            named.append(word)
    # A verb, or `kv` with one verb behind it, or `kv metadata` with one.
    verbs = 1 if named[:1] != ["kv"] else 3 if named[1:2] == ["metadata"] else 2
    if len(named) <= verbs:
        raise LocatorError("the command names no path; paste the path alone")
    return "/".join(filter(None, (mount, named[verbs])))


def _is_value(flag):
    """Whether what follows this word belongs to it.

    >>> _is_value("-mount"), _is_value("-field=user"), _is_value("get")
    (True, False, False)
    """
    return flag.replace("--", "-", 1) in (*FLAGS, "-mount")


def _of_page(text):
    parts = urlsplit(text)
    page = PAGE.match(parts.path)
    if page and (page["view"] == "list" or (page["view"] == "kv" and FOLDER.match(page["path"]))):
        raise LocatorError(
            "the link is one of a folder; open the secret in it and paste the address of that page"
        )
    if page:
        path = TAIL.sub("", page["path"]) if page["view"] == "kv" else page["path"]
        return f"{unquote(page['mount'])}/{unquote(path)}"
    if parts.path.startswith("/v1/"):
        return unquote(parts.path[4:])
    raise LocatorError(
        "the link is not one of a secret; open the secret in the vault and paste the address of that page"
    )


def _without_inner(text, mounts=()):
    """
    >>> _without_inner("secret/data/lab/a"), _without_inner("data/lab/a")
    ('secret/lab/a', 'data/lab/a')
    """
    mount, path = split(text.strip("/"), mounts)
    first, slash, rest = path.partition("/")
    return f"{mount}/{rest}" if slash and rest and first in INNER else text


def _checked(text):
    text = text.strip("/")
    parts = text.split("/")
    if len(parts) < 2:
        raise LocatorError(
            "it names no secret: write mount and path, as in secret/lab/pfsense_admin"
        )
    if any(part in ("", ".", "..") or part != part.strip() for part in parts):
        raise LocatorError("it has an empty part, or one of dots only; write it without")
    if set(text) & set("?#%*+\\"):
        raise LocatorError("it holds one of ? # % * + \\, which no path of ours may hold")
    return text
