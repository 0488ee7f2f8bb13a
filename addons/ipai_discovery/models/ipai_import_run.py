# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_asset.attempts import attempt
from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.usage import used_elsewhere

from ..importing.planning import plan
from ..importing.planning.preview import Preview
from ..importing.reading.rows import MAX_FILE_BYTES, FileProblem
from ..importing.writing.application import Application
from ..importing.writing.follow_up import follow_up
from ..importing.writing.undo import Undo
from .ipai_import_key import FILE_KINDS
from .ipai_import_line import WORKED
from .ipai_import_options import OPTIONS as ROW_OPTIONS

BATCH = 500
KEEP_DAYS = 30
FORMATS = [
    ("auto", "Find Out"),
    ("nmap", "nmap Report (XML)"),
    ("csv", "CSV of Our Columns"),
    ("netbox", "NetBox Devices (CSV)"),
]
OPTIONS = frozenset(
    "file file_name file_format encoding company_id key_ids clear_empty".split()
).union(ROW_OPTIONS)
"""What a person may set, until the preview is made."""

WORKERS = {"previewing": "_step_preview", "applying": "_step_apply", "undoing": "_step_undo"}


class IpaiImportRun(models.Model):
    """The import of one file or snapshot: read, previewed, applied, and undone if need be.

    Work goes in batches, one a call of `run_step`: a closed browser loses nothing, whoever opens the run carries on.
    """

    _name = "ipai.import.run"
    _description = "Asset Import"
    _inherit = ["ipai.import.options", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "file_name"
    _check_company_auto = True
    _announced = ("import.applied", "import.failed", "import.undone")
    _announced_fields = ("kind", "source_id", "create_count", "update_count", "unchanged_count")
    _settled = ("applying", "applied", "undoing", "undone")

    kind = fields.Selection(
        [("file", "File"), ("snapshot", "Snapshot"), ("drift", "Drift Accepted")],
        required=True,
        readonly=True,
        copy=False,
        default="file",
    )
    source_id = fields.Many2one(
        "ipai.source", readonly=True, copy=False, index="btree_not_null", ondelete="restrict"
    )
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    file_format = fields.Selection(FORMATS, "Format", required=True, default="auto")
    found_format = fields.Selection(FORMATS[1:], "Read As", readonly=True, copy=False)
    encoding = fields.Selection(
        [("latin-1", "Western European (Latin-1)")],
        help="Leave empty for UTF-8, and for UTF-16 with its mark.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    user_id = fields.Many2one(
        "res.users", "By", readonly=True, copy=False, default=lambda self: self.env.user
    )
    state = fields.Selection(
        [
            ("draft", "File"),
            ("previewing", "Reading"),
            ("previewed", "Preview"),
            ("applying", "Applying"),
            ("applied", "Applied"),
            ("undoing", "Undoing"),
            ("undone", "Undone"),
            ("failed", "Not Readable"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    message = fields.Text(readonly=True, copy=False)
    file_warnings = fields.Text("About the File", readonly=True, copy=False)
    previewed_on = fields.Datetime("Preview Made", readonly=True, copy=False)
    applied_on = fields.Datetime("Applied", readonly=True, copy=False)
    undone_on = fields.Datetime("Undone", readonly=True, copy=False)
    applied_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    key_ids = fields.One2many(
        "ipai.import.key",
        "run_id",
        "Match By",
        default=lambda self: [
            Command.create({"kind": kind, "sequence": 10 * position})
            for position, (kind, _label) in enumerate(FILE_KINDS)
        ],
    )
    clear_empty = fields.Boolean(
        "Empty Cells Clear",
        help="An empty cell empties the field. Without it an empty cell leaves the field alone.",
    )
    line_ids = fields.One2many("ipai.import.line", "run_id", "Rows", readonly=True, copy=False)
    unchanged_rows = fields.Integer(
        readonly=True, copy=False, help="Rows without a line of their own: nothing was to be done."
    )
    made = fields.Json(
        readonly=True, copy=False, help="Model and ID of what it created besides assets."
    )
    shared_hosts = fields.Json(
        readonly=True, copy=False, help="Addresses that several machines of the run report."
    )
    progress_done = fields.Integer(readonly=True, copy=False)
    progress_total = fields.Integer(readonly=True, copy=False)
    create_count = fields.Integer("To Create", compute="_compute_counts")
    update_count = fields.Integer("To Update", compute="_compute_counts")
    seen_count = fields.Integer("Seen", compute="_compute_counts")
    unchanged_count = fields.Integer("Unchanged", compute="_compute_counts")
    conflict_count = fields.Integer("In Conflict", compute="_compute_counts")
    error_count = fields.Integer("With Errors", compute="_compute_counts")
    warning_count = fields.Integer("With Warnings", compute="_compute_counts")

    @api.depends("line_ids.action", "line_ids.warnings", "unchanged_rows")
    def _compute_counts(self):
        lines = self.env["ipai.import.line"]
        groups = lines._read_group([("run_id", "in", self.ids)], ["run_id", "action"], ["__count"])
        counts = {(run.id, action): count for run, action, count in groups}
        warned = dict(
            lines._read_group(
                [("run_id", "in", self.ids), ("warnings", "!=", False)], ["run_id"], ["__count"]
            )
        )
        for run in self:
            for action in (
                plan.CREATE,
                plan.UPDATE,
                plan.SEEN,
                plan.UNCHANGED,
                plan.CONFLICT,
                plan.ERROR,
            ):
                run[f"{action}_count"] = counts.get((run._origin.id, action), 0)
            run.unchanged_count += run.unchanged_rows
            run.warning_count = warned.get(run._origin, 0)

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            self._check_options(values)
        return super().create(vals_list)

    def write(self, vals):
        self._check_options(vals)
        if not self.env.su and any(run.state not in ("draft", "failed") for run in self):
            raise UserError(
                self.env._(
                    "The preview of this import is made. Choose Start Over to change the file or the options."
                )
            )
        return super().write(vals)

    def _check_options(self, values):
        if not self.env.su and set(values) - self._options():
            raise AccessError(
                self.env._(
                    "An import is moved by its buttons only: Preview, Apply, Undo and Start Over."
                )
            )

    def _options(self):
        """What a person may set, until the preview is made."""
        return OPTIONS

    def _chosen_columns(self, data, file_format, known):
        """Return {heading as `heading_key` spells it: field, or "" for none} of what a person chose."""
        return None

    @api.ondelete(at_uninstall=False)
    def _unlink_except_applied(self):
        if self.filtered(lambda run: run.state in ("applying", "applied", "undoing")):
            raise UserError(
                self.env._(
                    "An applied import is the record of where assets came from. Undo it before deleting it."
                )
            )

    @api.autovacuum
    def _gc_previews(self):
        """Forget previews that nobody applied for a month; what was applied is evidence and stays."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        states = ["draft", "previewing", "previewed", "failed"]
        old = [("state", "in", states), ("write_date", "<", limit)]
        in_batches(self, old, lambda runs: runs.unlink(), size=20)

    def action_preview(self):
        """Start to read the file and to find out what it would do."""
        self.ensure_one()
        self._expect("draft", "failed")
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        self.env["ipai.asset"].check_access("create")
        self.env["ipai.asset"].check_access("write")
        self.line_ids.sudo().unlink()
        self._move(
            "previewing", message=False, file_warnings=False, found_format=False, done=0, total=0
        )
        return True

    def action_apply(self):
        """Start to carry out the selected rows."""
        self.ensure_one()
        self._expect("previewed")
        lines = self.env["ipai.import.line"]
        total = lines.search_count(self._to_apply())
        if not total and not lines.search_count(self._with_drift(), limit=1):
            raise UserError(self.env._("No row is selected that would create or change an asset."))
        applied = {"applied_on": fields.Datetime.now(), "applied_by_id": self.env.uid}
        self._move("applying", done=0, total=total, **applied)
        return True

    def action_undo(self):
        """Start to take back what this run has applied."""
        self.ensure_one()
        self._expect("applied", "applying")
        total = self.env["ipai.import.line"].search_count(self._to_undo())
        self._move("undoing", done=0, total=total, undone_on=fields.Datetime.now())
        return True

    def action_start_over(self):
        """Forget the preview, so that file and options can be changed."""
        self.ensure_one()
        self._expect("draft", "failed", "previewing", "previewed")
        self.line_ids.sudo().unlink()
        self._move("draft", message=False, file_warnings=False, found_format=False, done=0, total=0)
        return True

    def action_view_lines(self):
        """Show the rows, those of the action in the context first."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_discovery.ipai_import_line_action"
        )
        action["domain"] = [("run_id", "=", self.id)]
        wanted = self.env.context.get("import_action")
        action["context"] = {f"search_default_{wanted}": 1} if wanted else {}
        return action

    def run_step(self):
        """Work one batch of what was started; return {state, done, total, busy}.

        Two browsers may call at once: the second is told that the run is busy.
        """
        self.ensure_one()
        self.check_access("write")
        self.env.cr.execute(
            "SELECT id FROM ipai_import_run WHERE id = %s FOR UPDATE SKIP LOCKED", [self.id]
        )
        busy = not self.env.cr.rowcount
        if not busy and self.state in WORKERS:
            getattr(self, WORKERS[self.state])()
        return {
            "state": self.state,
            "done": self.progress_done,
            "total": self.progress_total,
            "busy": busy,
        }

    def run_to_end(self):
        """Work all batches of what was started, for scripts; return the state reached."""
        while True:
            step = self.run_step()
            if step["busy"]:
                raise UserError(
                    self.env._(
                        "Somebody else works on this import at this moment. Try again later."
                    )
                )
            if step["state"] not in WORKERS:
                return step["state"]
        return True

    def _step_preview(self):
        preview = Preview(self)
        if not self.progress_total:
            try:
                preview.read_file(self._file_bytes())
            except FileProblem as problem:
                self._move("failed", message=str(problem))
                return
            self._move(
                "previewing",
                done=0,
                total=self._lines().search_count([("run_id", "=", self.id)]),
                previewed_on=fields.Datetime.now(),
            )
            return
        lines = self._lines().search(
            [("run_id", "=", self.id), ("state", "=", "matched")], limit=BATCH
        )
        preview.plan(lines)
        left = self._lines().search_count([("run_id", "=", self.id), ("state", "=", "matched")])
        self._move("previewing" if left else "previewed", done=self.progress_total - left)

    def _plan_again(self, lines):
        """Say anew of lines what they would do, once a person has said of which asset they speak."""
        Preview(self).plan(lines)

    def _step_apply(self):
        lines = self._lines().search(self._to_apply(), order="depth, position, id", limit=BATCH)
        if lines:
            lines = lines.filtered(lambda line: line.depth == lines[0].depth)
            Application(self).apply(lines)
        left = self._lines().search_count(self._to_apply())
        if not left:
            self._follow_up()
            self._note_observed()
            self._stamp()
        self._move("applying" if left else "applied", done=self.progress_total - left)

    def _follow_up(self):
        """Enter the relations of rows to rows that became assets after them."""
        domain = [("run_id", "=", self.id), ("state", "=", "applied"), ("deferred", "!=", False)]
        lines = self._lines().search(domain, order="depth desc, position, id")
        if lines:
            deferred = [(line.asset_id.id, line.label, line.deferred) for line in lines]
            follow_up(self, deferred, depth=lines[0].depth + 1)

    def _stamp(self):
        """Note on the lines that all their run has to write is written: who writes later is somebody else."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE ipai_import_line line SET applied_on = GREATEST(line.applied_on, asset.write_date)
              FROM ipai_asset asset
             WHERE asset.id = line.asset_id AND line.run_id = %s AND line.state = 'applied'
               AND asset.write_uid = %s
            """,
            [self.id, self.env.uid],
        )
        self.env["ipai.import.line"].invalidate_model(["applied_on"])

    def _step_undo(self):
        lines = self._lines().search(
            self._to_undo(), order="depth desc, position desc, id desc", limit=BATCH
        )
        lines = lines.filtered(lambda line: line.depth == lines[0].depth)
        Undo(self).undo(lines)
        left = self._lines().search_count(self._to_undo())
        if not left:
            self._remove_made()
        self._move("undoing" if left else "undone", done=self.progress_total - left)

    def _note_made(self, records):
        """Remember records that the run created besides assets, for its undo."""
        if records:
            made = [[records._name, record.id] for record in records]
            self.sudo().made = (self.made or []) + made

    def _remove_made(self):
        """Delete what the run created besides assets, where nothing has come to use it."""

        def remove(items):
            for record in items:
                record.unlink()

        for model, record_id in reversed(self.made or []):  # a prefix before its VLAN
            # What the run made itself it takes away, whatever else its user may delete.
            record = self.env[model].sudo().browse(record_id).exists()
            if not record or record.write_date != record.create_date:  # gone, or somebody's by now
                continue
            if not used_elsewhere(record):
                attempt(self.env, remove, [record], lambda *_kept: None)

    def _to_apply(self):
        return [
            ("run_id", "=", self.id),
            ("state", "=", "planned"),
            ("selected", "=", True),
            ("action", "in", list(WORKED)),
        ]

    def _to_undo(self):
        return [("run_id", "=", self.id), ("state", "=", "applied")]

    def _assets(self):
        """The assets among which this run looks: its company's, archived ones too, as the user may see them."""
        context = {"active_test": False, "allowed_company_ids": self.company_id.ids}
        if self.source_id:
            # A message for each asset, made together, says what changed: see `log_changes`.
            context["tracking_disable"] = True
        return self.env["ipai.asset"].with_context(**context)

    def _lines(self):
        """The lines model as the run itself works on it: no person writes there."""
        return self.env["ipai.import.line"].sudo()

    def _key_kinds(self):
        keeper = self if self.kind == "file" else self.source_id
        return keeper.key_ids.filtered("used").sorted("sequence").mapped("kind")

    def _origin_name(self):
        """Where an asset that this run creates came from."""
        return self.source_id.name or self.found_format

    def _title(self):
        """What this run is called in the history of an asset."""
        return self.file_name or self.found_format

    def _file_bytes(self):
        data = base64.b64decode(self.with_context(bin_size=False).file or b"")
        if len(data) > MAX_FILE_BYTES:
            raise FileProblem(
                self.env._("The file is larger than %s MB. Split it.", MAX_FILE_BYTES // 1024**2)
            )
        return data

    def _expect(self, *states):
        if self.state not in states:
            shown = dict(self._fields["state"]._description_selection(self.env))[self.state]
            raise UserError(
                self.env._(
                    "This is not possible now: the import stands at “%s”. Reload the page.", shown
                )
            )

    def _move(self, state, done=None, total=None, **values):
        progress = {"progress_done": done, "progress_total": total}
        values |= {name: number for name, number in progress.items() if number is not None}
        # Narrow: state and progress, of callers in our own code.
        self.sudo().write({"state": state, **values})
        if f"import.{state}" in self._announced:
            self._announce(f"import.{state}")
