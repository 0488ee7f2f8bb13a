# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import Counter
from contextlib import suppress

from psycopg2 import OperationalError

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import mute_logger

from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_base.locks import hold
from odoo.addons.ipai_base.managers import managers_of
from odoo.addons.ipai_base.traces import told_elsewhere

from ..importing.planning.references import literal
from ..importing.snapshot import RESULTS, Snapshot
from .ipai_import_key import KINDS
from .ipai_import_options import OPTIONS


class _DryRun(Exception):
    """Takes all back that a dry run did."""


LEAST_VANISHED = 5
"""So few may always go missing, whatever their share."""


SIDE_BY_SIDE = 20
"""A report of so many machines at most runs beside others; a larger one has its source alone."""


def _places(reported):
    """Return by what two reports may speak of one machine.

    >>> _places({"id": "7", "hostname": "PVE01.lan", "serial": None, "interfaces": [{"name": "e", "mac": "02-00"}]})
    ['id,7', 'hostname,pve01', 'mac,02-00']
    """
    told = [(name, reported.get(name)) for name in ("id", "serial", "asset_tag", "name")]
    told.append(("hostname", (reported.get("hostname") or "").partition(".")[0]))
    told += [("mac", card.get("mac")) for card in reported.get("interfaces") or ()]
    return [f"{name},{text.strip().lower()}" for name, text in told if text]


