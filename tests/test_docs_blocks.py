# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Each command of the pages runs as it is written, in the order of the page, on the sample homelab; each answer is as shown."""

import ast
import base64
import collections
import json
import re
import subprocess
import sys
from pathlib import Path

import blocks
import pytest
import yaml
from walking import Walk

from setup.settings import ROOT

PAGES = sorted(
    str(path.relative_to(ROOT))
    for path in (
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("clients/*/README.md"),
    )
    if "```" in path.read_text()
)
NOT_RUN = 21
"""How many blocks may say that they are not run: they need Docker, another program's host, a server of one's own, or
stop the one that the test talks to."""
SCHEMES = {"pulseway": "pulseway"}
"""How a kind of event source is signed, where that is not a bearer token."""
ADDRESS = "http://127.0.0.1:8069"


class Reader:
    """Somebody who does what a page says: a shell for its commands, the web client for what is done by hand."""

    def __init__(self, instance, admin, folder):
        self.instance, self.admin, self.folder = instance, admin, folder
        self.learnt = {}
        self.said = ""
        self.walk = Walk(admin, type(admin))
        self.shell = subprocess.Popen(
            ["bash", "--noprofile", "--norc"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def close(self):
        self.shell.stdin.close()
        self.shell.wait(30)

    def type(self, text):
        """Run commands in the page's one shell; return what they say. The address and the keys are those of the test's instance."""
        text = blocks.renamed(text.replace(ADDRESS, self.instance.url), self.learnt)
        text = re.sub(r"\$\(make -s key LOGIN=(\S+) SCOPE=([\w:,]+)\)", self._key, text)
        text = re.sub(r"\$\(make -s hook KIND=(\S+) NAME=([\w-]+)\)", self._hook, text)
        self.shell.stdin.write(f'{text}\necho; echo "::$?"\n')
        self.shell.stdin.flush()
        lines = []
        for line in self.shell.stdout:
            if line.startswith("::"):
                assert line == "::0\n", "".join(lines)
                break
            lines.append(line)
        return "".join(lines).strip()

    def _key(self, found):
        """What `make key` prints: tests/test_setup_keys.py runs that itself."""
        login, scopes = found[1], found[2].split(",")
        user = self._user(login) or self.admin.new_user(login)
        return self.admin.new_key(*scopes, name=f"{login} of a page", user_id=user)

    def _hook(self, found):
        """What `make hook` prints: tests/test_setup_hooks.py runs that itself."""
        values = {"name": found[2], "kind": found[1], "scheme": SCHEMES.get(found[1], "bearer")}
        source = self.admin.call("ipai.inbox.source", "create", values)
        issued = self.admin.call("ipai.inbox.source", "action_issue", [source])
        shown = [one["value"] for one in issued["params"]["values"]]
        path = shown[0].partition("/ipai/")[2]
        return f"url={self.instance.url}/ipai/{path}\nsecret={shown[-1]}"

    def _user(self, login):
        found = self.admin.call("res.users", "search", [("login", "=", login)])
        return found[0] if found else None

    def by_hand(self, verb, *words):
        getattr(self, f"_do_{verb.replace('-', '_')}")(*words)

    def _do_user(self, login, *groups):
        if not self._user(login):
            self.admin.new_user(login, *groups)

    def _do_group(self, login, group):
        names = self.admin.call("res.users", "fields_get", [], ["type"])
        member = "group_ids" if "group_ids" in names else "groups_id"
        values = {member: [(4, self.admin.reference(group))]}
        self.admin.call("res.users", "write", [self._user(login)], values)

    def _do_walk(self, step, *words):
        """A step of the tutorial: what its buttons do."""
        getattr(self.walk, step.replace("-", "_"))(*" ".join(words).split(", ") if words else ())

    def _do_import(self, file, *counts):
        """Preview a file; `question=1` says how many rows end so."""
        path = ROOT / file
        values = {"file": base64.b64encode(path.read_bytes()).decode(), "file_name": path.name}
        run = self.admin.call("ipai.import.run", "create", values)
        self.admin.call("ipai.import.run", "action_preview", [run])
        state = "previewing"
        while state == "previewing":
            self.admin.call("ipai.import.run", "run_step", [run])
            [row] = self.admin.call("ipai.import.run", "read", [run], ["state", "message"])
            state = row["state"]
        assert state == "previewed", row
        self.walk.run = run
        lines = self.admin.call(
            "ipai.import.line", "search_read", [("run_id", "=", run)], ["action"]
        )
        found = collections.Counter(line["action"] for line in lines)
        for count in counts:
            action, _, number = count.partition("=")
            assert found[action] == int(number), found

    def _do_unarchive(self, xmlid, active=True):
        model, number = self._record(xmlid)
        self.admin.call(model, "write", [number], {"active": active})

    def _do_archive(self, xmlid):
        self._do_unarchive(xmlid, active=False)

    def _record(self, xmlid):
        module, name = xmlid.split(".")
        asked = [("module", "=", module), ("name", "=", name)]
        [row] = self.admin.call("ir.model.data", "search_read", asked, ["model", "res_id"])
        return row["model"], row["res_id"]


@pytest.fixture
def reader(instance, client, tmp_path):
    reader = Reader(instance, client, tmp_path)
    yield reader
    reader.close()


@pytest.mark.parametrize("page", PAGES)
def test_a_page_does_what_it_says(page, reader):
    wrong = []
    for part in blocks.read((ROOT / page).read_text()):
        if isinstance(part, blocks.ByHand):
            reader.by_hand(*part.words)
        elif not part.reason:
            wrong += [f"{page}:{part.line}: {one}" for one in _try(part, reader)]
    assert not wrong, "\n".join(wrong)


def _try(block, reader):
    if block.language in blocks.COMMANDS:
        reader.said = reader.type(block.text)
    elif block.language == "json":
        documented, said, reader.said = blocks.loads(block.text), reader.said, ""
        if not said:
            # Not the answer of a command of the page: the shape of something, which parses.
            return []
        try:
            answered = json.loads(said)
        except ValueError:
            return [f"the command above said no JSON: {said[:500]}"]
        found = blocks.differences(documented, answered, learnt=reader.learnt)
        return [*found, f"the answer: {said[:300]}"] if found else []
    elif block.language == "yaml":
        yaml.safe_load(block.text)
    elif block.language == "python":
        ast.parse(block.text)
    else:
        assert block.language in ("text", "hcl"), f"line {block.line}: what is {block.language}?"
    return []


def test_what_is_not_run_says_why_and_is_counted():
    left_out = [
        f"{page}:{block.line}: {block.reason}"
        for page in PAGES
        for block in blocks.read((ROOT / page).read_text())
        if getattr(block, "reason", "")
    ]
    assert len(left_out) <= NOT_RUN, left_out


def test_the_examples_of_the_reader_hold():
    done = subprocess.run(
        [sys.executable, "-m", "doctest", Path(blocks.__file__)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout
