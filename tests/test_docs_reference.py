# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The pages to look things up name all that there is, with the values that the code has."""

import ast
import re

import pytest

from setup.settings import ROOT

REFERENCE = (ROOT / "docs/reference.md").read_text()
DEPLOY = (ROOT / "docs/deploy.md").read_text()
LIMIT = re.compile(r"^\| [^|]+ \| ([\d,]+) \| `([\w/]+\.py): (\w+)` \|$", re.MULTILINE)
OPERATORS = {
    ast.Mult: lambda left, right: left * right,
    ast.Add: lambda left, right: left + right,
    ast.Pow: lambda left, right: left**right,
}


def number(node, names):
    """The value of an expression of numbers and of constants of the same file."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return names[node.id]
    return OPERATORS[type(node.op)](number(node.left, names), number(node.right, names))


def limits(path):
    """Each constant of a file that is a number, and the default of each field that has one.

    >>> limits("ipai_base/http/limiter.py")["WINDOW"]
    60
    """
    found = {}
    for node in ast.walk(ast.parse((ROOT / "addons" / path).read_text())):
        if not isinstance(node, ast.Assign) or not isinstance(node.targets[0], ast.Name):
            continue
        value = node.value
        if isinstance(value, ast.Call):
            value = next((one.value for one in value.keywords if one.arg == "default"), None)
        try:
            found[node.targets[0].id] = number(value, found)
        except (AttributeError, KeyError, TypeError):
            continue
    return found


def test_every_limit_is_as_the_page_says():
    rows = LIMIT.findall(REFERENCE)
    assert len(rows) > 25
    wrong = [
        f"{path}: {name} is {limits(path).get(name)}, the page says {said}"
        for said, path, name in rows
        if limits(path).get(name) != int(said.replace(",", ""))
    ]
    assert not wrong, "\n".join(wrong)


def test_every_limit_of_what_comes_from_outside_stands_there():
    named = {(path, name) for _said, path, name in LIMIT.findall(REFERENCE)}
    of_bodies = {
        (path.relative_to(ROOT / "addons").as_posix(), name)
        for path in (ROOT / "addons").glob("ipai_*/**/*.py")
        for name in re.findall(
            r"^(MAX_(?:BODY|OBJECTS|ROWS|CELL|FILE_BYTES|DEPTH)) =", path.read_text(), re.M
        )
    }
    assert of_bodies
    assert of_bodies - named == set()


def test_every_variable_of_make_and_of_docker_stands_on_a_page():
    exported = re.search(r"^export (.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1].split()
    assert [name for name in exported if f"`{name}`" not in REFERENCE] == []
    compose = (ROOT / "docker-compose.yml").read_text()
    wanted = set(re.findall(r"\$\{([A-Z_]+):-", compose))
    assert wanted
    assert [name for name in sorted(wanted) if f"`{name}`" not in DEPLOY] == []


def test_every_target_of_make_stands_on_a_page():
    text = " ".join(page.read_text() for page in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")))
    targets = re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert [one for one in targets if f"make {one}" not in text] == []


@pytest.fixture(scope="module")
def admin(instance, client_of):
    return client_of(instance)


def ours(admin, model):
    asked = [("model", "=", model), ("module", "=like", "ipai_%")]
    rows = admin.call("ir.model.data", "search_read", asked, ["res_id"])
    return [row["res_id"] for row in rows]


def test_every_setting_stands_on_the_page(admin):
    asked = [
        ("model", "=", "res.config.settings"),
        ("name", "=like", "ipai_%"),
        ("readonly", "=", False),
    ]
    rows = admin.call("ir.model.fields", "search_read", asked, ["name", "field_description"])
    assert len(rows) > 10
    text = re.sub(r"\s+", " ", REFERENCE)
    missing = [row["field_description"] for row in rows if row["field_description"] not in text]
    assert not missing, missing


def test_every_group_stands_on_the_page(admin):
    rows = admin.call("res.groups", "read", ours(admin, "res.groups"), ["name"])
    assert len(rows) > 5
    section = REFERENCE.partition("## Groups")[2].partition("\n## ")[0]
    missing = [row["name"] for row in rows if f"**{row['name']}**" not in section]
    assert not missing, missing


def test_every_system_parameter_that_the_code_asks_for_stands_on_the_page():
    keys = set()
    for path in (ROOT / "addons").glob("ipai_*/**/*.py"):
        if "tests" not in path.parts:
            keys |= set(
                re.findall(
                    r'^[A-Z]+ = "(ipai_\w+\.\w+_(?:months|address))"', path.read_text(), re.M
                )
            )
    assert keys >= {"ipai_base.audit_months", "ipai_base.docs_address"}
    assert [key for key in sorted(keys) if f"`{key}`" not in REFERENCE] == []
