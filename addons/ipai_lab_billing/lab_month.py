# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Two months of the mock customers' seats: made by hand are the devices' history and the contracts."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import Command, fields

LAB = "ipai_lab_baseline."
SILENT = "Lab agent"
"""A source of devices that was not heard for long: its customer's line is held."""


class LabMonths:
    """The month before the last and the last one: counted, approved, applied, invoiced."""

    def __init__(self, env):
        # Before the chart of accounts, so that what it makes is of the same company.
        self.env = env(context={**env.context, "tracking_disable": True})
        today = fields.Date.context_today(env.user)
        self.this = today + relativedelta(day=1)
        self.last = self.this - relativedelta(months=1)
        self.before = self.last - relativedelta(months=1)
        self.admin = env.ref("base.user_admin")
        self.harbor = env.ref(f"{LAB}customer_harbor", raise_if_not_found=False)
        self.cedar = env.ref(f"{LAB}customer_cedar", raise_if_not_found=False)

    def bill(self):
        if not (self.harbor and self.cedar):
            return  # somebody deleted the sample customers
        self.chart()
        plan = self.plan()
        contracts = self.contract(plan, self.harbor) | self.contract(plan, self.cedar)
        self.devices()
        self.run(plan, self.before, self.last)
        self.invoice(contracts, self.last)
        # The source has not reported since: the second month of its customer is held.
        devices = self.env["ipai.asset"].search([("source", "=", SILENT)])
        devices.sudo().write({"last_seen": self.this - timedelta(days=9)})
        run = self.run(plan, self.last, self.this)
        self.invoice(contracts, self.this)
        self.dispute(run)

    def chart(self):
        """Accounts, journals and taxes, where the company has none."""
        company = self.env.company
        if not company.chart_template:
            self.env["account.chart.template"].try_loading(
                "generic_coa", company=company, install_demo=False
            )

    def plan(self):
        seat = self.env["product.product"].create(
            {"name": "Managed Seat", "type": "service", "list_price": 25, "taxes_id": False}
        )
        return self.env["ipai.seat.plan"].create(
            {
                "name": "Managed Seats",
                "product_id": seat.id,
                "minimum": 2,
                "tz": self.admin.tz or "UTC",
            }
        )

    def contract(self, plan, customer):
        dates = {
            "date_start": self.before,
            "recurring_rule_type": "monthly",
            "recurring_interval": 1,
            "recurring_invoicing_type": "post-paid",
        }
        line = {
            **dates,
            "name": "Managed seats, #START# – #END#",
            "product_id": plan.product_id.id,
            "quantity": 1,
            "automatic_price": True,
            "seat_plan_id": plan.id,
        }
        return self.env["contract.contract"].create(
            {
                **dates,
                "name": f"Managed services for {customer.name}",
                "partner_id": customer.id,
                "user_id": self.admin.id,
                "contract_line_ids": [Command.create(line)],
            }
        )

    def devices(self):
        """Machines of both customers with a history that began before they were written down here."""
        month, last = self.before, self.last
        self.device("hdg-pc-01", self.harbor, month - timedelta(days=40))
        self.device("hdg-pc-02", self.harbor, month - timedelta(days=40))
        self.device("hdg-srv-01", self.harbor, month + timedelta(days=11))
        self.device("hdg-pc-03", self.harbor, month - timedelta(days=40), last + timedelta(days=8))
        self.device("hdg-pc-04", self.harbor, last + timedelta(days=14))
        for number in (1, 2, 3):
            self.device(f"cha-pc-0{number}", self.cedar, month - timedelta(days=20), source=SILENT)

    def device(self, name, customer, begin, end=None, source="manual"):
        asset = self.env["ipai.asset"].create(
            {
                "name": name,
                "type_id": self.env.ref("ipai_asset.type_compute").id,
                "customer_id": customer.id,
                "status": "decommissioned" if end else "active",
                "source": source,
                "serial_number": f"LAB-{name.upper()}",
            }
        )
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM ipai_asset_interval WHERE asset_id = %s", [asset.id])
        stretches = [("active", begin, end)] + ([("decommissioned", end, None)] if end else [])
        for status, first, after in stretches:
            self.env.cr.execute(
                "INSERT INTO ipai_asset_interval"
                " (asset_id, customer_id, type_id, status, company_id, date_from, date_to)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [
                    asset.id,
                    customer.id,
                    asset.type_id.id,
                    status,
                    asset.company_id.id,
                    first,
                    after,
                ],
            )
        self.env.invalidate_all()
        if source == SILENT:
            asset.sudo().last_seen = fields.Datetime.now()

    def run(self, plan, first, after):
        """Counted, approved and applied, as the buttons do it."""
        run = self.env["ipai.seat.run"].create(
            {
                "plan_ids": [Command.set(plan.ids)],
                "date_from": first,
                "date_to": after - timedelta(days=1),
            }
        )
        run._compute_lines()
        run._approve(self.admin)
        run._apply()
        return run

    def invoice(self, contracts, day):
        for contract in contracts:
            moves = contract._recurring_create_invoice(day)
            moves.action_post()

    def dispute(self, run):
        line = run.line_ids.filtered(lambda one: one.customer_id == self.harbor)
        asset = self.env["ipai.asset"].search([("name", "=", "hdg-pc-04")], limit=1)
        self.env["ipai.seat.dispute"].create(
            {
                "line_id": line.id,
                "asset_id": asset.id,
                "device": asset.name,
                "text": "This one is Maya's own: we never asked you to look after it.",
                "user_id": self.admin.id,
            }
        )
