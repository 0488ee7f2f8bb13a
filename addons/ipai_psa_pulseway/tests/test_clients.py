# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .common import PC, PulsewayCase, native, notified, registered


class TestClients(PulsewayCase):
    def client(self, name):
        return self.env["ipai.pulseway.client"].search(
            [("account_id", "=", self.account.id), ("name", "=", name)]
        )

    def partner(self, name, **values):
        return self.env["res.partner"].create({"name": name, "is_company": True, **values})

    def test_mapping_takes_in_all_that_waits(self):
        events = self.deliver(
            registered(Group="Acme - IT - HQ"),
            notified(),
            registered("other", Name="PC2", Group="Acme - IT - HQ", CustomFields={}),
        )
        self.assertEqual(set(events.mapped("state")), {"unmatched"})
        client = self.client("Acme - IT - HQ")
        self.assertEqual((client.state, client.waiting_count), ("unmatched", 2))
        client.with_user(self.technician).partner_id = self.customer
        self.assertEqual(self.asset().customer_id, self.customer)
        self.work()
        self.assertEqual(set(events.mapped("state")), {"done"})
        self.assertEqual(self.tickets().name, "Alert: Low disk space")
        self.assertEqual(self.asset("other").customer_id, self.customer)
        self.assertEqual((client.state, client.matched_by), ("mapped", "person"))

    def test_suggestions_are_ranked_and_never_applied(self):
        gmbh = self.partner("Zebra Pulse GmbH")
        self.partner("Quite Another")
        self.deliver(registered(Group="zebra pulse"))
        client = self.client("zebra pulse")
        self.assertEqual((client.state, client.suggestion_ids[:1].partner_id), ("unmatched", gmbh))
        self.assertNotIn("Quite Another", client.suggestion_ids.partner_id.mapped("name"))
        self.assertFalse(self.asset())
        client.suggestion_ids[:1].with_user(self.technician).action_use()
        self.assertEqual(self.asset().customer_id, gmbh)

    def test_nothing_is_walked_until_a_partner_is_there(self):
        walked = []
        self.patch(type(self.account), "_take_again", lambda _account, devices: walked.append(devices))  # fmt: skip
        self.deliver(registered(Group="Nobody Pulse"))
        self.account._match_again()
        self.assertFalse(walked)
        self.partner("Nobody Pulse")
        self.account._match_again()
        self.assertEqual(walked, [self.device()])

    def test_two_partners_of_one_exact_name_are_unmatched_both_suggested(self):
        two = self.partner("Twin Pulse") | self.partner("Twin Pulse")
        event = self.deliver(registered(Group="Twin Pulse"))
        self.assertEqual(event.state, "unmatched")
        client = self.client("Twin Pulse")
        self.assertEqual(client.suggestion_ids.partner_id, two)
        client.with_user(self.technician).partner_id = two[1]
        self.assertEqual(self.asset().customer_id, two[1], "told apart though their names are one")

    def test_the_stored_id_counts_before_any_name(self):
        other = self.partner("Bolt Pulse")
        told = {"organization_id": 4821, "organization": "Acme Pulse", "group": "Servers"}
        self.deliver(
            {"event": "SystemRegistered", "system": {"identifier": PC, "name": "S1", **told}}
        )
        self.assertEqual(self.asset().customer_id, self.customer)
        # Renamed upstream to what another partner is called: the ID stays.
        told["organization"] = "Bolt Pulse"
        self.deliver(
            {"event": "SystemRegistered", "system": {"identifier": "new", "name": "S2", **told}}
        )
        self.assertEqual(self.asset("new").customer_id, self.customer)
        self.assertNotEqual(self.asset("new").customer_id, other)
        # And renamed here.
        self.customer.name = "Acme Renamed"
        self.deliver(
            {"event": "SystemRegistered", "system": {"identifier": "newer", "name": "S3", **told}}
        )
        self.assertEqual(self.asset("newer").customer_id, self.customer)

    def test_a_person_maps_a_group_below_an_organization(self):
        branch = self.partner("Branch Pulse")
        self.env["ipai.pulseway.client"].create(
            {"account_id": self.account.id, "level": "group", "external_id": "7", "name": "North",
             "partner_id": branch.id, "state": "mapped"}
        )  # fmt: skip
        self.env["ipai.pulseway.client"].create(
            {"account_id": self.account.id, "level": "organization", "external_id": "1", "name": "Acme Pulse",
             "partner_id": self.customer.id, "state": "mapped"}
        )  # fmt: skip
        told = {"organization": "Acme Pulse", "organization_id": 1, "group": "North", "group_id": 7}
        self.deliver(
            {"event": "SystemRegistered", "system": {"identifier": PC, "name": "S1", **told}}
        )
        self.assertEqual(self.asset().customer_id, branch)

    def test_an_organization_and_a_group_of_two_partners_are_a_question(self):
        self.partner("Bolt Pulse")
        event = self.deliver(registered(Group="Bolt Pulse", OrganizationName="Acme Pulse"))
        self.assertEqual(event.state, "unmatched")
        self.assertFalse(self.asset())

    def test_groups_of_one_name_in_two_organizations_are_kept_apart(self):
        self.partner("Bolt Pulse")
        for number, name in enumerate(("Acme Pulse", "Bolt Pulse")):
            told = {
                "organization": name,
                "organization_id": number + 1,
                "group": "Servers",
                "group_id": number + 11,
            }
            self.deliver(
                {
                    "event": "SystemRegistered",
                    "system": {"identifier": f"d{number}", "name": f"S{number}", **told},
                }
            )
        self.assertEqual(self.asset("d0").customer_id, self.customer)
        self.assertEqual(self.asset("d1").customer_id.name, "Bolt Pulse")

    def test_a_partner_made_later_is_found(self):
        event = self.deliver(registered(Group="Later Pulse"))
        self.assertEqual(event.state, "unmatched")
        self.partner("Later Pulse")
        self.env["ipai.pulseway.account"]._cron_work()
        self.work()
        self.assertEqual((event.state, self.asset().customer_id.name), ("done", "Later Pulse"))

    def test_ignored_ones_open_nothing(self):
        self.deliver(registered(Group="Private Pulse"))
        self.client("Private Pulse").with_user(self.technician).action_ignore()
        event = self.deliver(notified())
        self.assertEqual((event.state, self.device().state), ("ignored", "ignored"))
        self.client("Private Pulse").with_user(self.technician).action_look_again()
        self.assertEqual(self.device().state, "waiting")

    def test_no_group_at_all_waits_too(self):
        for group in (None, "", "null"):
            with self.subTest(group):
                event = self.deliver(registered(f"g{group}", Group=group))
                self.assertEqual(event.state, "unmatched")
                self.assertEqual(self.device(f"g{group}").client_id.name, "-")
        self.assertFalse(
            self.env["ipai.asset"].search([("pulseway_id", "in", ["gNone", "g", "gnull"])])
        )

    def test_a_notification_alone_names_the_organization(self):
        event = self.deliver(native(1, "Low disk space", OrganizationId="4821"))
        self.assertEqual(event.state, "unmatched")
        self.assertEqual(self.device().client_id.external_id, "4821")

    def test_readers_map_nothing_and_nobody_types_the_rest(self):
        reader = new_test_user(self.env, "pulse_reader", "ipai_base.group_user")
        self.deliver(registered(Group="Nobody Pulse"))
        client = self.client("Nobody Pulse")
        with self.assertRaises(AccessError):
            client.with_user(reader).partner_id = self.customer
        with self.assertRaises(AccessError):
            client.with_user(reader).action_ignore()
        with self.assertRaises(AccessError):
            client.with_user(self.technician).write({"name": "Acme Pulse"})
        self.assertFalse(self.asset())
