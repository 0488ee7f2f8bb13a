# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError

from odoo.addons.ipai_helpdesk.tests.common import TicketCase


class TestTicketChange(TicketCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.machine = cls.new_asset("pve01", customer_id=cls.acme.id)
        cls.ticket.asset_id = cls.machine
        cls.mine = cls.ticket.with_user(cls.technician)

    def test_a_ticket_becomes_a_change_with_what_it_is_about(self):
        action = self.mine.action_make_change()
        change = self.env["ipai.change"].browse(action["res_id"])
        self.assertEqual((change.name, change.asset_ids), (self.ticket.name, self.machine))
        self.assertIn("crown jewels", change.reason)
        self.assertEqual(change.ticket_ids.helpdesk_ticket_id, self.ticket)
        self.assertIn(self.ticket.number, change.ticket_ids.name)
        self.assertEqual(self.mine.change_ids, change)
        self.assertEqual(change.requester_id, self.technician)

    def test_who_may_not_make_changes_makes_none(self):
        reader = self.ticket.with_user(self.user("reader2", "ipai_base.group_user"))
        with self.assertRaises(AccessError):
            reader.action_make_change()

    def test_a_new_ticket_tells_what_is_being_changed(self):
        self.assertFalse(self.mine.change_notice)
        change = self.env["ipai.change"].create(
            {
                "name": "New disk",
                "asset_ids": [(6, 0, self.machine.ids)],
                "planned_start": fields.Datetime.now(),
                "planned_end": fields.Datetime.now() + timedelta(hours=1),
            }
        )
        self.assertIn(change.display_name, self.mine.asset_panel)
        # As the transitions leave it; how it gets there is the tests' of changes.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_change SET state = 'implementing' WHERE id = %s", [change.id]
        )
        self.env.invalidate_all()
        self.assertIn(change.display_name, self.mine.change_notice)
        fresh = self.new_ticket(partner_id=self.ada.partner_id.id, asset_id=self.machine.id)
        self.assertIn("Being changed right now", fresh.with_user(self.technician).change_notice)
