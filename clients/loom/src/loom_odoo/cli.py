# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`loom-odoo`: the Loom API for a shell; answers as JSON on standard output, refusals on standard error."""

import argparse
import json
import os
import sys

from .client import LISTS, LoomClient
from .errors import LoomError, NotDecided
from .settings import SettingsError

KINDS = ("partner", "lead", "project", "tasks", "activity", "calendar-event")
FILTERS = {
    "partners": ("query", "email", "phone", "website", "is_company"),
    "leads": ("partner_id", "email", "name", "stage"),
    "projects": ("partner_id", "name"),
    "tasks": ("project_id", "partner_id", "name"),
    "activities": ("partner_id", "res_model", "res_id", "done"),
    "calendar": ("partner_ids", "name"),
}
NUMBERS = ("partner_id", "project_id", "res_id")
NO_TEXT = {
    *("partner_id", "project_id", "user_id", "res_id", "partner_ids", "is_company"),
    *("expected_revenue", "tasks", "provenance"),
}
SWITCHES = ("is_company", "done")


def main(arguments=None):
    """Return the exit code: 0, 1 for a refusal or a write that failed, 2 for a wrong call, 3 when nobody has decided in time."""
    given = _parsed(_parser(), arguments)
    try:
        with LoomClient.from_environment() as client:
            _show(given.do(client, given))
            sys.stdout.flush()
    except BrokenPipeError:  # as in "| head": who reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (LoomError, SettingsError) as error:
        print(f"loom-odoo: {error}", file=sys.stderr)
        return 1
    except NotDecided as error:
        print(f"loom-odoo: {error}", file=sys.stderr)
        return 3
    return 0


def _parsed(parser, arguments):
    """The arguments; fields of a proposal may stand before and behind the options."""
    given, rest = parser.parse_known_args(arguments)
    fields = getattr(given, "fields", None)
    if rest and (fields is None or any(word.startswith("-") for word in rest)):
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    if rest:
        given.fields = [*fields, *rest]
    return given


def _parser():
    parser = argparse.ArgumentParser(prog="loom-odoo", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(
        commands, "status", "what the key is and may do", lambda client, _given: client.status()
    )
    _add_search(commands)
    history = _command(
        commands,
        "history",
        "all there is about a partner",
        lambda client, given: client.history(given.id, include_children=given.children),
    )
    history.add_argument("id", type=int)
    history.add_argument("--children", action="store_true", help="of its contacts as well")
    _add_proposals(commands)
    return parser


def _add_search(commands):
    search = commands.add_parser("search", help="search a list")
    lists = search.add_subparsers(required=True, metavar="LIST")
    for kind in LISTS:
        one = _command(lists, kind, f"search {kind}", _search)
        one.set_defaults(kind=kind)
        one.add_argument(
            "--limit", type=int, default=100, help="rows at most; more than 100 are pages"
        )
        for name in FILTERS[kind]:
            option = f"--{name.replace('_', '-')}"
            if name in SWITCHES:
                one.add_argument(option, action=argparse.BooleanOptionalAction)
            elif name == "partner_ids":
                one.add_argument(option, type=int, nargs="+")
            else:
                one.add_argument(option, type=int if name in NUMBERS else str)


def _add_proposals(commands):
    propose = _command(commands, "propose", "propose a write: FIELD=VALUE, or JSON", _propose)
    propose.add_argument("kind", choices=KINDS)
    propose.add_argument("--case", required=True, dest="case_id", help="of the investigation")
    propose.add_argument("--json", help="the fields as a JSON object; - reads standard input")
    propose.add_argument(
        "--wait", type=int, metavar="SECONDS", help="for the decision, then execute"
    )
    propose.add_argument("fields", nargs="*", metavar="FIELD=VALUE", help="as in name=Ada")
    listing = _command(
        commands,
        "proposals",
        "list proposals",
        lambda client, given: client.proposals(
            state=given.state, case_id=given.case_id, limit=given.limit
        ),
    )
    listing.add_argument("--limit", type=int, help="rows at most; all when missing")
    listing.add_argument("--state", default="open")
    listing.add_argument("--case", dest="case_id")
    show = _command(
        commands, "show", "one proposal", lambda client, given: client.proposal(given.proposal_id)
    )
    cancel = _command(
        commands, "cancel", "take one back", lambda client, given: client.cancel(given.proposal_id)
    )
    execute = _command(commands, "execute", "carry out what was decided", _execute)
    for one in (show, cancel, execute):
        one.add_argument("proposal_id")
    execute.add_argument("--confirmed", action="store_true", required=True, help="I reviewed it")


def _command(commands, name, text, do):
    parser = commands.add_parser(name, help=text)
    parser.set_defaults(do=do)
    return parser


def _search(client, given):
    filters = {name: getattr(given, name) for name in FILTERS[given.kind]}
    if given.limit <= 100:
        return client.search(given.kind, limit=given.limit, **filters)[0]
    rows = client.search_all(given.kind, **filters)
    return [row for _number, row in zip(range(given.limit), rows, strict=False)]


def _propose(client, given):
    values = {"case_id": given.case_id, **_fields(given)}
    if given.wait is None:
        return client.propose(given.kind, **values)
    return client.propose_and_wait(given.kind, timeout=given.wait, **values)


def _execute(client, given):
    return client.execute(given.proposal_id)


def _fields(given):
    values = {}
    if given.json:
        text = sys.stdin.read() if given.json == "-" else given.json
        try:
            values = json.loads(text)
        except ValueError as error:
            raise SettingsError(f"--json is not JSON: {error}") from error
        if not isinstance(values, dict):
            raise SettingsError('--json is no object: write it as {"name": "Example Corp"}')
    for field in given.fields:
        name, sign, text = field.partition("=")
        if not sign:
            raise SettingsError(f'{field} has no value: write it as name="Example Corp"')
        values[name] = _value(name, text)
    return values


def _value(name, text):
    """The text itself, or JSON for the fields that are no text.

    >>> _value("phone", "4155550100"), _value("is_company", "true"), _value("partner_ids", "[1, 2]")
    ('4155550100', True, [1, 2])
    """
    if name not in NO_TEXT:
        return text
    try:
        return json.loads(text)
    except ValueError as error:
        raise SettingsError(f"{name}={text} is not JSON, and no text is wanted there") from error


def _show(value):
    rows = value if isinstance(value, list) else [value]
    shown = [row.model_dump(mode="json") for row in rows]
    print(json.dumps(shown if isinstance(value, list) else shown[0], indent=2, ensure_ascii=False))
