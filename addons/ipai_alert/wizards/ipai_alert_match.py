# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class IpaiAlertMatch(models.TransientModel):
    """A person says which machine or service alerts are of, now and from now on."""

    _name = "ipai.alert.match"
    _description = "Which One Is It?"

    alert_ids = fields.Many2many("ipai.alert", string="Alerts", required=True)
    host = fields.Char("Machine as Told", compute="_compute_host")
    suggested_ids = fields.Many2many(
        "ipai.asset", string="Perhaps", compute="_compute_suggested_ids"
    )
    asset_id = fields.Many2one(
        "ipai.asset",
        domain="[('company_id', '=', company_id)]",
    )
    service_id = fields.Many2one("ipai.service", domain="[('company_id', '=', company_id)]")
    company_id = fields.Many2one("res.company", compute="_compute_host")
    is_remembered = fields.Boolean(
        "From Now On",
        default=True,
        help="Whatever comes from this source under the same name is of it as well, what waits included.",
    )

    @api.depends("alert_ids")
    def _compute_host(self):
        for match in self:
            hosts = {alert.host or "" for alert in match.alert_ids}
            match.host = hosts.pop() if len(hosts) == 1 else False
            match.company_id = match.alert_ids.company_id[:1]

    @api.depends("alert_ids")
    def _compute_suggested_ids(self):
        for match in self:
            first = match.alert_ids[:1]
            found = self.env["ipai.alert.host"]._suggested(first) if first else []
            match.suggested_ids = [Command.set([asset.id for asset in found])]

    def action_match(self):
        """Place the alerts, and keep the word where there is a name to keep it under."""
        self.ensure_one()
        self.alert_ids._check_may_act()
        if not (self.asset_id or self.service_id):
            raise UserError(self.env._("Choose the asset or the service that it is."))
        if len(self.alert_ids.company_id) > 1:
            raise UserError(self.env._("Choose alerts of one company."))
        company = self.alert_ids.company_id
        if any(one.company_id != company for one in (*self.asset_id, *self.service_id)):
            raise UserError(
                self.env._(
                    "Alert and machine belong to one company: choose one of %s.", company.name
                )
            )
        if self.is_remembered:
            for source in self.alert_ids.source_id:
                told = self.alert_ids.filtered(
                    lambda alert, source=source: alert.source_id == source
                )
                for host in {alert.host for alert in told if alert.host}:
                    self._remember(source, host)
        # Narrow: who may act was asked, and what they chose is of the alerts' company.
        self.alert_ids.sudo()._put(self.asset_id, self.service_id)
        return {"type": "ir.actions.act_window_close"}

    def _remember(self, source, host):
        names = self.env["ipai.alert.host"]
        vals = {"asset_id": self.asset_id.id, "service_id": self.service_id.id}
        known = names.search(
            [("source_id", "=", source.id), ("host", "=ilike", host)], limit=1
        ).filtered(lambda name: name.host.lower() == host.lower())
        if known:
            known.write(vals)
        else:
            names.create(
                {"host": host, "source_id": source.id, "company_id": source.company_id.id, **vals}
            )
