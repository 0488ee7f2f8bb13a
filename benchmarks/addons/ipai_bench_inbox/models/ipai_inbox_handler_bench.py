# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models

from odoo.addons.ipai_inbox import outcome


class IpaiInboxHandlerBench(models.AbstractModel):
    """The work of the native webhooks: a contact gets another phone number, or is made."""

    _name = "ipai.inbox.handler.bench"
    _inherit = "ipai.inbox.handler"
    _description = "Handler of the Benchmark"
    _inbox_label = "Benchmark"
    _inbox_scheme = "bearer"

    @api.model
    def _order_key(self, payload):
        return str(payload.get("id") or payload.get("name"))

    @api.model
    def _handle(self, events):
        payloads = events._payloads()
        changes = {event: payloads[event.id] for event in events if "id" in payloads[event.id]}
        # All of them at once, so that they are read in one query and written in one.
        contacts = self.env["res.partner"].sudo().browse({one["id"] for one in changes.values()})
        by_id = {contact.id: contact for contact in contacts}
        for payload in changes.values():
            by_id[payload["id"]].phone = payload["phone"]
        contacts.create([payloads[event.id] for event in events if event not in changes])
        return dict.fromkeys(events, outcome.done("Written"))

    def init(self):
        self.env.cr.execute(
            "CREATE TABLE IF NOT EXISTS ipai_bench_raw (id serial PRIMARY KEY, raw bytea)"
        )
        return super().init()
