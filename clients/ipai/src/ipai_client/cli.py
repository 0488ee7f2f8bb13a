# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""`ipai`: the inventory for a shell. A table in a terminal, JSON with --json or into a pipe."""

import argparse
import itertools
import json
import os
import sys

from .client import AREAS, Client
from .errors import Refusal, SettingsError
from .tables import table

FILTERS = {
    "assets": "q name hostname serial asset_tag mac address prefix customer site type status"
    " environment criticality updated_since",
    "interfaces": "name mac asset hostname serial address prefix customer site kind updated_since",
    "addresses": "address prefix asset interface hostname mac dns_name scope customer site family"
    " role status updated_since",
    "prefixes": "prefix within address scope customer site vlan role family status updated_since",
    "services": "name customer environment criticality updated_since",
    "relations": "type asset service hostname serial updated_since",
}
COLUMNS = {
    "assets": ("id", "name", "hostname", "type", "status", "ip_addresses", "site"),
    "interfaces": ("id", "asset", "name", "kind", "mac_address", "addresses"),
    "addresses": ("id", "address", "asset", "dns_name", "status", "scope"),
    "prefixes": ("id", "prefix", "role", "vlan", "site", "utilization", "status"),
    "services": ("id", "name", "purpose", "criticality", "environment"),
    "relations": ("id", "source", "type", "target", "role"),
}
COMMANDS = (*AREAS, "show", "next-address", "next-prefix", "status", "completion")
COMPLETION = """\
_ipai() {{
    local word=${{COMP_WORDS[COMP_CWORD]}}
    if [ "$COMP_CWORD" -eq 1 ]; then
        COMPREPLY=($(compgen -W "{commands}" -- "$word"))
        return
    fi
    case ${{COMP_WORDS[1]}} in
{cases}
        completion) COMPREPLY=($(compgen -W "bash zsh" -- "$word")) ;;
        show) COMPREPLY=($(compgen -W "{areas} --json --fields" -- "$word")) ;;
    esac
}}
complete -F _ipai ipai
"""


def main(arguments=None):
    """Return the exit code: 0, 1 for a refusal, 2 for a wrong call."""
    given = _parser().parse_args(arguments)
    try:
        if given.command == "completion":
            sys.stdout.write(completion(given.shell))
        else:
            with Client.from_environment() as client:
                _show(given, given.do(client, given))
        sys.stdout.flush()
    except BrokenPipeError:  # as in "| head": who reads has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (Refusal, SettingsError) as error:
        print(f"ipai: {error}", file=sys.stderr)
        return 1
    return 0


def completion(shell):
    """The script that completes commands and options.

    >>> "--hostname" in completion("bash"), completion("zsh").startswith("autoload")
    (True, True)
    """
    cases = "\n".join(
        f'        {area}) COMPREPLY=($(compgen -W "{" ".join(_options(area))}" -- "$word")) ;;'
        for area in AREAS
    )
    script = COMPLETION.format(commands=" ".join(COMMANDS), areas=" ".join(AREAS), cases=cases)
    return f"autoload -U +X bashcompinit && bashcompinit\n{script}" if shell == "zsh" else script


def _options(area):
    named = [f"--{name.replace('_', '-')}" for name in FILTERS[area].split()]
    return [*named, "--include-archived", "--limit", "--fields", "--json"]


def _parser():
    parser = argparse.ArgumentParser(prog="ipai", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", dest="command")
    for area in AREAS:
        one = _command(commands, area, f"list {area}", _list)
        one.add_argument("--limit", type=_positive, help="rows at most; all when missing")
        one.add_argument("--include-archived", action="store_true", default=None)
        for name in FILTERS[area].split():
            one.add_argument(f"--{name.replace('_', '-')}", metavar="VALUE")
    show = _command(commands, "show", "one record by its number", _one)
    show.add_argument("area", choices=AREAS)
    show.add_argument("number", type=_positive)
    for what in ("address", "prefix"):
        one = _command(commands, f"next-{what}", f"reserve the next free {what}", _reserve)
        one.add_argument("prefix", type=_positive, help="its number, as in the list of prefixes")
        one.add_argument("--set", action="append", default=[], metavar="FIELD=VALUE", dest="values")
    _command(
        commands, "status", "what the key is and may do", lambda client, _given: client.status()
    )
    script = commands.add_parser("completion", help="the script for your shell")
    script.add_argument("shell", choices=("bash", "zsh"))
    return parser


def _command(commands, name, text, do):
    parser = commands.add_parser(name, help=text)
    parser.add_argument("--json", action="store_true", help="JSON, in a terminal too")
    parser.add_argument("--fields", metavar="A,B", help="these alone")
    parser.set_defaults(do=do)
    return parser


def _positive(text):
    if not text.isascii() or not text.isdigit() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is no number of a record: give one from 1 on")
    return int(text)


def _list(client, given):
    filters = {name: getattr(given, name) for name in FILTERS[given.command].split()}
    filters["include_archived"] = given.include_archived
    filters["fields"] = given.fields
    rows = client.each(given.command, limit=given.limit, **filters)
    return list(itertools.islice(rows, given.limit))


def _one(client, given):
    return client.one(given.area, given.number, given.fields)


def _reserve(client, given):
    values = {}
    for pair in given.values:
        name, sign, value = pair.partition("=")
        if not sign:
            raise SettingsError(f"{pair} has no value: write it as dns_name=mail.example.com.")
        values[name] = int(value) if name == "length" and value.isdigit() else value
    what = given.command.replace("-", "_")
    return getattr(client, what)(given.prefix, **values)


def _show(given, value):
    if given.json or not sys.stdout.isatty():
        print(json.dumps(value, indent=2, ensure_ascii=False))
        return
    rows = value if isinstance(value, list) else [value]
    chosen = given.fields.split(",") if given.fields else COLUMNS.get(given.command)
    if isinstance(value, list):
        print(table(rows, chosen))
    else:
        pairs = [{"field": name, "value": one} for name, one in value.items()]
        print(table(pairs, ("field", "value")))
