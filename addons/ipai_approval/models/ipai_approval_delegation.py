# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.managers import is_there


class IpaiApprovalDelegation(models.Model):
    """For some days another person decides in one's stead."""

    _name = "ipai.approval.delegation"
    _description = "Approval Delegation"
    _order = "date_from desc, id desc"

    user_id = fields.Many2one(
        "res.users",
        "From",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    delegate_id = fields.Many2one(
        "res.users",
        "To",
        required=True,
        index=True,
        domain=[("share", "=", False)],
        ondelete="restrict",
    )
    date_from = fields.Date("First Day", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Last Day", required=True)
    reason = fields.Char(help="As in: on leave.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)

    @api.constrains("user_id", "delegate_id", "date_from", "date_to", "company_id", "active")
    def _check_delegation(self):
        for delegation in self:
            if delegation.user_id == delegation.delegate_id:
                raise ValidationError(self.env._("Choose another person than yourself."))
            if delegation.date_to < delegation.date_from:
                raise ValidationError(self.env._("The last day is before the first."))
            if delegation.company_id not in delegation.delegate_id.sudo().company_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in %(company)s: choose somebody who does.",
                        user=delegation.delegate_id.name,
                        company=delegation.company_id.name,
                    )
                )
            delegation._check_people()

    def _check_people(self):
        """:raises ValidationError: for who could not decide, and for who takes a vote for himself."""
        for user in self.user_id | self.delegate_id:
            if user.share or not user.has_group("ipai_base.group_user"):
                raise ValidationError(
                    self.env._(
                        "%s takes no part in IT Operations, so cannot decide: choose somebody who does.",
                        user.name,
                    )
                )
        if self.env["ipai.api.key"].sudo().search_count([("user_id", "=", self.delegate_id.id)]):
            raise ValidationError(
                self.env._(
                    "%s is what a program acts as, and programs do not decide: choose a person.",
                    self.delegate_id.name,
                )
            )
        # Superuser in a constraint; the question is who is behind it.
        if self.active and self.delegate_id == self.env.user != self.user_id:
            raise ValidationError(
                self.env._(
                    "You cannot take over the decisions of %s by yourself: let them, or another "
                    "manager, do it.",
                    self.user_id.name,
                )
            )

    @api.depends("user_id", "delegate_id")
    def _compute_display_name(self):
        for delegation in self:
            delegation.display_name = (
                f"{delegation.user_id.name or ''} → {delegation.delegate_id.name or ''}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        delegations = super().create(vals_list)
        for delegation in delegations:
            delegation._audit("create")
        delegations._tell()
        return delegations

    def write(self, vals):
        result = super().write(vals)
        for delegation in self:
            delegation._audit("write", field_names=", ".join(sorted(vals)))
        if vals.keys() & {"user_id", "delegate_id", "date_from", "date_to", "active"}:
            self._tell()
        return result

    def _tell(self):
        """Let both know: who stands in, and for whom, unless it is they who made it."""
        for one in self.sudo():
            body = self.env._(
                "%(delegate)s decides in the stead of %(user)s from %(start)s to %(end)s.",
                delegate=one.delegate_id.name,
                user=one.user_id.name,
                start=one.date_from,
                end=one.date_to,
            )
            if not one.active:
                body = self.env._("%s It was ended.", body)
            concerned = (one.delegate_id | one.user_id) - self.env.user
            self.env["mail.thread"].sudo().message_notify(
                partner_ids=concerned.partner_id.ids,
                author_id=self.env.user.partner_id.id,
                subject=self.env._("Approvals in the stead of %s", one.user_id.name),
                body=body,
            )

    def _audit(self, verb, **values):
        audit.done(self, f"{self._name}.{verb}", **values)

    @api.model
    def _in_force_for(self, delegate):
        """Today's delegations to a user, by people who are still there. One does not pass them on."""
        today = fields.Date.context_today(self.with_user(delegate))
        return self.search(
            [
                ("delegate_id", "=", delegate.id),
                ("user_id.active", "=", True),
                ("company_id", "in", delegate.sudo().company_ids.ids),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        )

    @api.model
    def _delegates_of(self, users, company):
        """Who stands in today for some users in a company."""
        today = fields.Date.context_today(self)
        return self.search(
            [
                ("user_id", "in", users.ids),
                ("company_id", "=", company.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ]
        ).delegate_id.filtered(lambda user: is_there(user, company))
