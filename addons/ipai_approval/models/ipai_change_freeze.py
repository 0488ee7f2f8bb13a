# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta
from fnmatch import fnmatchcase

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import ALL_GROUPS_FIELD, Constraint, Index


class IpaiChangeFreeze(models.Model):
    """A stretch of time in which nothing is to change, such as the end of the year."""

    _name = "ipai.change.freeze"
    _description = "Change Freeze"
    _inherit = "ipai.decisive"
    _decisive_eases = False
    _order = "starts_at desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, help="As in: Year-End Closing.")
    reason = fields.Text(help="Shown to those whom it stops.")
    starts_at = fields.Datetime("From", required=True)
    ends_at = fields.Datetime("Until", required=True)
    blocks_proposals = fields.Selection(
        [("all", "All Kinds"), ("listed", "Only Those Listed"), ("none", "None")],
        "Proposals",
        required=True,
        default="all",
        help="Whether approved proposals, such as those of Loom, wait until the freeze ends.",
    )
    proposal_kinds = fields.Char(
        "Kinds of Proposals", help="Separated by commas; * stands for anything, as in: asset.*"
    )
    override_user_ids = fields.Many2many(
        "res.users",
        string="Users Who May Override",
        domain=[("share", "=", False)],
        help="They may let a single change or proposal of others through, with a reason.",
    )
    override_group_id = fields.Many2one(
        "res.groups",
        "Group That May Override",
        default=lambda self: self.env.ref("ipai_base.group_manager", raise_if_not_found=False),
        ondelete="restrict",
    )
    override_ids = fields.One2many(
        "ipai.change.freeze.override", "freeze_id", "Overrides", readonly=True
    )
    can_override = fields.Boolean(compute="_compute_can_override")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    _ends_after_start = Constraint(
        "CHECK (ends_at > starts_at)", "A freeze must end after it starts: correct its dates."
    )
    _end_idx = Index("(company_id, ends_at, starts_at) WHERE active")

    @api.constrains("blocks_proposals", "proposal_kinds")
    def _check_proposal_kinds(self):
        for freeze in self:
            if freeze.blocks_proposals == "listed" and not freeze._kinds():
                raise ValidationError(
                    self.env._(
                        "Freeze %(name)s: list the kinds of proposals that it blocks, or choose "
                        "all or none.",
                        name=freeze.name,
                    )
                )

    @api.depends("override_user_ids", "override_group_id")
    @api.depends_context("uid")
    def _compute_can_override(self):
        user = self.env.user
        groups = user.sudo()[ALL_GROUPS_FIELD]
        for freeze in self:
            who = freeze.sudo()
            freeze.can_override = user in who.override_user_ids or who.override_group_id in groups

    def _decisive_name(self):
        return "change.freeze"

    @api.ondelete(at_uninstall=False)
    def _unlink_unless_used(self):
        if used := self.filtered("override_ids"):
            raise UserError(
                self.env._(
                    "%(name)s has been overridden, which must stay on record: archive it.",
                    name=used[0].name,
                )
            )

    @api.model
    def _blocking(self, company, kind, moment, target=None):
        """The freezes that stop something at a moment, the one that ends last first.

        :param company: the company in which it would happen.
        :param kind: ``change-standard``, ``change-normal``, ``change-emergency``, or the kind of
            a proposal.
        :param moment: a naive datetime in UTC.
        :param target: the proposal or change itself: freezes that were overridden for it, or for
            the change that carries it, do not count.
        :return: freezes, readable whatever the rights of the user (``name``, ``ends_at``).
        """
        return self._blocking_period(company, kind, moment, moment + timedelta(seconds=1), target)

    @api.model
    def _blocking_period(self, company, kind, start, end, target=None):
        """As ``_blocking``, for all moments from ``start`` up to ``end``."""
        # Narrow: freezes of one company, of which a period and a name are told to who is stopped by it.
        found = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("starts_at", "<", end),
                ("ends_at", ">", start),
            ],
            order="ends_at desc, id",
        )
        found = found.filtered(lambda freeze: freeze._blocks(kind))
        saved = target._origin if target else None
        return found - self._overridden(saved) if found and saved else found

    def _blocks(self, kind):
        """Whether this freeze stops what is of the kind."""
        self.ensure_one()
        if self.blocks_proposals == "listed":
            return any(fnmatchcase(kind, pattern) for pattern in self._kinds())
        return self.blocks_proposals == "all"

    def _override(self, target, reason):
        """Let a change or proposal through these freezes, as it is now: once it is edited, it is
        stopped again.

        :raises ChangeRefused: reason-required.
        :raises AccessError: if the user is not among those who may.
        """
        if not (reason or "").strip():
            target._approval_deny(
                "override",
                "reason-required",
                self.env._("Say why: the reason stays on record with the override."),
            )
        target.ensure_one().check_access("read")
        target._approval_check_words("override", reason)
        for freeze in self:
            if not freeze.can_override:
                audit.denied(self.env, "change.freeze.override", freeze)
                raise AccessError(
                    self.env._(
                        "You may not override %(name)s. Ask one of: %(users)s.",
                        name=freeze.name,
                        users=freeze.sudo()._describe_overriders(),
                    )
                )
            # Narrow: only after it was asked who may override it.
            freeze.sudo().override_ids.create(
                {
                    "freeze_id": freeze.id,
                    "res_model": target._name,
                    "res_id": target.id,
                    "payload_hash": target._approval_digest(),
                    "user_id": self.env.uid,
                    "reason": reason.strip(),
                }
            )
            # Red in the audit where the company lets one person decide.
            verb = "self_override" if target._is_own() else "override"
            audit.done(target, f"change.freeze.{verb} {freeze.id}")

    @api.model
    def _overridden(self, target):
        """The freezes that the target may pass, or the change that carries it."""
        freezes = self.sudo().browse()
        for record in target._freeze_targets():
            overrides = self.env["ipai.change.freeze.override"].sudo()
            overrides = overrides.search(
                [("res_model", "=", record._name), ("res_id", "=", record.id)]
            )
            if overrides:
                digest = record._approval_digest()
                freezes |= overrides.filtered(
                    lambda one, now=digest: one.payload_hash == now
                ).freeze_id
        return freezes

    def _blocker(self):
        """What a refusal says: code, message, next step, which freezes, and when the last of them ends.

        The end is RFC 3339 in UTC. The first freeze is the one that ends last.
        """
        return {
            "code": "change-freeze",
            "message": self.env._("A freeze stops it: %s.", self._describe()),
            "next_step": self.env._(
                "Wait until it ends, or have it overridden by: %s.", self[0]._describe_overriders()
            ),
            "until": self[0].ends_at.isoformat() + "Z",
            "freezes": self.mapped("name"),
        }

    def _describe(self):
        """The freezes in words, for a message."""
        return "; ".join(
            self.env._(
                "%(name)s until %(end)s",
                name=freeze.name,
                end=format_datetime(self.env, freeze.ends_at, dt_format="short"),
            )
            for freeze in self
        )

    def _describe_overriders(self):
        names = self.override_user_ids.mapped("name")
        if self.override_group_id:
            names.append(self.override_group_id.full_name)
        return ", ".join(names) or self.env._("nobody; a manager changes that on the freeze")

    def _kinds(self):
        return [kind.strip() for kind in (self.proposal_kinds or "").split(",") if kind.strip()]
