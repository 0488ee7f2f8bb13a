# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Host names: when two spellings are one name."""

from .placeholders import COMMON_NAMES, is_no_name
from .texts import one_form

LOCAL_DOMAINS = (
    "local",
    "lan",
    "localdomain",
    "home",
    "internal",
    "home.arpa",
    "fritz.box",
    "localnet",
    "intranet",
)
"""Domains that a resolver adds: they say where one asked, not what the machine is called."""
_LOCAL_ENDS = tuple(f".{domain}" for domain in LOCAL_DOMAINS)

SAME, SHORT, DIFFERENT = "same", "short", "different"


def name_key(text):
    """Return a host name as a key: one Unicode form, no closing dot, lower case, no local domain; "" for nobody's.

    >>> name_key(" PVE01.Lab.Example. "), name_key("nas.local"), name_key("_gateway"), name_key("caf\u0065\u0301")
    ('pve01.lab.example', 'nas', '', 'caf\u00e9')
    """
    name = one_form(text).rstrip(".").lower()
    if is_no_name(name):
        return ""
    if name.endswith(_LOCAL_ENDS):
        return next(name[: -len(end)] for end in _LOCAL_ENDS if name.endswith(end))
    return name


def short(name):
    """Return the first label of a key.

    >>> short("pve01.lab.example")
    'pve01'
    """
    return name.partition(".")[0]


def is_common(name):
    """Tell whether many machines are called so from their first start.

    >>> is_common("raspberrypi.corp.example"), is_common("pve01")
    (True, False)
    """
    return short(name) in COMMON_NAMES


def compared(one, other):
    """Return whether two keys are the SAME name, one the SHORT form of the other, or DIFFERENT.

    >>> compared("pve01", "pve01.lab.example"), compared("web.a.example", "web.b.example"), compared("a", "a")
    ('short', 'different', 'same')
    """
    if one == other:
        return SAME
    if short(one) == short(other) and ("." in one) != ("." in other):
        return SHORT
    return DIFFERENT
