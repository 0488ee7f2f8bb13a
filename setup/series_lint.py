# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""List what would not run unchanged on both Odoo 18.0 and 19.0: ``python -m setup.series_lint``.

One line a finding: path:line: what is wrong: what to write. Python is read as a syntax tree and
XML as a document, so that comments and messages may name what they warn of. compat.py, the one
file that knows the series, is passed over.
"""

import ast
import re
import sys
from pathlib import Path

from lxml import etree

ADDONS = Path(__file__).resolve().parent.parent / "addons"

# Names that only one series knows, wherever they stand: attribute, keyword, string or variable.
NAMES = {
    "_sql_constraints": ("19 ignores _sql_constraints", "compat.Constraint or compat.UniqueIndex"),
    "groups_id": ("19 has no groups_id", "has_group(), new_test_user() or compat.GROUPS_FIELD"),
    "group_ids": ("18 has no group_ids", "has_group(), new_test_user() or compat.GROUPS_FIELD"),
    "_notify_progress": ("19 deprecates _notify_progress", "compat.cron_progress"),
    "_commit_progress": ("18 has no _commit_progress", "compat.cron_progress"),
    "product_uom": ("19 has no product_uom on order lines", "compat.UOM_FIELD"),
    "product_uom_id": ("18 has no product_uom_id on order lines", "compat.UOM_FIELD"),
    "group_operator": ("18 deprecates group_operator", "aggregator="),
    "check_access_rights": ("19 has no check_access_rights", "check_access() or has_access()"),
    "check_access_rule": ("19 has no check_access_rule", "check_access() or has_access()"),
    "user_has_groups": ("18 has no user_has_groups", "self.env.user.has_group()"),
    "read_group": ("19 deprecates read_group", "_read_group"),
    "toggle_active": ("19 deprecates toggle_active", "action_archive or action_unarchive"),
    "numbercall": ("18 has no numbercall", "nothing: crons run for ever"),
}
# What a module of Odoo has on one series only, by its dotted name.
DOTTED = {
    "models.Constraint": ("18 has no models.Constraint", "compat.Constraint"),
    "models.UniqueIndex": ("18 has no models.UniqueIndex", "compat.UniqueIndex"),
    "models.Index": ("18 has no models.Index", "compat.Index"),
    "fields.Domain": ("18 has no fields.Domain", "lists, compat.domain_and or domain_or"),
    "odoo.fields.Domain": ("18 has no Domain", "lists, compat.domain_and or domain_or"),
    "odoo.osv": ("19 deprecates odoo.osv", "lists, compat.domain_and or domain_or"),
    "odoo.registry": ("19 has no odoo.registry", "odoo.modules.registry.Registry"),
}
# An XPath, what is wrong with the nodes it finds, and what to write.
XPATHS = [
    ("//tree", "18 has no <tree>", "<list>"),
    (
        "//field[@name='view_mode'][re:test(., '(^|,)\\s*tree\\s*(,|$)')]",
        "18 has no view mode tree",
        "list",
    ),
    ("//*[@t-name='kanban-box']", "kanban-box fails in the client of 19", 't-name="card"'),
    (
        "//div[contains(concat(' ', @class, ' '), ' oe_chatter ')]",
        "oe_chatter shows nothing",
        "<chatter/>",
    ),
    (
        "//record/field[@name='numbercall' or @name='doall']",
        "18 has no such field on crons",
        "nothing: leave it out",
    ),
    (
        "//record[@model='res.groups']/field[@name='category_id' or @name='privilege_id']",
        "how groups are sorted differs",
        "a <function> that calls compat",
    ),
    (
        "//record[@model='res.groups']/field[@name='users' or @name='user_ids']",
        "the name of a group's users differs",
        "implied_ids on base.group_system",
    ),
    (
        "//record/field[@name='groups_id' or @name='group_ids']",
        "the name of the groups field differs",
        "groups= on the menuitem, template or node",
    ),
    ("//*[@attrs or @states]", "17 was the last to read attrs and states", "invisible=, readonly="),
    (
        "//search//group[@string or @expand]",
        "19 refuses string and expand on a search group",
        "a bare <group>",
    ),
    ("//asset", "18 has no <asset>", "assets in the manifest"),
]
# What a script says, what is wrong with it, and what to write.
SCRIPT = [
    (
        r"useService\(\s*[\"'](rpc|user)[\"']",
        "18 has no such service",
        "import { rpc } or { user }",
    ),
    (r"\bstepUtils\b", "the path of stepUtils differs", "the steps themselves"),
    (r"\bexpectUnloadPage\b", "18 does not know expectUnloadPage", "a tour without a page reload"),
]


def dotted(node):
    """Return a.b.c for an attribute of plain names, else None."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        parent = dotted(node.value)
        return parent and f"{parent}.{node.attr}"
    return None


