# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_base.compat import Index

COMING = ("create", "update", "question", "waiting")
"""What is in its list: all of it is taken in, and who it is may turn out to be a question."""


class IpaiPulsewayLine(models.Model):
    """One difference between Pulseway and here, and what is done about it."""

    _name = "ipai.pulseway.line"
    _description = "Line of a Reconciliation"
    _log_access = False
    _order = "action, id"
    _rec_name = "name"

    run_id = fields.Many2one("ipai.pulseway.run", required=True, readonly=True, ondelete="cascade")
    action = fields.Selection(
        [
            ("create", "Create"),
            ("update", "Update"),
            ("move", "Move"),
            ("stale", "Stale"),
            ("missing", "Missing"),
            ("decommission", "Decommission"),
            ("question", "Question"),
            ("waiting", "Waits for a Client"),
        ],
        required=True,
        readonly=True,
    )
    identifier = fields.Char("Pulseway ID", readonly=True)
    name = fields.Char("Device", readonly=True)
    asset_id = fields.Many2one(
        "ipai.asset", readonly=True, index="btree_not_null", ondelete="set null"
    )
    customer_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", ondelete="set null"
    )
    detail = fields.Char(readonly=True)
    facts = fields.Json(readonly=True)
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("proposed", "To Decide"),
            ("applied", "Applied"),
            ("failed", "Failed"),
            ("dropped", "Dropped"),
        ],
        required=True,
        readonly=True,
        default="planned",
    )
    company_id = fields.Many2one(
        related="run_id.company_id", store=True, index=True, precompute=True
    )

    _run_idx = Index("(run_id, state)")
    _identifier_idx = Index("(identifier, action) WHERE state = 'proposed'")

    # -- what a person decides -------------------------------------------------------------------

    def action_apply(self):
        """Carry out what was proposed: the move, or the end of an asset."""
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("Technicians of IT Operations decide: ask one."))
        lines = self.filtered(lambda line: line.state == "proposed" and line.action in ("move", "decommission"))  # fmt: skip
        if not lines:
            raise UserError(
                self.env._("Nothing here to decide: questions are answered on the device, clients mapped in their queue.")
            )  # fmt: skip
        for line in lines:
            asset = line.asset_id
            if line.action == "move":
                vals = {"customer_id": line.customer_id.id}
                if asset.assigned_partner_id.commercial_partner_id not in (line.customer_id, asset.customer_id.browse()):  # fmt: skip
                    vals["assigned_partner_id"] = False
                asset._write_or_propose(vals)
            else:
                asset._change_status(
                    "decommissioned",
                    self.env._("No longer in Pulseway"),
                    fields.Datetime.now(),
                )
                line._device().write({"state": "gone"})
            line.sudo().state = "applied"
        return True

    def action_drop(self):
        """Leave it as it is."""
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("Technicians of IT Operations decide: ask one."))
        self.sudo().filtered(lambda line: line.state == "proposed").write({"state": "dropped"})
        return True

    def _device(self):
        return self.env["ipai.pulseway.device"].sudo().search(
            [
                ("account_id", "in", self.run_id.sudo().account_id.ids),
                ("identifier", "in", self.mapped("identifier")),
            ]
        )  # fmt: skip

    # -- what a run does -------------------------------------------------------------------------

    def _apply(self):
        """Carry out these lines of one run, in a few queries for all."""
        account = self.run_id.account_id
        coming = self.filtered(lambda line: line.action in COMING)
        if coming:
            devices = account._acting()["ipai.pulseway.device"]
            taken = devices._take(
                account, [{**line.facts, "identifier": line.identifier} for line in coming]
            )
            for line in coming:
                done = taken[line.identifier]
                good = done.result not in ("question", "waiting")
                line.write(
                    {
                        "state": "applied" if good else "proposed",
                        "asset_id": done.asset.id,
                        "detail": line.detail if good else done.reason[:500],
                    }
                )
        unseen = self.filtered(lambda line: line.action in ("stale", "missing"))
        if unseen:
            unseen._apply_unseen(account)

    def _apply_unseen(self, account):
        """Note what was missed; what was missed too often is reported to discovery as missing."""
        now = fields.Datetime.now()
        devices = {one.identifier: one for one in self._device()}
        for line in self:
            device = devices.get(line.identifier)
            if device:
                device.write(
                    {
                        "state": line.action,
                        "missed": device.missed + 1,
                        "unseen_since": device.unseen_since or now,
                    }
                )
        missing = self.filtered(lambda line: line.action == "missing")
        failed = missing._report_missing(account, devices) if missing else self.browse()
        failed.write({"state": "failed"})
        (self - failed).write({"state": "applied"})

    def _report_missing(self, account, devices):
        """Set the status through discovery, so that a person's word stays; return what could not be."""
        acting = account._acting()["ipai.pulseway.device"]
        lines = self.filtered(
            lambda line: line.asset_id.status in ("active", "maintenance") and line.identifier in devices
        )  # fmt: skip
        if not lines:
            return self.browse()
        results = acting._report(
            account, [{"id": line.identifier, "status": "missing"} for line in lines], 0
        )
        failed = self.browse()
        for line, result in zip(lines, results, strict=True):
            if result["result"] in ("conflict", "rejected"):
                line.detail = (result["reason"] or "")[:500]
                failed |= line
        return failed
