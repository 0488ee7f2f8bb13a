# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import format_datetime

from odoo.addons.ipai_base.compat import domain_and, domain_or

from ..periods import Period
from ..transitions import SETTLED

SHOWN = 20
OPEN = ("draft", "assess", "approve", "asked_back", "scheduled")
"""States in which conflicts are still worth a look."""
REACH = (
    ("asset_ids", "affected_asset_ids"),
    ("service_ids", "affected_service_ids"),
)
"""What a change touches: what it changes, and what hangs on that."""


class Conflict(NamedTuple):
    """What stands in the way of a change at its time."""

    kind: str
    """freeze, change (another one touches the same), or window (outside of a maintenance window)."""
    record: models.Model
    text: str


class IpaiApprovalPolicy(models.Model):
    _inherit = "ipai.approval.policy"

    conflict_rule = fields.Selection(
        [("warn", "Are Shown"), ("block", "Block")],
        "Conflicts of Changes",
        required=True,
        default="warn",
        help="What an overlapping change, or a time outside of the maintenance windows, does before "
        "a change is submitted. A freeze blocks the types of changes that it names, in any case.",
    )


class IpaiChange(models.Model):
    """What else happens at the time of a change."""

    _inherit = "ipai.change"

    conflict_count = fields.Integer("Conflicts", compute="_compute_conflicts")
    conflicts = fields.Html("What Stands in the Way", compute="_compute_conflicts", sanitize=False)

    @api.depends(
        "state",
        "type",
        "company_id",
        "planned_start",
        "planned_end",
        *(name for names in REACH for name in names),
    )
    def _compute_conflicts(self):
        for change in self:
            found = change._conflicts() if change.state in OPEN else []
            change.conflict_count = len(found)
            items = [
                Markup('<li><a href="/odoo/%s/%s">%s</a></li>')
                % (conflict.record._name, conflict.record.id, conflict.text)
                for conflict in found[:SHOWN]
            ]
            change.conflicts = Markup("<ul class='mb-0'>%s</ul>") % Markup().join(items)

    def _freeze_overridden(self):
        self.invalidate_recordset(["conflicts", "conflict_count", "can_override_freeze"])

    def _check_conflicts(self):
        """Refuse what a freeze stops, and other conflicts where the policy says so.

        :raises ChangeRefused: change-freeze, change-conflict.
        """
        self.ensure_one()
        self._check_freeze(None)
        policy = self.env["ipai.approval.policy"]._for(self._approval_facts())
        if policy.conflict_rule != "block":
            return
        if found := self._conflicts():
            self._approval_deny(
                "submit",
                "change-conflict",
                " ".join(conflict.text for conflict in found[:SHOWN]),
                self.env._("Choose another time."),
            )

    def _check_freeze(self, moment):
        """:param moment: naive, UTC; None for the whole window. :raises ChangeRefused: change-freeze."""
        freezes = self._freezes(moment)
        if freezes:
            self._approval_deny("freeze", **freezes._blocker())

    def _freezes(self, moment=None):
        """The freezes that stop this change at a moment, or at any time of its window."""
        Freeze = self.env["ipai.change.freeze"]
        if moment:
            return Freeze._blocking(self.company_id, self._kind(), moment, self)
        if not (self.planned_start and self.planned_end):
            return Freeze
        return Freeze._blocking_period(
            self.company_id, self._kind(), self.planned_start, self.planned_end, self
        )

    def _conflicts(self):
        """All that stands in the way, the freezes first; none without a window."""
        self.ensure_one()
        if not (self.planned_start and self.planned_end) or self.planned_end <= self.planned_start:
            return []
        return [
            *(self._freeze_conflict(freeze) for freeze in self._freezes()),
            *(self._change_conflict(other) for other in self._overlapping()),
            *self._window_conflicts(),
        ]

    def _overlapping(self):
        """Other changes at this time that touch something of what this one touches."""
        meeting = [
            [(name, "in", ids)]
            for names in REACH
            if (ids := self._touched(names).ids)
            for name in names
        ]
        if not meeting:
            return self.browse()
        return self.search(
            domain_and(
                [
                    ("id", "not in", self._origin.ids),
                    ("company_id", "=", self.company_id.id),
                    ("state", "not in", [*SETTLED, "review"]),
                    ("planned_start", "<", self.planned_end),
                    ("planned_end", ">", self.planned_start),
                ],
                domain_or(*meeting),
            ),
            order="planned_start, id",
            limit=SHOWN,
        )

    def _touched(self, names):
        """The assets, or the services, that it changes or affects."""
        changed, affected = names
        return (self[changed] | self[affected])._origin

    def _freeze_conflict(self, freeze):
        return Conflict("freeze", freeze, self.env._("Freeze: %s.", freeze._describe()))

    def _change_conflict(self, other):
        both = [
            record for names in REACH for record in self._touched(names) & other._touched(names)
        ]
        return Conflict(
            "change",
            other,
            self.env._(
                "%(change)s from %(start)s touches %(what)s as well.",
                change=other.display_name,
                start=format_datetime(self.env, other.planned_start, dt_format="short"),
                what=", ".join(record.display_name for record in both[:3]),
            ),
        )

    def _window_conflicts(self):
        """For each changed asset or service that has maintenance windows: when none holds the change."""
        period = Period(self.planned_start, self.planned_end)
        Window = self.env["ipai.maintenance.window"]
        for names in REACH:
            for record, windows in Window._outside(self[names[0]]._origin, period).items():
                yield Conflict(
                    "window",
                    record,
                    self.env._(
                        "Outside of the maintenance windows of %(record)s: %(windows)s.",
                        record=record.display_name,
                        windows=windows._describe(),
                    ),
                )
