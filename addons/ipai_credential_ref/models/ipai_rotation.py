# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import UniqueIndex

STATES = [
    ("planned", "Planned"),
    ("waiting", "Waiting for Approval"),
    ("running", "Running"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
OPEN = ("planned", "waiting", "running")
REASONS = [
    ("due", "Due"),
    ("leaver", "Somebody Leaves"),
    ("incident", "Incident"),
    ("other", "Other"),
]


class IpaiRotation(models.Model):
    """One change of a secret: written anew in the vault, then changed on all that it opens, each ticked off."""

    _name = "ipai.rotation"
    _description = "Rotation"
    _inherit = [
        "ipai.credential.evidence",
        "ipai.bounded.calendar",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _calendar_start = "planned_on"
    _calendar_groups = ["state", "owner_id"]
    _order = "planned_on, id"
    _rec_name = "credential_ref_id"
    _check_company_auto = True

    _evidence = frozenset(
        {
            *("credential_ref_id", "state", "reason", "leaver_id", "due_on", "requested_by_id"),
            *("approved_by_id", "approved_on", "started_by_id", "started_on", "done_on", "is_late"),
            *("line_ids", "cancelled_by_id"),
        }
    )

    credential_ref_id = fields.Many2one(
        "ipai.credential.ref",
        "Credential",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(related="credential_ref_id.company_id", store=True, index=True)
    owner_id = fields.Many2one(related="credential_ref_id.owner_id", store=True, index=True)
    state = fields.Selection(
        STATES, required=True, default="planned", readonly=True, index=True, tracking=True
    )
    reason = fields.Selection(REASONS, required=True, default="due", readonly=True)
    leaver_id = fields.Many2one("res.users", "Who Leaves", readonly=True, ondelete="restrict")
    note = fields.Char("Why", tracking=True)
    planned_on = fields.Date(required=True, default=fields.Date.context_today, tracking=True)
    due_on = fields.Date("Was Due", readonly=True)
    requested_by_id = fields.Many2one("res.users", "Planned By", readonly=True, ondelete="restrict")
    approved_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    approved_on = fields.Datetime(readonly=True)
    started_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    started_on = fields.Datetime(readonly=True)
    done_on = fields.Datetime(readonly=True)
    cancelled_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    is_late = fields.Boolean("After It Was Due", readonly=True)
    line_ids = fields.One2many("ipai.rotation.line", "rotation_id", "Changed Here", readonly=True)
    line_count = fields.Integer("Places", compute="_compute_counts", store=True)
    done_count = fields.Integer("Changed", compute="_compute_counts", store=True)
    progress = fields.Char(compute="_compute_progress")

    _open_uniq = UniqueIndex(
        "(credential_ref_id) WHERE state IN ('planned', 'waiting', 'running')",
        "There already is a rotation of this credential: finish or cancel it first.",
    )

    @api.depends("line_ids.is_done")
    def _compute_counts(self):
        for rotation in self:
            rotation.line_count = len(rotation.line_ids)
            rotation.done_count = len(rotation.line_ids.filtered("is_done"))

    @api.depends("line_count", "done_count", "state")
    def _compute_progress(self):
        for rotation in self:
            rotation.progress = rotation.state == "running" and self.env._(
                "%(done)s of %(count)s changed", done=rotation.done_count, count=rotation.line_count
            )

    # -- actions -----------------------------------------------------------------------------

    def action_start(self):
        """Begin: list all that the credential opens; where the policy wants approval, ask for it first."""
        self._check_worker()
        for rotation in self:
            rotation._check_state("planned", "waiting")
            reference = rotation.credential_ref_id
            if reference.policy_id.approval_required and not rotation.approved_by_id:
                rotation._ask_approval()
                continue
            rotation.sudo().write(
                {
                    "state": "running",
                    "started_on": fields.Datetime.now(),
                    "started_by_id": self.env.user.id,
                }
            )
            rotation._list_places()
            audit.done(rotation, "rotation.start")
        return True

    def action_approve(self):
        """The approver of the credential agrees, who did not plan the rotation."""
        for rotation in self:
            rotation._check_state("waiting")
            approver = rotation.credential_ref_id.approver_id
            if self.env.user != approver or self.env.user == rotation.requested_by_id:
                raise AccessError(
                    self.env._(
                        "%s is approved by the approver of the credential, who did not plan the rotation.",
                        rotation.display_name,
                    )
                )
            rotation.sudo().write(
                {
                    "state": "planned",
                    "approved_by_id": self.env.user.id,
                    "approved_on": fields.Datetime.now(),
                }
            )
            rotation.sudo().activity_unlink(["ipai_credential_ref.mail_activity_type_rotation"])
            audit.done(rotation, "rotation.approve")
        return True

    def action_finish(self):
        """All is changed: the date is declared, and the vault asked whether it agrees."""
        self._check_worker()
        for rotation in self:
            rotation._check_state("running")
            rotation._list_places()
            if left := rotation.line_ids.filtered(lambda line: not line.is_done):
                raise UserError(
                    self.env._(
                        "%(rotation)s is half done. Not changed yet: %(places)s.",
                        rotation=rotation.display_name,
                        places=", ".join(left.mapped("place")),
                    )
                )
            rotation._finish()
        return True

    def action_cancel(self):
        self._check_worker()
        for rotation in self:
            rotation._check_state(*OPEN)
            rotation.sudo().write({"state": "cancelled", "cancelled_by_id": self.env.user.id})
            rotation.sudo().activity_unlink(["ipai_credential_ref.mail_activity_type_rotation"])
            audit.done(rotation, "rotation.cancel")
        return True

    # -- how it goes on ----------------------------------------------------------------------

    def _check_worker(self):
        """:raises AccessError: unless a technician asks who may see the credential."""
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("Technicians rotate credentials."))

    def _check_state(self, *states):
        self.ensure_one()
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(rotation)s is %(state)s: that cannot be done now. Reload the page.",
                    rotation=self.display_name,
                    state=labels[self.state],
                )
            )

    def _ask_approval(self):
        approver = self.credential_ref_id.approver_id
        if not approver:
            raise UserError(
                self.env._(
                    "The policy of %s wants approval, and it has no approver: choose one first.",
                    self.credential_ref_id.name,
                )
            )
        if self.state == "waiting":
            return
        self.sudo().write({"state": "waiting"})
        self.sudo().activity_schedule(
            "ipai_credential_ref.mail_activity_type_rotation",
            user_id=approver.id,
            summary=self.env._("Approve the rotation"),
        )

    def _list_places(self):
        """A line for each asset and service that the credential opens, also for those that came later."""
        reference, listed = self.credential_ref_id.sudo(), self.sudo().line_ids
        assets = reference.asset_ids - listed.asset_id
        services = reference.service_ids - listed.service_id
        lines = [{"rotation_id": self.id, "asset_id": asset.id} for asset in assets]
        lines += [{"rotation_id": self.id, "service_id": one.id} for one in services]
        self.env["ipai.rotation.line"].sudo().create(lines)

    def _finish(self):
        """The day on which it was begun is declared: that is when the vault has the new version at the earliest."""
        self.ensure_one()
        rotation, reference = self.sudo(), self.credential_ref_id.sudo()
        began = reference._local_day(rotation.started_on)
        rotation.write(
            {
                "state": "done",
                "done_on": fields.Datetime.now(),
                "is_late": bool(rotation.due_on and began > rotation.due_on),
            }
        )
        reference.write({"declared_on": began, "declared_version": 0})
        reference.activity_unlink(["ipai_credential_ref.mail_activity_type_rotation"])
        audit.done(rotation.with_user(self.env.user), "rotation.done")
        if reference.vault_id and reference.locator:
            reference.check_requested = True
            self.env["ipai.vault"]._wake_checks()
