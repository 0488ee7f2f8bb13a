# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from odoo.addons.ipai_asset_protection.tests.common import AssetProposalCase


class ChangeCase(AssetProposalCase):
    """A machine with a service on it, and a technician who plans changes of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = new_test_user(cls.env, "other", groups="ipai_base.group_technician")
        cls.now = fields.Datetime.now()
        cls.asset.status = "active"
        cls.vm = cls.env["ipai.asset"].create(
            {
                "name": "dc01",
                "status": "active",
                "type_id": cls.env.ref("ipai_asset.type_virtual_machine").id,
                "host_id": cls.asset.id,
            }
        )
        cls.dns = cls.env["ipai.service"].create({"name": "Resolver", "owner_id": cls.berta.id})
        cls.env["ipai.relation"].create(
            {
                "source_service_id": cls.dns.id,
                "type_id": cls.env.ref("ipai_topology.relation_type_runs_on").id,
                "target_asset_id": cls.vm.id,
            }
        )
        cls.env.flush_all()

    @classmethod
    def period(cls, start, hours=2):
        """Values of a window that opens in ``start`` hours."""
        start = cls.now + timedelta(hours=start)
        return {"planned_start": start, "planned_end": start + timedelta(hours=hours)}

    @classmethod
    def new_change(cls, user=None, degree="1", start=-1, **vals):
        """A change of pve01 with all that a decision needs; its window is open."""
        Change = cls.env["ipai.change"].with_user(user or cls.technician)
        change = Change.create(
            {
                "name": "New disk",
                "reason": "<p>It is full.</p>",
                "plan": "<p>Put it in.</p>",
                "test_plan": "<p>Look at it.</p>",
                "backout_plan": "<p>Take it out.</p>",
                "asset_ids": [Command.set(cls.asset.ids)],
                **cls.period(start),
                **vals,
            }
        )
        cls.answer(change, degree)
        return change

    @classmethod
    def answer(cls, record, degree="1"):
        for answer in record.answer_ids:
            answer.choice_id = answer.question_id.choice_ids.filtered(
                lambda choice: choice.degree == degree
            )

    @classmethod
    def new_template(cls, **vals):
        template = (
            cls.env["ipai.change.template"]
            .with_user(cls.technician)
            .create(
                {
                    "name": "Renew a certificate",
                    "plan": "<p>Renew.</p>",
                    "test_plan": "<p>Open the page.</p>",
                    "backout_plan": "<p>The old one.</p>",
                    "valid_until": fields.Date.today() + timedelta(days=90),
                    "task_names": "Order\nInstall",
                    **vals,
                }
            )
        )
        cls.answer(template)
        return template

    @classmethod
    def approved_template(cls, **vals):
        template = cls.new_template(**vals)
        template.action_submit()
        template.with_user(cls.anna).action_approve()
        return template

    @classmethod
    def standard_change(cls, template, **vals):
        return (
            cls.env["ipai.change"]
            .with_user(cls.technician)
            .create(
                {
                    "name": "Certificate of the mail server",
                    "type": "standard",
                    "template_id": template.id,
                    "asset_ids": [Command.set(cls.vm.ids)],
                    **cls.period(-1),
                    **vals,
                }
            )
        )

    @classmethod
    def scheduled(cls, **vals):
        """A normal change that Anna approved."""
        change = cls.new_change(**vals)
        change.action_request()
        change.action_submit()
        change.with_user(cls.anna).action_approve()
        return change

    @classmethod
    def new_freeze(cls, start=-1, hours=24, **vals):
        start = cls.now + timedelta(hours=start)
        return cls.env["ipai.change.freeze"].create(
            {
                "name": "Year-End Closing",
                "starts_at": start,
                "ends_at": start + timedelta(hours=hours),
                **vals,
            }
        )
