# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_base import audit

from .. import second


class IpaiApprovalRuleChange(models.Model):
    """A change of a rule of decisions that a manager wants, until another manager has confirmed it."""

    _name = "ipai.approval.rule.change"
    _description = "Change of a Rule of Decisions"
    _inherit = "ipai.guarded"
    _order = "state desc, id desc"
    _rec_name = "words"

    res_model = fields.Char("Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Rule", model_field="res_model", readonly=True)
    verb = fields.Selection(
        [("create", "New"), ("write", "Change"), ("unlink", "Delete")], required=True, readonly=True
    )
    vals = fields.Json("Values", readonly=True)
    seen_on = fields.Datetime(readonly=True, help="When the rule was last changed, as it was seen.")
    words = fields.Char("What Changes", required=True, readonly=True)
    asked_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    asked_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    decided_by_id = fields.Many2one(
        "res.users", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    decided_on = fields.Datetime(readonly=True)
    state = fields.Selection(
        [("open", "To Confirm"), ("confirmed", "Confirmed"), ("rejected", "Rejected")],
        required=True,
        readonly=True,
        default="open",
        index=True,
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals["res_model"] in self.env:
                record = self.env[vals["res_model"]].browse(vals.get("res_id") or ())
                vals["seen_on"] = record.write_date if record else False
        return super().create(vals_list)

    def action_confirm(self):
        """Let it take effect, on one's own rights.

        :raises AccessError: for who asked for it, or is no manager of its company.
        :raises UserError: when it was decided, or the rule is another by now.
        """
        for change in self:
            change._check_open()
            if change.asked_by_id == self.env.user:
                raise AccessError(
                    self.env._("You asked for this change: another manager has to confirm it.")
                )
            rule = self.env[change.res_model].browse(change.res_id or ())
            if change.res_model == "res.company":
                # Settings that decide, nothing else, of who had the right to write them.
                rule = rule.sudo()
            if change.verb != "create" and (
                not rule.exists() or rule.sudo().write_date != change.seen_on
            ):
                raise UserError(
                    self.env._(
                        "The rule was changed since: reject this, and have it asked for anew."
                    )
                )
            with second.confirmed():
                if change.verb == "create":
                    rule.create(dict(change.vals))
                elif change.verb == "write":
                    rule.write(dict(change.vals))
                else:
                    rule.unlink()
            change._decide("confirmed")
        return True

    def action_reject(self):
        """Let it go; who asked for it may as well.

        :raises AccessError: for who is no manager of its company.
        :raises UserError: when it was decided.
        """
        for change in self:
            change._check_open()
            change._decide("rejected")
        return True

    def _check_open(self):
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_manager"):
            raise AccessError(self.env._("Only a manager confirms changes of rules."))
        # Two at once: the second waits here, and finds it decided.
        self.flush_recordset(["state"])
        self.env.cr.execute(
            "SELECT state FROM ipai_approval_rule_change WHERE id = %s FOR UPDATE", [self.id]
        )
        if self.env.cr.fetchone()[0] != "open":
            raise UserError(self.env._("This change was decided already."))

    def _decide(self, state):
        # Narrow: manager and state were asked by `_check_open`.
        self.sudo().write(
            {"state": state, "decided_by_id": self.env.uid, "decided_on": fields.Datetime.now()}
        )
        audit.done(self, f"rule.change.{state}", field_names=self.words[:200])

    def _tell(self, user_ids):
        """Tell those who can confirm it."""
        # Narrow: to users whom our own code has found, never given by a caller.
        self.env["mail.thread"].sudo().message_notify(
            partner_ids=self.env["res.users"].browse(user_ids).partner_id.ids,
            author_id=self.asked_by_id.partner_id.id,
            subject=self.env._("A rule of decisions is to be confirmed"),
            body=self.words,
        )
