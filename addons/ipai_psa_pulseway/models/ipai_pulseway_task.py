# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import Index

TROUBLE = ("by_hand", "failed")


class IpaiPulsewayTask(models.Model):
    """A customer that is to be in Pulseway: written with the partner, done after it, or not at all.

    Rows are only ever added by who writes a partner, so that nobody waits for a call that is under way.
    """

    _name = "ipai.pulseway.task"
    _description = "Customer on Its Way to Pulseway"
    _log_access = False
    _order = "id desc"
    _rec_name = "partner_id"

    account_id = fields.Many2one(
        "ipai.pulseway.account", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(
        [("waiting", "Waits"), ("done", "Done"), ("by_hand", "By Hand"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="waiting",
    )
    reason = fields.Char(readonly=True)
    attempts = fields.Integer(readonly=True, aggregator=None)
    next_try = fields.Datetime(readonly=True)
    sent_name = fields.Char(
        readonly=True,
        help="As what the organization was sent, until it is known: an answer may be lost after it was made.",
    )
    external_id = fields.Char(
        "ID in Pulseway",
        help="Of an organization that was made by hand, or is called otherwise. Try Again links it.",
    )
    asked_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _waiting_idx = Index("(account_id, next_try) WHERE state = 'waiting'")
    _open_idx = Index("(partner_id, account_id) WHERE state <> 'done'")

    def write(self, vals):
        """Who links an organization by hand says its ID, and nothing else."""
        if not self.env.su:
            if vals.keys() != {"external_id"}:
                raise AccessError(self.env._("Only the ID of the organization is entered by hand."))
            if any(task.state not in TROUBLE for task in self):
                raise UserError(
                    self.env._("It is on its way, or done: there is nothing to link by hand.")
                )
            vals = {"external_id": (vals["external_id"] or "").strip() or False}
        return super().write(vals)

    @api.model
    def _ask(self, account, partners):
        """Have these partners brought to Pulseway once this transaction stands."""
        self.create(
            [
                {
                    "account_id": account.id,
                    "partner_id": partner.id,
                    "company_id": account.company_id.id,
                    "next_try": fields.Datetime.now(),
                }
                for partner in partners
            ]
        )
        self.env.ref("ipai_psa_pulseway.cron_work").sudo()._trigger()

    @api.autovacuum
    def _gc(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=90)
        old = [("state", "=", "done"), ("asked_on", "<", limit)]
        in_batches(self, old, lambda tasks: tasks.unlink(), light=True)

    def action_try_again(self):
        """Try it once more, now."""
        self.check_access("write")
        self.sudo().write(
            {"state": "waiting", "attempts": 0, "next_try": fields.Datetime.now(), "reason": False}
        )
        self.env.ref("ipai_psa_pulseway.cron_work").sudo()._trigger()
        return True