def names_in(node):
    """Yield each name that this one node brings up."""
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.keyword | ast.arg):
        yield node.arg
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield f"{node.module}.{alias.name}"
    elif isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name


def python_findings(text):
    """Yield (line, what, write) for Python source.

    >>> list(python_findings("_sql_constraints = []"))
    [(1, '19 ignores _sql_constraints', 'compat.Constraint or compat.UniqueIndex')]
    >>> list(python_findings("# _sql_constraints\\nx = 'a message on _sql_constraints'"))
    []
    """
    for node in ast.walk(ast.parse(text)):
        line = getattr(node, "lineno", 1)
        for name in names_in(node):
            if name in NAMES:
                yield line, *NAMES[name]
            for known, finding in DOTTED.items():
                if isinstance(node, ast.Import | ast.ImportFrom) and (
                    name == known or name.startswith(f"{known}.")
                ):
                    yield line, *finding
        if isinstance(node, ast.Attribute) and dotted(node) in DOTTED:
            yield line, *DOTTED[dotted(node)]
        if isinstance(node, ast.Call) and dotted(node.func) in ("http.route", "route"):
            for keyword in node.keywords:
                if keyword.arg == "type" and getattr(keyword.value, "value", "") in (
                    "json",
                    "jsonrpc",
                ):
                    yield (
                        keyword.value.lineno,
                        "the name of this route type differs",
                        "type='http', or compat.JSON_ROUTE for our own scripts",
                    )


def manifest_findings(text):
    """Yield (line, what, write) for a manifest.

    >>> list(manifest_findings("{'version': '19.0.1.0.0'}"))
    [(1, "version '19.0.1.0.0'", 'three numbers without a series, as in 1.0.0')]
    """
    version = ast.literal_eval(text).get("version", "")
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        yield 1, f"version {version!r}", "three numbers without a series, as in 1.0.0"


def xml_findings(data):
    """Yield (line, what, write) for a data or view file.

    >>> list(xml_findings(b"<odoo><search><group string='By'/></search></odoo>"))
    [(1, '19 refuses string and expand on a search group', 'a bare <group>')]
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tree = etree.fromstring(data, parser).getroottree()
    regexp = {"re": "http://exslt.org/regular-expressions"}
    for xpath, what, write in XPATHS:
        for node in tree.xpath(xpath, namespaces=regexp):
            yield node.sourceline, what, write


def script_findings(text):
    """Yield (line, what, write) for a script.

    >>> list(script_findings('this.rpc = useService("rpc");'))
    [(1, '18 has no such service', 'import { rpc } or { user }')]
    """
    for pattern, what, write in SCRIPT:
        for hit in re.finditer(pattern, text):
            yield text.count("\n", 0, hit.start()) + 1, what, write


def findings(path):
    """Yield (line, what, write) for a file, in the order of its lines."""
    if path.name == "compat.py":
        return
    try:
        if path.suffix == ".xml":
            found = list(xml_findings(path.read_bytes()))
        elif path.suffix == ".js":
            found = list(script_findings(path.read_text(encoding="utf-8")))
        else:
            text = path.read_text(encoding="utf-8")
            found = list(python_findings(text))
            if path.name == "__manifest__.py":
                found += manifest_findings(text)
    except (SyntaxError, ValueError, etree.XMLSyntaxError) as error:
        found = [(getattr(error, "lineno", None) or 1, f"cannot be read: {error}", "it anew")]
    yield from sorted(set(found))


def main(names):
    paths = (
        map(Path, names)
        if names
        else sorted(path for path in ADDONS.rglob("*") if path.suffix in {".py", ".xml", ".js"})
    )
    code = 0
    for path in paths:
        for line, what, write in findings(path):
            print(f"{path}:{line}: {what}: write {write}")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
