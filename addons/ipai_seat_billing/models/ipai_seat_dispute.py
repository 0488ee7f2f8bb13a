# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_base.trees import take_turns

A_DAY = 10
TEXT_LENGTH = 2000


class IpaiSeatDispute(models.Model):
    """A customer says that a device is not to be billed."""

    _name = "ipai.seat.dispute"
    _description = "Seat Dispute"
    _inherit = ["mail.thread"]
    _order = "create_date desc, id desc"
    _rec_name = "device"
    _check_company_auto = True

    line_id = fields.Many2one(
        "ipai.seat.line",
        "Evidence",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    customer_id = fields.Many2one(
        related="line_id.customer_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="line_id.company_id", store=True, index=True, precompute=True
    )
    asset_id = fields.Many2one(
        "ipai.asset", readonly=True, index="btree_not_null", ondelete="set null"
    )
    device = fields.Char(required=True, readonly=True)
    text = fields.Text("Says", required=True, readonly=True)
    user_id = fields.Many2one("res.users", "Disputed By", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("accepted", "Accepted"), ("refused", "Refused")],
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
    )
    answer = fields.Text(help="The customer reads it on the page of the evidence.")
    exclusion_ids = fields.One2many(
        "ipai.seat.exclusion", "dispute_id", "Exclusions", readonly=True
    )

    def action_accept(self):
        """Exclude the device from the day after the disputed period on."""
        return self._accept(past=False)

    def action_accept_past(self):
        """Exclude it from the disputed period on: count that again, and the plan settles the difference."""
        return self._accept(past=True)

    def _accept(self, past):
        self._check_open("accept")
        for dispute in self:
            line = dispute.line_id
            if not dispute.asset_id:
                raise UserError(
                    self.env._("No device can be excluded: %s is not one any more.", dispute.device)
                )
            self.env["ipai.seat.exclusion"].create(
                {
                    "asset_id": dispute.asset_id.id,
                    "plan_id": line.plan_id.id,
                    "reason": self.env._("Disputed by the customer"),
                    "date_from": line.date_from if past else line.date_to + timedelta(days=1),
                    "dispute_id": dispute.id,
                    "company_id": dispute.company_id.id,
                }
            )
        self.sudo().write({"state": "accepted"})
        return True

    def action_refuse(self):
        self._check_open("refuse")
        if silent := self.filtered(lambda dispute: not (dispute.answer or "").strip()):
            raise UserError(
                self.env._("Tell the customer why: write an answer to %s first.", silent[0].device)
            )
        self.sudo().write({"state": "refused"})
        return True

    def _check_open(self, verb):
        self.env["ipai.seat.line"]._check_may(verb)
        self.check_access("write")
        if decided := self.filtered(lambda dispute: dispute.state != "open"):
            raise UserError(self.env._("%s is decided already.", decided[0].device))

    def write(self, vals):
        if not self.env.su and (names := vals.keys() & {"state", "line_id", "text", "device"}):
            raise UserError(
                self.env._("%s of a dispute is not written by hand.", ", ".join(sorted(names)))
            )
        return super().write(vals)

    @api.model
    def _open(self, line, key, text):
        """A dispute of the current user about a device of an evidence that they may read.

        :param key: the id that the evidence has for the device.
        :raises UserError: for a device that is not in it, no text, or more than ten a day.
        """
        line.check_access("read")
        row = next((row for row in line.sudo()._evidence_rows() if row["id"] == key), None)
        text = (text or "").strip()[:TEXT_LENGTH]
        if row is None or not text:
            raise UserError(self.env._("Choose a device of the list, and say what is wrong."))
        Dispute = self.sudo()
        # Of two that are sent at one moment the second is tried again, and is counted after the first.
        take_turns(self.env.user.sudo())
        since = fields.Datetime.now() - timedelta(days=1)
        mine = [("user_id", "=", self.env.uid), ("create_date", ">=", since)]
        if Dispute.search_count(mine) >= A_DAY:
            raise UserError(
                self.env._("That were %s disputes today. Write us a message instead.", A_DAY)
            )
        asset = line.sudo().plan_id.source == "assets" and int(key)
        # Narrow: an asset that the line, which the customer may read, has counted.
        return Dispute.create(
            {
                "line_id": line.id,
                "asset_id": self.env["ipai.asset"].sudo().browse(asset or ()).exists().id,
                "device": row["device"],
                "text": text,
                "user_id": self.env.uid,
            }
        )
