# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.batches import Clock, in_batches
from odoo.addons.ipai_base.secret_shapes import found_in

STATES = [
    ("requested", "Requested"),
    ("approved", "Approved, Begins Later"),
    ("active", "Active"),
    ("ended", "Ended"),
    ("refused", "Refused"),
]
HOURS = 24 * 30
ACCESSOR = re.compile(r"[A-Za-z0-9_-]{8,64}")


class IpaiAccessRequest(models.Model):
    """Somebody asks for a secret: for a reason, for a time, decided by the approver. The vault grants; we keep the trail."""

    _name = "ipai.access.request"
    _description = "Access Request"
    _inherit = ["ipai.credential.evidence", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "credential_ref_id"
    _secrets_never = True

    _evidence = frozenset(
        {
            *("state", "user_id", "decided_by_id", "decided_on", "granted_from", "granted_until"),
            *("ended_on", "refusal", "wrap_accessor", "wrap_for_id", "wrap_by_id", "wrap_until"),
        }
    )

    credential_ref_id = fields.Many2one(
        "ipai.credential.ref", "Credential", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="credential_ref_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        "Requested By",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    approver_id = fields.Many2one(related="credential_ref_id.approver_id")
    reason = fields.Char(required=True, tracking=True)
    ticket = fields.Char(help="The number of the ticket or change it is for.")
    start_on = fields.Datetime("Begins", help="Empty: as soon as it is approved.")
    hours = fields.Integer("For Hours", required=True, default=8, aggregator=None)
    state = fields.Selection(
        STATES, required=True, default="requested", readonly=True, index=True, tracking=True
    )
    decided_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    decided_on = fields.Datetime(readonly=True)
    refusal = fields.Char("Why Not", readonly=True)
    granted_from = fields.Datetime(readonly=True)
    granted_until = fields.Datetime(readonly=True, index=True)
    ended_on = fields.Datetime(readonly=True)
    wrap_accessor = fields.Char(
        "Accessor of the Wrapping",
        readonly=True,
        help="Names the wrapped secret in the vault's own audit; opens nothing.",
    )
    wrap_by_id = fields.Many2one("res.users", "Wrapped By", readonly=True, ondelete="restrict")
    wrap_for_id = fields.Many2one(
        "res.partner", "Wrapped For", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    wrap_until = fields.Datetime("Wrapped Until", readonly=True)

    @api.constrains("hours")
    def _check_request(self):
        for request in self:
            if not 1 <= request.hours <= HOURS:
                raise ValidationError(
                    self.env._("Ask for 1 to %s hours; ask again when they are over.", HOURS)
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            reference = self.env["ipai.credential.ref"].browse(vals.get("credential_ref_id") or ())
            # Who may not know of it does not learn of it by asking.
            reference.check_access("read")
        requests = super().create(vals_list)
        for request in requests:
            request._ask()
        return requests

    def write(self, vals):
        if not self.env.su and any(
            one.state != "requested" or one.user_id != self.env.user for one in self
        ):
            raise AccessError(
                self.env._("A request is changed by who made it, and only until it is decided.")
            )
        return super().write(vals)

    def _ask(self):
        approver = self.sudo().credential_ref_id.approver_id
        if not approver:
            raise UserError(
                self.env._(
                    "%s has no approver who could decide: ask its owner to name one.",
                    self.credential_ref_id.name,
                )
            )
        self.sudo().activity_schedule(
            "ipai_credential_ref.mail_activity_type_access",
            user_id=approver.id,
            summary=self.env._("Decide who gets access"),
        )
        audit.done(self, "access.request")

    # -- actions -----------------------------------------------------------------------------

    def action_approve(self):
        """Approve; the clock runs from now, or from the later moment that was asked for."""
        now = fields.Datetime.now()
        for request in self:
            request._check_decides()
            begins = max(request.start_on or now, now)
            request._decided(
                {
                    "state": "active" if begins <= now else "approved",
                    "granted_from": begins,
                    "granted_until": begins + timedelta(hours=request.hours),
                }
            )
            request._notify(self.env._("Access approved: %s"))
        return True

    def action_refuse(self, why=None):
        for request in self:
            request._check_decides()
            request._decided({"state": "refused", "refusal": why})
            request._notify(self.env._("Access refused: %s"))
        return True

    def action_end(self):
        """End it before its time: by who has it, or by the approver."""
        self.check_access("read")
        for request in self:
            if request.state not in ("approved", "active"):
                raise UserError(self.env._("%s is not under way.", request.display_name))
            if self.env.user not in request.user_id | request.sudo().approver_id:
                raise AccessError(self.env._("Who has the access ends it, or the approver."))
            request._end()
        return True

    def action_record_wrapping(self, accessor, partner_id, until):
        """Keep of a wrapping token of the vault which one it was, for whom, and until when; never the token or link.

        :raises UserError: for what is no accessor.
        """
        self.check_access("read")
        until, now = fields.Datetime.to_datetime(until), fields.Datetime.now()
        if not until or not now < until <= now + timedelta(hours=HOURS):
            raise UserError(self.env._("Name an end in the future, at most 30 days ahead."))
        for request in self:
            if self.env.user not in request.user_id | request.sudo().approver_id:
                raise AccessError(self.env._("Who has the access hands it on, or the approver."))
            if request.state != "active":
                raise UserError(self.env._("%s is not active.", request.display_name))
            if not ACCESSOR.fullmatch(accessor or "") or found_in(accessor):
                raise UserError(
                    self.env._(
                        "That is no accessor. Paste the wrapping accessor that the vault shows, never the "
                        "token or the link."
                    )
                )
            # Narrow: who may record it was asked above; four fields of this very request.
            request.sudo().write(
                {
                    "wrap_accessor": accessor,
                    "wrap_by_id": self.env.user.id,
                    "wrap_for_id": partner_id,
                    "wrap_until": until,
                }
            )
            audit.done(request, "access.wrap")
        return True

    # -- how it goes on ----------------------------------------------------------------------

    def _check_decides(self):
        self.ensure_one()
        self.check_access("read")
        if self.state != "requested":
            raise UserError(self.env._("%s is decided already.", self.display_name))
        if self.env.user == self.user_id or self.env.user != self.sudo().approver_id:
            raise AccessError(
                self.env._(
                    "The approver of the credential decides, and nobody about an own request."
                )
            )

    def _decided(self, vals):
        # Narrow: the callers have asked who decides.
        self.sudo().write(
            {"decided_by_id": self.env.user.id, "decided_on": fields.Datetime.now(), **vals}
        )
        self.sudo().activity_unlink(["ipai_credential_ref.mail_activity_type_access"])
        audit.done(self, f"access.{vals['state']}")

    def _end(self):
        self.sudo().write({"state": "ended", "ended_on": fields.Datetime.now()})
        audit.done(self, "access.ended")
        self._notify(self.env._("Access ended, take it away in the vault: %s"))

    def _notify(self, title):
        """Tell who asked and who decided."""
        request = self.sudo()
        request.message_notify(
            partner_ids=(request.user_id | request.approver_id).partner_id.ids,
            subject=title % request.credential_ref_id.name,
            body=title % request.credential_ref_id.name,
        )

    @api.model
    def _cron_clock(self):
        """Begin and end what is due; it ends by itself, whoever is there."""
        now = fields.Datetime.now()
        clock = Clock()
        over = [("state", "in", ("approved", "active")), ("granted_until", "<=", now)]
        if in_batches(self, over, lambda ended: ended._end_each(), clock=clock):
            begun = [("state", "=", "approved"), ("granted_from", "<=", now)]
            in_batches(
                self, begun, lambda them: them.write({"state": "active"}), light=True, clock=clock
            )

    def _end_each(self):
        for request in self:
            request._end()
