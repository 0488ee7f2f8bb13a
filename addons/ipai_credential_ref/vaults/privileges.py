# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Least privilege: what our token could do with the secrets that it is to tell the date of, asked of the vault itself.

The vault says so for each path (``sys/capabilities-self``). Anything but *deny* for a value, anything but *read* and
*list* for metadata, and any hold on tokens, policies and identities is too much. No answer is not a good answer.
"""

import dataclasses
import re

HARMLESS_METADATA = frozenset({"read", "list", "scan", "deny"})
VALUE_VIEWS = ("data", "subkeys", "undelete", "destroy", "delete")
POWERS = (
    *("auth/token/create", "auth/token/create-orphan", "auth/token/create/ipai-probe"),
    *("auth/token/roles/ipai-probe", "sys/auth/ipai-probe", "sys/mounts/ipai-probe"),
    *("sys/policies/acl/ipai-probe", "sys/policy/ipai-probe"),
    *("identity/entity", "identity/entity/id/ipai-probe", "identity/entity/name/ipai-probe"),
    *("identity/entity-alias", "identity/entity-alias/id/ipai-probe", "identity/entity/merge"),
    *("identity/group", "identity/group/id/ipai-probe", "identity/group/name/ipai-probe"),
    *("identity/group-alias", "identity/group-alias/id/ipai-probe"),
)
"""Paths that make more of a token than it is: new tokens, policies, identities, and the ways to these."""
POLICIES = ("sys/policies/acl/{}", "sys/policy/{}")
OWN = 20
"""Policies of our token of which it is asked whether the token could change them."""

AT_ONCE = 600
"""Paths of one question; OpenBao 2.7 takes 900 and refuses 1,000."""

OK, TOO_POWERFUL, CANNOT_CHECK = "ok", "too_powerful", "cannot_check"


@dataclasses.dataclass(frozen=True)
class Judgement:
    """``state``: ok, too_powerful or cannot_check; ``found``: what is too much, a line each."""

    state: str
    found: tuple = ()


def questions(places, own=(), others=()):
    """The paths to ask for, in portions; ``places`` are (mount, path) of the secrets.

    :param own: the policies of our token.
    :param others: mounts that are no KV engine of version 2: there the path itself holds the value.

    >>> [len(portion) for portion in questions([("secret", f"lab/{n}") for n in range(97)])]
    [600, 1]
    >>> questions([("secret", "lab/a")], ["ipai"])[0][len(POWERS):][:4]
    ['sys/policies/acl/ipai', 'sys/policy/ipai', 'secret/data/lab/a', 'secret/subkeys/lab/a']
    >>> questions([("old", "a")], others=["old"])[0][-2:]
    ['old/a', 'old/data/a']
    """
    paths = list(POWERS)
    for name in [name for name in own if isinstance(name, str)][:OWN]:
        paths += [path.format(name) for path in POLICIES]
    for mount, path in places:
        if mount in others:
            paths += [f"{mount}/{path}", f"{mount}/data/{path}"]
        else:
            paths += [f"{mount}/{view}/{path}" for view in (*VALUE_VIEWS, "metadata")]
    return [paths[start : start + AT_ONCE] for start in range(0, len(paths), AT_ONCE)]


def judge(asked, answers, others=()):
    """What the answers to the questions say.

    :param asked: all paths that were asked for.
    :param answers: path → capabilities.
    :param others: mounts in which a path of metadata is one like any other.

    >>> judge(["secret/data/a", "secret/metadata/a"], {"secret/data/a": ["deny"], "secret/metadata/a": ["read"]})
    Judgement(state='ok', found=())
    >>> judge(["secret/data/a"], {"secret/data/a": ["root"]})
    Judgement(state='too_powerful', found=('secret/data/a: root',))
    >>> judge(["secret/metadata/a"], {"secret/metadata/a": ["delete", "read"]})
    Judgement(state='too_powerful', found=('secret/metadata/a: delete',))
    >>> judge(["secret/data/a"], {}).state, judge([], {}).state, judge(["a"], {"a": []}).state
    ('cannot_check', 'cannot_check', 'cannot_check')
    >>> judge(["old/x/metadata/a"], {"old/x/metadata/a": ["read"]}, ["old"]).state
    'too_powerful'
    """
    found, unanswered = [], []
    for path in asked:
        capabilities = answers.get(path)
        if not isinstance(capabilities, list) or not capabilities:
            unanswered.append(path)
            continue
        harmless = HARMLESS_METADATA if _is_metadata(path, others) else {"deny"}
        if surplus := sorted({_word(one) for one in capabilities} - harmless):
            found.append(f"{path}: {', '.join(surplus)}")
    if found:
        return Judgement(TOO_POWERFUL, tuple(found))
    if unanswered or not asked:
        return Judgement(CANNOT_CHECK, tuple(unanswered))
    return Judgement(OK)


def judge_item(item):
    """What an item of Bitwarden says that our user could do with it, a line each.

    >>> judge_item({"edit": True, "viewPassword": False}), judge_item({"edit": False, "viewPassword": False})
    (('edit',), ())
    """
    return tuple(name for name in ("edit", "viewPassword") if item.get(name) is not False)


def _word(told):
    """A capability as it may be shown; what is none is no harmless one.

    >>> _word("read"), _word({"x": 1}), _word("a\\0b")
    ('read', 'unknown', 'unknown')
    """
    return told if isinstance(told, str) and re.fullmatch("[a-z]{1,20}", told) else "unknown"


def _is_metadata(path, others=()):
    """Whether the path is one of metadata that we asked for: a mount may be called anything.

    >>> _is_metadata("secret/metadata/a"), _is_metadata("secret/data/metadata/a")
    (True, False)
    """
    if any(path.startswith(f"{mount}/") for mount in others):
        return False
    before, slash, _rest = path.partition("/metadata/")
    return bool(slash) and not any(f"/{view}/" in f"{before}/" for view in VALUE_VIEWS)
