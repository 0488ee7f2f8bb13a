# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The template of a file of ours, and docs/fields.md, whose tables are made of what is read (``IPAI_WRITE_DOCS=1``)."""

import json
import os
from pathlib import Path

from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.ipai_base.http import openapi
from odoo.addons.ipai_discovery import schemas
from odoo.addons.ipai_discovery.tests.import_common import ImportCase

from .. import template

DOCUMENT = Path(__file__).parents[3] / "docs" / "fields.md"


@tagged("post_install", "-at_install")
class TestTemplate(ImportCase):
    def test_the_template_is_read_without_a_question_and_gives_what_it_shows(self):
        run = self.preview("\ufeff" + template.text(self.env))
        self.assertEqual(
            (run.state, run.file_warnings or "", run.unknown_columns), ("previewed", "", 0)
        )
        self.assertEqual(run.line_ids.mapped("action"), ["create"], run.line_ids.mapped("summary"))
        self.apply(run)
        asset = self.found("web01")
        self.assertEqual(asset.hostname, "web01.example.com")
        self.assertEqual(asset.interface_ids.mapped("name"), ["eth0"])
        self.assertEqual(str(asset.purchase_date), "2025-12-31")

    def test_every_column_has_an_example(self):
        for column in template.all_columns(self.env):
            named = template.EXAMPLES[column.name] or template.NAMED[column.name]
            self.assertTrue(named, column.name)

    def test_every_field_of_a_snapshot_has_an_example_that_it_takes(self):
        made = {}
        for row in openapi.described(schemas.SnapshotObject):
            self.assertTrue(row["example"], row["name"])
            if "." not in row["name"]:
                made[row["name"]] = json.loads(row["example"])
        taken = schemas.SnapshotObject.model_validate(made)
        self.assertEqual(taken.told(), made, "nothing of it is left out")

    def test_the_button_leads_to_the_template(self):
        action = self.run_of("Name\nx\n").action_download_template()
        self.assertEqual(action["url"], "/ipai/import-template.csv")

    def test_the_tables_of_the_documentation_are_true(self):
        if not DOCUMENT.exists():
            self.skipTest("Without the documentation there is nothing to compare")
        text = DOCUMENT.read_text(encoding="utf-8")
        tables = {
            "columns": template.documented(self.env(context={"lang": "en_US"})),
            "snapshot": documented(schemas.Snapshot, "validation"),
            "snapshot answer": documented(schemas.SnapshotAnswer, "serialization"),
        }
        for name, lines in tables.items():
            begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
            before, _begin, rest = text.partition(begin)
            written, _end, after = rest.partition(end)
            made = "\n".join(lines)
            if os.environ.get("IPAI_WRITE_DOCS"):
                text = f"{before}{begin}\n\n{made}\n\n{end}{after}"
                DOCUMENT.write_text(text, encoding="utf-8")
            else:
                self.assertEqual(written.strip(), made, "run the test again with IPAI_WRITE_DOCS=1")


def documented(model, mode):
    """The lines of the table of a schema: each field, those of the objects inside it as well."""
    yield "| Field | Type, and what is allowed | Meaning | Example |"
    yield "|---|---|---|---|"
    for row in openapi.described(model, mode):
        name = f"`{row['name']}`" + (" (required)" if row["required"] else "")
        example = f"`{row['example']}`" if row["example"] else ""
        yield f"| {name} | {row['type']} | {row['description']} | {example} |"


@tagged("post_install", "-at_install")
class TestTemplateDownload(HttpCase):
    def test_who_may_import_gets_the_template(self):
        new_test_user(self.env, "imports", "base.group_user,ipai_base.group_technician")
        new_test_user(self.env, "reads", "base.group_user,ipai_base.group_user")
        self.authenticate("imports", "imports")
        answer = self.url_open("/ipai/import-template.csv")
        self.assertIn("text/csv", answer.headers["Content-Type"])
        self.assertTrue(
            answer.content.decode("utf-8-sig").startswith("Name,Hostname"), answer.text[:80]
        )
        self.authenticate("reads", "reads")
        self.assertEqual(self.url_open("/ipai/import-template.csv").status_code, 404)
