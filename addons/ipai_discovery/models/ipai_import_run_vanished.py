# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..importing.parts.registry import Parts
from ..importing.planning import plan
from ..importing.planning.planner import Outcome, Subject
from ..importing.planning.preview import planned_values
from ..importing.writing.application import Application
from .ipai_import_run import KEEP_DAYS
from .ipai_source import LEAST_VANISHED


class IpaiImportRun(models.Model):
    """What a complete run of a source says about the assets that are not in it."""

    _inherit = "ipai.import.run"  # pylint: disable=consider-merging-classes-inherited

    complete = fields.Boolean(
        readonly=True, copy=False, help="It listed all that the source sees: the rest was missed."
    )
    opened_drift = fields.Integer("New Drift", readonly=True, copy=False)
    vanish_state = fields.Selection(
        [
            ("asked", "Waits for a Decision"),
            ("marked", "Marked Missing"),
            ("kept", "Kept"),
            ("superseded", "A Later Run Decides"),
        ],
        "Vanished Assets",
        readonly=True,
        copy=False,
    )
    vanished_count = fields.Integer("Vanished", readonly=True, copy=False)
    missing_count = fields.Integer("Missing", compute="_compute_missing_count")

    @api.depends("line_ids.label")
    def _compute_missing_count(self):
        groups = self.env["ipai.import.line"]._read_group(
            [("run_id", "in", self.ids), ("label", "=", self._missing_label())],
            ["run_id"],
            ["__count"],
        )
        counts = {run.id: count for run, count in groups}
        for run in self:
            run.missing_count = counts.get(run.id, 0)

    @api.autovacuum
    def _gc_quiet_runs(self):
        """Forget snapshots that did nothing and left no question, after a month."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=KEEP_DAYS)
        self.env.cr.execute(
            """
            DELETE FROM ipai_import_run run
             WHERE run.id IN (
                   SELECT quiet.id FROM ipai_import_run quiet
                    WHERE quiet.kind = 'snapshot' AND quiet.applied_on < %s
                      AND quiet.vanish_state IS DISTINCT FROM 'asked'
                      AND NOT EXISTS (SELECT FROM ipai_import_line WHERE run_id = quiet.id)
                      AND NOT EXISTS (SELECT FROM ipai_field_origin WHERE run_id = quiet.id)
                      AND NOT EXISTS (SELECT FROM ipai_drift WHERE run_id = quiet.id)
                      AND NOT EXISTS (SELECT FROM ipai_source WHERE last_run_id = quiet.id)
                    ORDER BY quiet.id LIMIT 1000)
            """,
            [limit],
        )

    # -- decisions -----------------------------------------------------------------------------

    def action_mark_missing(self):
        """Mark what is still unseen as missing, though it is much at once."""
        self._decide_vanished()
        self._mark_missing(self.env["ipai.sighting"].sudo()._vanished(self.source_id))
        return True

    def action_keep_vanished(self):
        """Leave what vanished as it is; it has as many runs as at first to come back."""
        self._decide_vanished()
        sightings = self.env["ipai.sighting"].sudo()
        sightings._set(self.source_id, sightings._vanished(self.source_id), missed=0)
        self.sudo().vanish_state = "kept"
        return True

    def action_view_vanished(self):
        """Show the assets that the source does not see any more."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        gone = self.env["ipai.sighting"].sudo()._vanished(self.source_id)
        action["domain"] = [("id", "in", gone)]
        return action

    def _decide_vanished(self):
        self.ensure_one()
        if not self.env.user.has_group("ipai_base.group_manager"):
            raise AccessError(self.env._("Only managers decide about assets that vanish together."))
        if self.vanish_state != "asked":
            self._expect()
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])

    # -- at the end of a run --------------------------------------------------------------------

    def _look_for_vanished(self):
        """Mark what was missed too often as missing, unless it is suspiciously much: then ask."""
        sightings = self.env["ipai.sighting"].sudo()
        self._supersede_questions()
        gone = sightings._vanished(self.source_id)
        if not gone:
            return
        limit = sightings._count_in_service(self.source_id) * self.source_id.vanish_percent / 100
        if len(gone) >= LEAST_VANISHED and len(gone) > limit:
            self._ask(gone)
        else:
            self._mark_missing(gone)

    def _supersede_questions(self):
        asked = self.sudo().search(
            [("source_id", "=", self.source_id.id), ("vanish_state", "=", "asked")]
        )
        asked.activity_unlink(["mail.mail_activity_data_todo"])
        asked.write({"vanish_state": "superseded"})

    def _ask(self, gone):
        """Leave the decision to a person."""
        # Narrow: this very run.
        self.sudo().write({"vanish_state": "asked", "vanished_count": len(gone)})
        user = self.source_id.sudo()._responsible()
        if user:
            self.sudo().with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._(
                    "%(count)s assets vanished from %(name)s",
                    count=len(gone),
                    name=self.source_id.name,
                ),
                note=self.env._(
                    "So many at once are rather a fault of the source than of the assets. "
                    "Nothing was marked: look, and choose Mark Them Missing or Keep."
                ),
                user_id=user.id,
            )

    def _mark_missing(self, gone):
        """Mark these assets as missing by lines of this run, so that its undo takes it back."""
        parts = Parts(self)
        assets = self._assets().browse(gone)
        assets -= self._observe_missing(assets)
        first = self._lines().search_count([("run_id", "=", self.id)])
        lines = self._lines().create(
            [
                {
                    **planned_values(parts, self._missing_outcome(asset)),
                    "run_id": self.id,
                    "position": first + number,
                    "label": self._missing_label(),
                    "title": asset.display_name[:200],
                    "asset_id": asset.id,
                }
                for number, asset in enumerate(assets)
            ]
        )
        Application(self).apply(lines, fresh=True)
        marked = lines.filtered(lambda line: line.state == "applied").asset_id
        # Narrow: assets that the run has just marked.
        self.env["ipai.sighting"].sudo()._set(self.source_id, marked.ids, was_marked=True)
        self.sudo().write({"vanish_state": "marked", "vanished_count": len(marked)})

    def _observe_missing(self, assets):
        """Note as drift that assets are missing whose status another person has to approve; return these."""
        waiting = assets.filtered(lambda asset: "status" in asset._protected_names())
        if waiting:
            observed = {
                (asset.id, "status"): plan.Change("status", asset.status, "missing")
                for asset in waiting
                if asset.status != "missing"
            }
            reported = {asset.id: {"status"} for asset in waiting}
            drift = self.env["ipai.drift"].sudo()
            drift._observe(self, observed, reported, fields.Datetime.now())
        return waiting

    def _missing_outcome(self, asset):
        change = plan.Change("status", asset.status, "missing")
        return Outcome(Subject(None, asset.id), plan.UPDATE, changes=[change])

    @api.model
    def _missing_label(self):
        return "Not seen"
