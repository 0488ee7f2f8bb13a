# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .test_reconcile import ServerCase


class TestDownstream(ServerCase):
    def setUp(self):
        super().setUp()
        self.account.downstream = "all"
        self.env = self.env(context={**self.env.context, "ipai_pulseway_in_test": True})

    def partner(self, name="New Pulse", **values):
        return self.env["res.partner"].create({"name": name, "is_company": True, **values})

    def push(self, turns=1):
        for _turn in range(turns):
            self.tasks().write({"next_try": fields.Datetime.now()})
            self.env["ipai.pulseway.account"]._cron_work()

    def tasks(self):
        return self.env["ipai.pulseway.task"].search([("account_id", "=", self.account.id)])

    def names(self, table="organizations"):
        return sorted(row["Name"] for row in getattr(self.pulseway, table).values())

    def test_a_partner_becomes_organization_site_and_group(self):
        partner = self.partner()
        self.assertFalse(self.pulseway.calls, "nothing before the commit")
        self.push()
        self.assertEqual(
            (self.names(), self.names("sites"), self.names("groups")),
            (["New Pulse"], ["Main"], ["Devices"]),
        )
        [group] = self.pulseway.groups.values()
        self.assertEqual(group["ParentId"], [*self.pulseway.sites][0])
        self.assertEqual(self.tasks().state, "done")
        clients = self.env["ipai.pulseway.client"].search([("partner_id", "=", partner.id)])
        self.assertEqual(sorted(clients.mapped("level")), ["group", "organization", "site"])
        calls = len(self.pulseway.calls)
        self.push()
        self.assertEqual(len(self.pulseway.calls), calls)

    def test_a_lost_answer_makes_no_second_one(self):
        for what in ("lost", "cut", 500, 429, 503):
            with self.subTest(what):
                self.pulseway.__init__()
                for path in ("organizations", "sites", "groups"):
                    self.pulseway.fail(("POST", path, what))
                self.partner(f"Lost {what}")
                self.push(4)
                self.assertEqual(
                    (self.names(), self.names("sites"), self.names("groups")),
                    ([f"Lost {what}"], ["Main"], ["Devices"]),
                )

    def test_one_that_is_there_is_linked(self):
        self.pulseway.organizations[5] = {
            "Id": 5,
            "Name": "New Pulse",
            "PsaMappingId": None,
            "PsaMappingType": None,
        }
        partner = self.partner()
        self.push()
        self.assertEqual(self.names(), ["New Pulse"])
        row = self.env["ipai.pulseway.client"].search(
            [("partner_id", "=", partner.id), ("level", "=", "organization")]
        )
        self.assertEqual((row.external_id, row.matched_by), ("5", "name"))

    def test_one_of_another_psa_is_left(self):
        self.pulseway.organizations[5] = {
            "Id": 5,
            "Name": "New Pulse",
            "PsaMappingId": 9,
            "PsaMappingType": "ConnectWise",
        }
        partner = self.partner()
        self.push()
        self.assertEqual(self.tasks().state, "by_hand")
        self.assertFalse(self.pulseway.sites)
        self.assertIn("ConnectWise", partner.message_ids[0].body)

    def test_where_it_cannot_be_made_a_person_is_told_once(self):
        self.pulseway.refused_paths = {"POST": ("organizations",)}
        partner = self.partner()
        self.push(3)
        self.assertEqual(self.tasks().state, "by_hand")
        self.assertEqual(len(partner.activity_ids), 1)
        told = partner.message_ids.filtered(lambda one: "Failed to sync to Pulseway" in one.body)
        self.assertEqual(len(told), 1)

    def test_a_rename_follows_what_was_made_from_here(self):
        partner = self.partner()
        self.push()
        partner.name = "Renamed Pulse"
        self.push()
        self.assertEqual(self.names(), ["Renamed Pulse"])
        partner.phone = "1"
        self.assertEqual(set(self.tasks().mapped("state")), {"done"})

    def test_a_rename_before_its_turn_makes_one(self):
        self.partner().name = "Renamed Pulse"
        self.push()
        self.assertEqual(self.names(), ["Renamed Pulse"])

    def test_who_is_not_meant_is_not_sent(self):
        self.partner("Child Pulse", parent_id=self.customer.id)
        self.env["res.partner"].create({"name": "A Person"})
        self.partner("Imported").with_context(import_file=True).name = "Imported Pulse"
        self.tasks().unlink()
        self.env["res.partner"].with_context(import_file=True).create(
            {"name": "From a File", "is_company": True}
        )
        self.env["res.partner"].with_context(install_mode=True).create(
            {"name": "By an Addon", "is_company": True}
        )
        self.env["res.partner"].with_context(ipai_pulseway_in_test=False).create(
            {"name": "In a Test", "is_company": True}
        )
        self.assertFalse(self.tasks())
        tag = self.env["res.partner.category"].create({"name": "Pulseway"})
        self.account.write({"downstream": "tag", "downstream_tag_id": tag.id})
        self.partner("Without a Tag")
        self.assertFalse(self.tasks())
        self.partner("With a Tag", category_id=[(4, tag.id)])
        self.push()
        self.assertEqual(self.names(), ["With a Tag"])

    def test_a_rollback_leaves_nothing(self):
        try:
            with self.env.cr.savepoint():
                self.partner("Taken Back")
                raise ZeroDivisionError
        except ZeroDivisionError:
            self.env.invalidate_all()
        self.push()
        self.assertFalse(self.names())

    def test_the_installer_is_shown_to_technicians_only(self):
        partner = self.partner()
        self.push()
        group = self.env["ipai.pulseway.client"].search(
            [("partner_id", "=", partner.id), ("level", "=", "group")]
        )
        shown = group.with_user(self.technician).action_installer()
        self.assertIn("secret=x", shown["params"]["value"])
        reader = new_test_user(self.env, "pulse_reader", "ipai_base.group_user")
        with self.assertRaises(AccessError):
            group.with_user(reader).action_installer()
        with self.assertRaises(UserError):
            group.search(
                [("partner_id", "=", partner.id), ("level", "=", "site")]
            ).action_installer()
