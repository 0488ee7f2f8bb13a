# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
import json

from markupsafe import Markup

from odoo import api, fields, models

from odoo.addons.ipai_base.canonical import canonical


class IpaiApprovalPapers(models.AbstractModel):
    """Files and articles that lay before those who decide: bound by their hash, told when they change."""

    _inherit = "ipai.approval.mixin"  # pylint: disable=consider-merging-classes-inherited

    approval_papers = fields.Text(
        readonly=True,
        copy=False,
        help="Files and articles with their SHA-256, as they were when it was submitted.",
    )
    paper_changes = fields.Char(
        "Changed Since It Was Submitted",
        compute="_compute_paper_changes",
        help="Files and articles that are not what they were, were added, or are gone.",
    )
    papers_table = fields.Html("Files and Articles", compute="_compute_paper_changes")

    @api.depends("approval_papers")
    def _compute_paper_changes(self):
        for record in self:
            rows = record._approval_compared() if record.approval_papers else []
            told = [f"{row['name']} ({row['told']})" for row in rows if row["told"]]
            record.paper_changes = ", ".join(told) or False
            record.papers_table = record._papers_shown(rows) if rows else False

    # -- seams --------------------------------------------------------------------------------

    def _approval_papers_now(self):
        """What lies before those who decide: dicts of kind, id, name, mark and a function for the hash."""
        return []

    # -- doing it -----------------------------------------------------------------------------

    def _is_settled(self):
        return super()._is_settled() or self.approval_state != "no"

    def _approval_gather(self):
        """Take down files and articles with their hashes; the decision binds what is taken down."""
        self.ensure_one()
        record = self.sudo()
        rows = [{**row, "sha256": row["sha256"]()} for row in record._approval_papers_now()]
        record.approval_papers = canonical(rows) if rows else False

    def _approval_papers_taken(self):
        return json.loads(self.sudo().approval_papers or "[]")

    def _approval_compared(self):
        """Rows as they were taken down and as they are: ``told`` is what became of one, or empty."""
        taken = {(row["kind"], row["id"]): row for row in self._approval_papers_taken()}
        now = {(row["kind"], row["id"]): row for row in self.sudo()._approval_papers_now()}
        rows = []
        for key, row in taken.items():
            told = ""
            if key not in now:
                told = self.env._("removed")
            elif now[key]["mark"] != row["mark"]:
                told = self.env._("changed")
            rows.append({**row, "told": told})
        added = self.env._("added")
        rows += [
            {**row, "sha256": "", "told": added} for key, row in now.items() if key not in taken
        ]
        return rows

    def _papers_shown(self, rows):
        """A small table: name, what became of it, its hash."""
        line = Markup("<tr><td>%s</td><td>%s</td><td><code>%s</code></td></tr>")
        as_submitted = self.env._("as submitted")
        body = Markup().join(
            line % (row["name"], row["told"] or as_submitted, row["sha256"]) for row in rows
        )
        return Markup("<table class='table table-sm mb-0'>%s</table>") % body

    def _attached_papers(self):
        """The files on the record, those of its comments as well."""
        files = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id), ("res_field", "=", False)],
            order="id",
        )
        return [_paper("file", one.id, one.name, one) for one in files]

    def _article_papers(self, articles):
        """Articles by what they say now: their file, or the address where they stand."""
        files = self.env["ir.attachment"].search(
            [
                ("res_model", "=", articles._name),
                ("res_field", "=", "file"),
                ("res_id", "in", articles.ids),
            ]
        )
        of = {one.res_id: one for one in files}
        return [
            _paper("article", article.id, article.name, of.get(article.id), article.url)
            for article in articles.sorted("id")
        ]


def _paper(kind, number, name, file, address=None):
    """One row; the mark is cheap to compare, the hash is of the bytes, or of an address."""
    address = address or (file.url if file and file.type == "url" else None)

    def sha256():
        content = address.encode() if address else file and file.raw
        return hashlib.sha256(content or b"").hexdigest()

    mark = address or (file and file.checksum) or ""
    return {"kind": kind, "id": number, "name": name, "mark": mark, "sha256": sha256}
