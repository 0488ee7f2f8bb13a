# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_base import told
from odoo.addons.ipai_base.compat import Index, UniqueIndex

from ..importing.parts.keys import kind_of
from ..importing.parts.registry import Parts
from ..importing.planning import plan
from ..importing.planning.planner import Outcome, Subject
from ..importing.planning.preview import planned_values, text_of
from ..importing.writing.application import Application

STATES = [
    ("open", "Open"),
    ("accepted", "Accepted"),
    ("rejected", "Rejected"),
    ("superseded", "Superseded"),
]


TOLD = "told"


class IpaiDrift(models.Model):
    """What a source observed where a person, or another source, documents something else.

    Written by runs and by the decision of a person; the same observation again is the same line.
    """

    _name = "ipai.drift"
    _description = "Drift"
    _order = "id desc"
    _rec_name = "label"
    _announced = ("drift.opened", "drift.decided")
    _announced_fields = ("asset_id", "label", "documented", "observed", "source_id", "state")

    asset_id = fields.Many2one(
        "ipai.asset", required=True, readonly=True, index=True, ondelete="cascade"
    )
    field = fields.Char("Technical Name", required=True, readonly=True)
    label = fields.Char("Field", readonly=True)
    documented = fields.Text(readonly=True)
    observed = fields.Text(readonly=True)
    documented_value = fields.Json(readonly=True)
    observed_value = fields.Json(readonly=True)
    source_id = fields.Many2one("ipai.source", required=True, readonly=True, ondelete="cascade")
    run_id = fields.Many2one(
        "ipai.import.run", "First Run", readonly=True, index="btree_not_null", ondelete="set null"
    )
    first_seen = fields.Datetime(required=True, readonly=True)
    last_seen = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(STATES, required=True, default="open", readonly=True)
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="set null")
    decided_on = fields.Datetime(readonly=True)
    customer_id = fields.Many2one(related="asset_id.customer_id")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _open_uniq = UniqueIndex(
        "(asset_id, source_id, field) WHERE state IN ('open', 'rejected')",
        "This drift is on record already.",
    )
    _state_idx = Index("(state, id)")
    _source_idx = Index("(source_id, state, id)")

    # -- decisions -----------------------------------------------------------------------------

    def action_accept(self):
        """Write what was observed and let the source write the field again; what is refused stays open.

        The writing is a run of its own, so it can be undone.
        """
        self._check_decidable()
        refused = []
        for source, drifts in self.grouped("source_id").items():
            refused += drifts._accept(source)
        if refused:
            return {
                "type": "ir.actions.client",
                "tag": "display_notification",
                "params": {"type": "warning", "sticky": True, "message": "\n".join(refused)},
            }
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_reject(self):
        """Keep what is documented; the line does not come back until something else is observed."""
        self._check_decidable()
        self._decide("rejected")
        return True

    def action_open_asset(self):
        self.ensure_one()
        return self.asset_id._get_records_action(context={})

    def _check_decidable(self):
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("Only technicians decide about drift."))
        self.asset_id.check_access("write")
        decided = self.filtered(lambda drift: drift.state not in ("open", "rejected"))
        if decided:
            raise UserError(
                self.env._(
                    "%(count)s of these lines are %(state)s already. Reload the list and choose open ones.",
                    count=len(decided),
                    state=dict(self._fields["state"]._description_selection(self.env))[
                        decided[0].state
                    ],
                )
            )

    def _decide(self, state):
        decided = {"decided_by_id": self.env.uid, "decided_on": fields.Datetime.now()}
        # Narrow: who may decide was asked by `_check_decidable`.
        self.sudo().write({"state": state, **decided})
        self._announce("drift.decided")

    def _accept(self, source):
        """Accept lines of one source; return why some were refused."""
        # Narrow: of lines that may be decided; the assets are written with the user's rights.
        run = source.sudo()._new_run(self.env._("Drift of %s accepted", source.name), kind="drift")
        run = run.with_env(self.env)
        parts = Parts(run)
        vals_list, accepted = [], []
        for position, (asset, drifts) in enumerate(self.grouped("asset_id").items()):
            changes = [
                plan.Change(
                    drift.field, _value(drift.documented_value), _value(drift.observed_value)
                )
                for drift in drifts
            ]
            outcome = Outcome(Subject(None, asset.id), plan.UPDATE, changes=changes)
            vals_list.append(
                {
                    **planned_values(parts, outcome),
                    "run_id": run.id,
                    "position": position,
                    "label": self.env._("Drift"),
                    "title": asset.display_name[:200],
                    "asset_id": asset.id,
                }
            )
            accepted.append(drifts)
        lines = run._lines().create(vals_list)
        Application(run).apply(lines)
        refused = []
        for line, drifts in zip(lines, accepted, strict=True):
            if line.state == "applied":
                drifts._decide("accepted")
            else:
                refused.append(f"{line.title}: {line.reason}")
        run.sudo().write({"state": "applied"})
        return refused

    # -- runs ----------------------------------------------------------------------------------

    @api.model
    def _page(self, cursor, limit, state, source_name=None):
        """Return lines with an id above the cursor, as `DriftPage` of the schemas."""
        domain = [("id", ">", cursor), ("state", "=", state)]
        if source_name:
            named = self.env["ipai.source"].search([("name", "=", source_name)])
            domain.append(("source_id", "in", named.ids))
        lines = self.search(domain, order="id", limit=limit + 1)
        page = lines[:limit]
        url = self.get_base_url()
        return {
            "drift": [
                {
                    "id": line.id,
                    "asset": line.asset_id.id,
                    "asset_name": line.asset_id.display_name,
                    "field": line.field,
                    "label": line.label,
                    "documented": line.documented or "",
                    "observed": line.observed or "",
                    "source": line.source_id.name,
                    "state": line.state,
                    "first_seen": line.first_seen,
                    "last_seen": line.last_seen,
                    "url": f"{url}/odoo/drift/{line.id}",
                }
                for line in page
            ],
            "next_cursor": page[-1].id if page else cursor,
            "more": len(lines) > limit,
        }

    @api.model
    def _observe(self, run, observed, reported, now):
        """Bring the lines of a source into step with what its run observed; return how many are new.

        :param observed: {(asset id, field): Change} where observed and documented differ
        :param reported: {asset id: fields and whole kinds of parts that the run spoke of}: where what
            it said differs no more, a line is over
        """
        known = {
            (drift.asset_id.id, drift.field): drift
            for drift in self.search(
                [
                    ("source_id", "=", run.source_id.id),
                    ("asset_id", "in", list(reported)),
                    ("state", "in", ["open", "rejected"]),
                ]
            )
        }
        again, over = self.browse(), self.browse()
        for place, drift in known.items():
            change = observed.get(place)
            names = reported[place[0]]
            if change and told.is_same(change.new, _value(drift.observed_value)):
                again |= drift
            elif change or drift.field in names or kind_of(drift.field) in names:
                over |= drift
        over.write({"state": "superseded"})
        again.write({"last_seen": now})
        moved = again.filtered(
            lambda d: (
                not told.is_same(observed[d.asset_id.id, d.field].old, _value(d.documented_value))
            )
        )
        self.flush_model()  # the places of those that are over are free for the new ones
        parts = Parts(run)
        for drift in moved:
            drift.write(self._documented(parts, observed[drift.asset_id.id, drift.field]))
        fresh = [place for place in observed if place not in known or known[place] in over]
        opened = self.create(
            [
                {
                    **self._documented(parts, observed[place]),
                    "asset_id": place[0],
                    "field": place[1],
                    "label": self.env["ipai.field.origin"]._label(place[1]),
                    "observed": text_of(parts, observed[place].field, observed[place].new),
                    "observed_value": _json(observed[place].new),
                    "source_id": run.source_id.id,
                    "run_id": run.id,
                    "first_seen": now,
                    "last_seen": now,
                    "company_id": run.company_id.id,
                }
                for place in fresh
            ]
        )
        opened._announce("drift.opened")
        return len(fresh)

    def _documented(self, parts, change):
        return {
            "documented": text_of(parts, change.field, change.old),
            "documented_value": _json(change.old),
        }


def _json(value):
    """Return a value as it is kept: a Json field takes 0 and No for nothing, unless they stand in something."""
    return value if value or told.is_nothing(value) else {TOLD: value}


def _value(held):
    """Return what is kept as a value, None for nothing."""
    if isinstance(held, dict) and held.keys() == {TOLD}:
        return held[TOLD]
    return told.of_orm(held, "json")
