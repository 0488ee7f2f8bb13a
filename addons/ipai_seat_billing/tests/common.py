# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import date, datetime, timedelta

from odoo import Command, fields
from odoo.tests import HttpCase, new_test_user

from odoo.addons.ipai_asset.tests.common import AssetCase

FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
MARCH = (date(2026, 3, 1), date(2026, 3, 31))


class SeatCase(AssetCase, HttpCase):
    """A company that can invoice, who bills in it, a plan, and a history that is written as it was."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "mail_create_nolog": True})
        cls.billing = new_test_user(cls.env, "billing", groups="ipai_seat_billing.group_billing")
        cls.second = new_test_user(cls.env, "second", groups="ipai_seat_billing.group_billing")
        cls.income, cls.receivable = cls.env["account.account"].create(
            [
                {"name": "Seats sold", "code": "SEAT.1", "account_type": "income"},
                {
                    "name": "Owed to us",
                    "code": "SEAT.2",
                    "account_type": "asset_receivable",
                    "reconcile": True,
                },
            ]
        )
        cls.journal = cls.env["account.journal"].create(
            {
                "name": "Seats",
                "code": "SEAT",
                "type": "sale",
                "default_account_id": cls.income.id,
            }
        )
        for customer in (cls.acme, cls.globex):
            customer.property_account_receivable_id = cls.receivable
        cls.seat, cls.overage = cls.env["product.product"].create(
            [
                {"name": name, "type": "service", "list_price": price, "taxes_id": False}
                for name, price in (("Managed Seat", 10), ("Further Seat", 7))
            ]
        )
        # Those of the sample data count the devices of the tests as well.
        cls.env["ipai.seat.plan"].search([]).active = False
        cls.plan = cls.new_plan()

    @classmethod
    def new_plan(cls, **vals):
        return cls.env["ipai.seat.plan"].create(
            {"name": "Managed", "product_id": cls.seat.id, "tz": "Europe/Berlin", **vals}
        )

    @classmethod
    def new_contract(cls, customer, plan=None, start=FEBRUARY[0], lines=None, **vals):
        """A contract, paid afterwards by default, with a line of a plan, or the lines given."""
        plan = cls.plan if plan is None else plan
        seats = {
            "name": "Managed Seats",
            "product_id": plan.product_id.id,
            "quantity": 1,
            "automatic_price": True,
            "seat_plan_id": plan.id,
        }
        kind = vals.get("recurring_invoicing_type", "post-paid")
        dates = {
            "date_start": start,
            "recurring_rule_type": "monthly",
            "recurring_interval": 1,
            "recurring_invoicing_type": kind,
        }
        values = {
            "name": f"Services for {customer.name}",
            "partner_id": customer.id,
            "journal_id": cls.journal.id,
            **dates,
            **vals,
        }
        seats.update(dates)
        values["contract_line_ids"] = [
            Command.create({**seats, **line}) for line in ([{}] if lines is None else lines)
        ]
        return cls.env["contract.contract"].create(values)

    @classmethod
    def device(cls, name, *stretches, **vals):
        """An asset and its history: (customer, status, from, to), moments in UTC, oldest first."""
        customer, status = stretches[-1][:2]
        asset = cls.new_asset(name, customer_id=customer.id, **vals)
        cls.env.flush_all()
        cls.env.cr.execute("DELETE FROM ipai_asset_interval WHERE asset_id = %s", [asset.id])
        for customer, status, start, *end in stretches:
            cls.env.cr.execute(
                "INSERT INTO ipai_asset_interval"
                " (asset_id, customer_id, type_id, status, company_id, date_from, date_to)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s)",
                [
                    asset.id,
                    customer.id,
                    asset.type_id.id,
                    status,
                    asset.company_id.id,
                    cls.moment(start),
                    cls.moment(end[0]) if end else None,
                ],
            )
        cls.env.invalidate_all()
        return asset

    @staticmethod
    def moment(text):
        """2026-02-10, or with a time behind a blank."""
        return datetime.fromisoformat(text)

    def forget_runs(self):
        """Let the runs that there are, as of the sample data, be of long ago."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_seat_run SET date_from = date_from - 3650, date_to = date_to - 3650"
        )
        self.env.invalidate_all()

    def monthly_runs(self):
        today = fields.Date.today()
        return self.env["ipai.seat.run"].search(
            [
                ("company_id", "=", self.env.company.id),
                ("date_from", ">", today - timedelta(days=70)),
                ("state", "!=", "canceled"),
            ]
        )

    def new_run(self, period=FEBRUARY, plans=None, compute=True, **vals):
        run = (
            self.env["ipai.seat.run"]
            .with_user(self.billing)
            .create(
                {
                    "date_from": period[0],
                    "date_to": period[1],
                    "plan_ids": [Command.set((self.plan if plans is None else plans).ids)],
                    **vals,
                }
            )
        )
        if compute:
            run.action_compute()
        return run

    def approve(self, run):
        """As a person may: where approvals are installed that is another than who counted."""
        if "approval_state" in run._fields:
            run.action_submit()
            run.with_user(self.second).action_approve()
            run.invalidate_recordset()
        else:
            run.action_approve()

    def applied_run(self, *args, **kwargs):
        run = self.new_run(*args, **kwargs)
        self.approve(run)
        run.action_apply()
        return run

    def invoice(self, day, contracts=None):
        """What contract's scheduled action makes on a day, of the contracts given."""
        before = self.env["account.move"].search([])
        self.env["contract.contract"].with_user(1).cron_recurring_create_invoice(
            fields.Date.to_date(day)
        )
        made = self.env["account.move"].search([("id", "not in", before.ids)], order="id")
        if contracts is not None:
            lines = contracts.contract_line_ids
            made = made.filtered(lambda move: move.invoice_line_ids.contract_line_id & lines)
        return made

    def billed(self, moves):
        """(product, quantity, price) of invoices' lines."""
        return [
            (line.product_id.name, line.quantity, line.price_unit)
            for line in moves.invoice_line_ids.sorted("id")
            if line.display_type == "product"
        ]