class IpaiSource(models.Model):
    """A program that reports an inventory again and again: what is known of it, and how far it is trusted."""

    _name = "ipai.source"
    _description = "Inventory Source"
    _inherit = ["ipai.import.options"]
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True, help="As the program calls itself, such as n8n-lab.")
    active = fields.Boolean(
        default=True, help="Switched off: its snapshots are refused, and its fields are free."
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    user_id = fields.Many2one(
        "res.users",
        "Responsible",
        domain=[("share", "=", False)],
        ondelete="set null",
        help="Is asked when many assets vanish at once. Empty: a manager is.",
    )
    key_ids = fields.One2many(
        "ipai.import.key",
        "source_id",
        "Match By",
        default=lambda self: [
            # Addresses go from hand to hand: they do not tell machines apart from run to run.
            Command.create({"kind": kind, "sequence": 10 * position, "used": kind != "ip"})
            for position, (kind, _label) in enumerate(KINDS)
        ],
    )
    missed_runs = fields.Integer(
        "Missing After",
        required=True,
        default=3,
        aggregator=None,
        help="Complete runs in a row without an asset, after which it is missing.",
    )
    vanish_percent = fields.Integer(
        "Ask Above",
        required=True,
        default=20,
        aggregator=None,
        help="Percent of the source's assets in service. When more than that, and at least 5, would "
        "go missing at once, nothing is marked and a manager is asked.",
    )
    last_run_id = fields.Many2one("ipai.import.run", readonly=True, index="btree_not_null")
    last_run_on = fields.Datetime("Last Heard", readonly=True)
    run_ids = fields.One2many("ipai.import.run", "source_id", "Runs", readonly=True)
    run_count = fields.Integer(compute="_compute_counts")
    sighting_count = fields.Integer("Assets", compute="_compute_counts")
    drift_count = fields.Integer("Open Drift", compute="_compute_counts")

    _name_uniq = UniqueIndex("(company_id, lower(name))", "There already is a source of this name.")

    @api.constrains("missed_runs", "vanish_percent")
    def _check_numbers(self):
        for source in self:
            if source.missed_runs < 1 or not 0 <= source.vanish_percent <= 100:
                raise ValidationError(
                    self.env._(
                        "%s: an asset is missing after at least 1 run, and the share above which "
                        "is asked goes from 0 to 100 percent.",
                        source.name,
                    )
                )

    def _compute_counts(self):
        for name, model, domain in (
            ("run_count", "ipai.import.run", []),
            ("sighting_count", "ipai.sighting", []),
            ("drift_count", "ipai.drift", [("state", "=", "open")]),
        ):
            groups = self.env[model]._read_group(
                [("source_id", "in", self.ids), *domain], ["source_id"], ["__count"]
            )
            counts = {source.id: count for source, count in groups}
            for source in self:
                source[name] = counts.get(source.id, 0)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_with_runs(self):
        for source in self.filtered("run_ids"):
            raise UserError(
                self.env._(
                    "%s has delivered snapshots, which are the record of where assets came from. "
                    "Archive it instead: that refuses further ones.",
                    source.name,
                )
            )

    def action_view_runs(self):
        return self._act("ipai_discovery.ipai_snapshot_run_action")

    def action_view_drift(self):
        return self._act("ipai_discovery.ipai_drift_action")

    def action_view_sightings(self):
        return self._act("ipai_discovery.ipai_sighting_action")

    def _act(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("source_id", "=", self.id)]
        return action

    # -- runs ----------------------------------------------------------------------------------

    @api.model
    def _take_snapshot(self, name, objects, complete=True, dry_run=False):
        """Take what a source reports; return the answer, as `SnapshotAnswer` of the schemas.

        A dry run does all the same and undoes it before it ends.
        """
        answer = {}
        try:
            with self.env.cr.savepoint():
                answer = self._taken(name, objects, complete)
                if dry_run:
                    raise _DryRun
        except _DryRun:
            created = [result for result in answer["objects"] if result["result"] == "created"]
            for result in created:
                result["asset"] = None
            answer["run"] = None
        return {**answer, "dry_run": dry_run}

    def _taken(self, name, objects, complete):
        source = self._named(name)
        source._take_turn(objects, complete)
        snapshot = Snapshot(source.with_env(self.env), complete)
        results = snapshot.take(objects)
        counts = Counter(result["result"] for result in results)
        run = snapshot.run
        return {
            "source": source.name,
            "run": run.id,
            "counts": {result: counts[result] for result in set(RESULTS.values())},
            "new_drift": snapshot.opened_drift,
            "vanished": {"state": run.vanish_state or None, "count": run.vanished_count},
            "objects": results,
        }

    @api.model
    def _named(self, name):
        """Return the source of this name in the company, made when it reports for the first time.

        :raises UserError: when it is switched off.
        """
        sources = self.sudo().with_context(active_test=False)
        domain = [("name", "=ilike", literal(name)), ("company_id", "=", self.env.company.id)]
        source = sources.search(domain, limit=1)
        if not source:
            hold(self.env.cr, [f"ipai.source,{self.env.company.id},{name.lower()}"])
            source = sources.create({"name": name, "company_id": self.env.company.id})
        if not source.active:
            raise UserError(
                self.env._(
                    "The source %s is switched off. A manager restores it under Configuration > "
                    "Assets > Sources.",
                    source.name,
                )
            )
        return source

    def _take_turn(self, objects, complete):
        """Let reports about different machines run side by side; a complete run excludes all others.

        Who reports the same machine at the same time follows, whatever the source: see `hold`.
        """
        cr = self.env.cr
        alone = complete or len(objects) > SIDE_BY_SIDE
        hold(cr, [f"ipai.source,{self.id}"], shared=not alone)
        if not alone:
            places = {place for reported in objects for place in _places(reported)}
            hold(cr, [f"{self.company_id.id},{place}" for place in sorted(places)])

    def _heard(self, run, now):
        """Note the last run of the source; of several at the same moment one notes its own."""
        self.env.flush_all()
        with suppress(OperationalError), mute_logger("odoo.sql_db"), self.env.cr.savepoint():
            self.env.cr.execute(
                """
                UPDATE ipai_source SET last_run_id = %s, last_run_on = %s
                 WHERE id = (SELECT id FROM ipai_source WHERE id = %s FOR NO KEY UPDATE SKIP LOCKED)
                """,
                [run.id, now, self.id],
            )
        self.invalidate_recordset(["last_run_id", "last_run_on"])

    def _new_run(self, title, kind="snapshot"):
        """Return a run of this source, ready to take lines."""
        self.ensure_one()
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in OPTIONS}
        runs = self.env["ipai.import.run"].sudo()
        runs = runs.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        with told_elsewhere():
            run = runs.create(
                {
                    **values,
                    "source_id": self.id,
                    "kind": kind,
                    "file_name": title,
                    "company_id": self.company_id.id,
                    "clear_empty": True,
                    "state": "applying",
                    "key_ids": False,
                    "previewed_on": fields.Datetime.now(),
                    "applied_on": fields.Datetime.now(),
                    "applied_by_id": self.env.uid,
                    "user_id": self.env.uid,
                }
            )
        return run.with_env(self.env(su=False))

    def _responsible(self):
        """Return who is asked: the responsible, else a manager of the company."""
        self.ensure_one()
        if self.user_id.active:
            return self.user_id
        return managers_of(self.env, self.company_id).sorted("id")[:1]
