# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Least privilege: what our token could do with the secrets that it is to tell the date of, asked of the vault itself.

The vault says so for each path (``sys/capabilities-self``). Anything but *deny* for a value, anything but *read* and
*list* for metadata, and any hold on tokens, policies and identities is too much. No answer is not a good answer.
"""

import dataclasses

HARMLESS_METADATA = frozenset({"read", "list", "deny"})
VALUE_VIEWS = ("data", "subkeys", "undelete", "destroy", "delete")
POWERS = (
    "auth/token/create",
    "auth/token/create-orphan",
    "sys/policies/acl/ipai-probe",
    "sys/policy/ipai-probe",
    "identity/entity",
    "identity/group",
)
"""Paths that make more of a token than it is: new tokens, policies, identities."""

AT_ONCE = 600
"""Paths of one question; OpenBao 2.7 takes 900 and refuses 1,000."""

OK, TOO_POWERFUL, CANNOT_CHECK = "ok", "too_powerful", "cannot_check"


@dataclasses.dataclass(frozen=True)
class Judgement:
    """``state``: ok, too_powerful or cannot_check; ``found``: what is too much, a line each."""

    state: str
    found: tuple = ()


def questions(places):
    """The paths to ask for, in portions; ``places`` are (mount, path) of the secrets.

    >>> [len(portion) for portion in questions([("secret", f"lab/{n}") for n in range(100)])]
    [600, 6]
    >>> questions([("secret", "lab/a")])[0][6:9]
    ['secret/data/lab/a', 'secret/subkeys/lab/a', 'secret/undelete/lab/a']
    """
    paths = list(POWERS)
    for mount, path in places:
        paths += [f"{mount}/{view}/{path}" for view in (*VALUE_VIEWS, "metadata")]
    return [paths[start : start + AT_ONCE] for start in range(0, len(paths), AT_ONCE)]


def judge(asked, answers):
    """What the answers to the questions say.

    :param asked: all paths that were asked for.
    :param answers: path → capabilities.

    >>> judge(["secret/data/a", "secret/metadata/a"], {"secret/data/a": ["deny"], "secret/metadata/a": ["read"]})
    Judgement(state='ok', found=())
    >>> judge(["secret/data/a"], {"secret/data/a": ["root"]})
    Judgement(state='too_powerful', found=('secret/data/a: root',))
    >>> judge(["secret/metadata/a"], {"secret/metadata/a": ["delete", "read"]})
    Judgement(state='too_powerful', found=('secret/metadata/a: delete',))
    >>> judge(["secret/data/a"], {}).state, judge([], {}).state, judge(["a"], {"a": []}).state
    ('cannot_check', 'cannot_check', 'cannot_check')
    """
    found, unanswered = [], []
    for path in asked:
        capabilities = answers.get(path)
        if not isinstance(capabilities, list) or not capabilities:
            unanswered.append(path)
            continue
        harmless = HARMLESS_METADATA if _is_metadata(path) else {"deny"}
        if surplus := sorted({str(one) for one in capabilities} - harmless):
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


def _is_metadata(path):
    """Whether the path is one of metadata that we asked for: a mount may be called anything.

    >>> _is_metadata("secret/metadata/a"), _is_metadata("secret/data/metadata/a")
    (True, False)
    """
    before, slash, _rest = path.partition("/metadata/")
    return bool(slash) and not any(f"/{view}/" in f"{before}/" for view in VALUE_VIEWS)
