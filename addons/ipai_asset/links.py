# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Links: which addresses may be opened, and templates that are filled per asset.

A template is text with variables, ``https://grafana.example/d/abc?var-host={{ hostname }}``, in
Jinja's syntax cut down to what a link needs: variables and a few filters, no calls, no loops.
"""

from urllib.parse import quote, unquote, urlsplit

from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from .linkage.texts import hidden_characters

SCHEMES = ("http", "https", "ssh", "rdp")
LONGEST = 2000
"""Characters of a link: more, no browser opens for certain."""
FILTERS = ("lower", "upper", "replace", "default", "first", "last", "trim")
_ALLOWED = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter)


class LinkError(ValueError):
    """The link is refused; the text says why and what to write."""


class _Empty(Exception):
    """A variable of the template has no value for this asset."""


class HostAddress(str):
    """An IP address for the host part of a link, where IPv6 stands in brackets (RFC 3986, 3.2.2)."""

    def __str__(self):
        return f"[{str.__str__(self)}]" if ":" in self else str.__str__(self)


def _finalize(value):
    if value is None or value is False or value == "":
        raise _Empty
    return str(value) if isinstance(value, HostAddress) else quote(str(value), safe="")


_environment = ImmutableSandboxedEnvironment(finalize=_finalize, undefined=StrictUndefined)
_environment.filters = {name: _environment.filters[name] for name in FILTERS}


def _replace(text, old, new):
    """As Jinja's, but no text grows without end: each reader of the asset would pay for it.

    >>> _replace("a.b", ".", "-")
    'a-b'
    >>> _replace("ab", "", "x" * 50)
    Traceback (most recent call last):
    ...
    links.LinkError: replace takes a text to look for, and a short one instead
    """
    text, old, new = str(text), str(old), str(new)
    if not old or len(text) + text.count(old) * len(new) > LONGEST:
        raise LinkError("replace takes a text to look for, and a short one instead")
    return text.replace(old, new)


_environment.filters["replace"] = _replace


def check_url(url):
    """Return ``url`` stripped, if a browser may be sent there.

    :raises LinkError: for another scheme than those of ``SCHEMES``, no host, white space and what cannot be
        seen, a password, and for a host or user that a program would take for an option of its own.

    >>> check_url(" https://wiki.example/page#part ")
    'https://wiki.example/page#part'
    >>> check_url("javascript:alert(1)")
    Traceback (most recent call last):
    ...
    links.LinkError: 'javascript:alert(1)' is not a link that can be opened; start it with http://, https://, ssh:// or rdp:// and a host
    >>> check_url("ssh://-oProxyCommand=calc")
    Traceback (most recent call last):
    ...
    links.LinkError: 'ssh://-oProxyCommand=calc' is not a link that can be opened; no host and no user begins with -
    >>> check_url("https://ada:pw@wiki.example/")
    Traceback (most recent call last):
    ...
    links.LinkError: a link holds no password; leave it out, it belongs into the vault
    """
    text = (url or "").strip()
    try:
        parts = urlsplit(text)
        acceptable = (
            parts.scheme in SCHEMES
            and parts.netloc
            and parts.netloc.count("@") < 2
            and not set(text) & set(" \t\r\n<>\"'`\\")
            and not hidden_characters(text)
        )
        parts.port  # noqa: B018 (raises ValueError when out of range)
    except ValueError:
        acceptable = False
    if not acceptable:
        raise LinkError(
            f"{_shorten(text)!r} is not a link that can be opened; "
            "start it with http://, https://, ssh:// or rdp:// and a host"
        )
    if len(text) > LONGEST:
        raise LinkError(f"a link has no more than {LONGEST} characters")
    if parts.password is not None or ":" in unquote(parts.username or ""):
        raise LinkError("a link holds no password; leave it out, it belongs into the vault")
    if unquote(parts.hostname or "-").startswith("-") or unquote(parts.username or "").startswith(
        "-"
    ):
        raise LinkError(
            f"{_shorten(text)!r} is not a link that can be opened; no host and no user begins with -"
        )
    return text


def check_template(text, variables):
    """Raise LinkError unless ``text`` is a template over the names in ``variables``.

    >>> check_template("https://mon.example/{{ hostname|lower }}", {"hostname"})
    >>> check_template("https://mon.example/{{ hostnam }}", {"hostname"})
    Traceback (most recent call last):
    ...
    links.LinkError: there is no variable 'hostnam'; known are: hostname
    """
    try:
        tree = _environment.parse(text or "")
    except TemplateError as error:
        raise LinkError(f"the template cannot be read: {error}") from error
    for node in _walk(tree):
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise LinkError(f"there is no filter {node.name!r}; known are: {', '.join(FILTERS)}")
        if not isinstance(node, _ALLOWED):
            raise LinkError("only {{ variable }} and {{ variable|filter }} may stand in a template")
        if isinstance(node, nodes.Name) and node.name not in variables:
            raise LinkError(
                f"there is no variable {node.name!r}; known are: {', '.join(sorted(variables))}"
            )
    check_url(_environment.from_string(tree).render(dict.fromkeys(variables, "x")))


def render(text, values):
    """The link for ``values``, or None where a variable is empty or the result is no link.

    Every value is percent-encoded, so that none can leave its place in the address.

    >>> render("https://mon.example/?host={{ hostname }}", {"hostname": "pve01&x=<b>"})
    'https://mon.example/?host=pve01%26x%3D%3Cb%3E'
    >>> render("https://mon.example/?host={{ hostname }}", {"hostname": ""}) is None
    True
    >>> render("https://{{ ip_host }}:8006/", {"ip_host": HostAddress("2001:db8::1")})
    'https://[2001:db8::1]:8006/'
    """
    try:
        return check_url(_environment.from_string(text).render(values))
    except (_Empty, TemplateError, LinkError):
        return None


def _walk(node):
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


def _shorten(text, length=80):
    return text if len(text) <= length else text[: length - 1] + "…"
