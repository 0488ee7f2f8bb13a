# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .common import PC, PulsewayCase, native, notified, registered


class TestPlaces(PulsewayCase):
    """Whose a device is, where names, IDs and partners do not say the same."""

    def client(self, name, **values):
        found = self.env["ipai.pulseway.client"].search([("account_id", "=", self.account.id), ("name", "=", name)])  # fmt: skip
        return found or self.env["ipai.pulseway.client"].create(
            {"account_id": self.account.id, "level": "organization", "name": name, **values}
        )

    def told(self, identifier, name="PC 1", **place):
        return {"event": "SystemRegistered", "system": {"identifier": identifier, "name": name, **place}}  # fmt: skip

    def partner(self, name, **values):
        return self.env["res.partner"].create({"name": name, "is_company": True, **values})

    def test_neither_another_companys_partner_nor_somebodys_contact(self):
        other = self.env["res.company"].create({"name": "Second Company"})
        self.partner("Theirs Pulse", company_id=other.id)
        self.partner("Contact Pulse", is_company=False, parent_id=self.customer.id)
        for name in ("Theirs Pulse", "Contact Pulse"):
            event = self.deliver(registered(name, Group=name))
            self.assertEqual(event.state, "unmatched", name)

    def test_a_person_on_their_own_and_the_company_before_the_person(self):
        person = self.partner("Solo Pulse", is_company=False)
        both = self.partner("Both Pulse", is_company=False) | self.partner("Both Pulse")
        self.deliver(registered("solo", Name="PC1", Group="Solo Pulse", CustomFields={}))
        self.deliver(registered("both", Name="PC2", Group="Both Pulse", CustomFields={}))
        self.assertEqual(self.asset("solo").customer_id, person)
        self.assertEqual(self.asset("both").customer_id, both[1])

    def test_names_that_differ_in_capitals_are_two_partners(self):
        self.partner("ACME PULSE")
        self.deliver(registered())
        self.assertEqual(self.asset().customer_id, self.customer)

    def test_one_whose_partner_is_archived_waits(self):
        self.client("Acme Pulse", partner_id=self.customer.id, state="mapped")
        self.customer.active = False
        event = self.deliver(self.told("a", organization="Acme Pulse"))
        self.assertEqual(event.state, "unmatched")
        self.assertIn("archived", event.reason)

    def test_an_exact_name_is_remembered_and_gets_the_id_later(self):
        self.deliver(self.told("a", organization="Acme Pulse"))
        client = self.client("Acme Pulse")
        self.assertEqual((client.state, client.matched_by, client.external_id), ("mapped", "name", False))  # fmt: skip
        self.customer.name = "Acme Renamed"
        self.deliver(self.told("b", "PC 2", organization="Acme Pulse", organization_id=55))
        self.deliver(self.told("c", "PC 3", organization="Acme Later", organization_id=55))
        self.assertEqual((client.external_id, client.name), ("55", "Acme Later"))
        self.assertEqual((self.asset("b") | self.asset("c")).customer_id, self.customer)

    def test_another_organization_of_the_name_is_another(self):
        self.client("Twin Org", external_id="1", partner_id=self.customer.id, state="mapped")
        event = self.deliver(self.told("a", organization="Twin Org", organization_id=2))
        self.assertEqual(event.state, "unmatched")

    def test_a_name_of_two_organizations_says_nothing(self):
        own = {"account_id": self.account.id, "level": "organization", "name": "Twin Org", "state": "mapped"}  # fmt: skip
        for number, partner in enumerate((self.customer, self.partner("Bolt Pulse"))):
            self.env["ipai.pulseway.client"].create({**own, "external_id": str(number), "partner_id": partner.id})  # fmt: skip
        event = self.deliver(self.told("a", organization="Twin Org"))
        self.assertEqual(event.state, "unmatched")

    def test_what_waits_is_suggested_once_and_since_its_beginning(self):
        self.partner("Zebra Pulse GmbH")
        self.deliver(registered("a", Group="zebra pulse"))
        client = self.client("zebra pulse")
        since, suggested = client.unmatched_since, client.suggestion_ids
        client.unmatched_since = since.replace(year=2020)
        self.deliver(registered("b", Group="zebra pulse"))
        self.assertEqual(client.suggestion_ids, suggested, "nothing is ranked anew")
        self.partner("zebra pulse"), self.partner("zebra pulse")
        self.deliver(registered("c", Group="zebra pulse"))
        self.assertIn("2 partners", client.warning)
        self.assertEqual((client.unmatched_since.year, len(client.suggestion_ids)), (2020, 3))

    def test_who_looks_again_and_what_is_mapped_stays(self):
        mapped = self.client("Acme Pulse", partner_id=self.customer.id, state="mapped")
        mapped.with_user(self.technician).action_look_again()
        self.assertEqual(mapped.state, "mapped")
        reader = new_test_user(self.env, "pulse_reader", "ipai_base.group_user")
        with self.assertRaises(AccessError):
            mapped.with_user(reader).action_look_again()

    def test_no_installer_of_a_group_without_an_id(self):
        group = self.client("Workstations", level="group")
        with self.assertRaises(UserError):
            group.with_user(self.technician).action_installer()


class TestDevices(PulsewayCase):
    """What is told of a device, and what of it the asset takes."""

    def test_an_identifier_in_any_spelling_is_one_device(self):
        self.deliver(registered(f"{{{PC.upper()}}}"))
        self.deliver(native(1, "Low disk space", PC.upper()))
        self.assertTrue(self.asset())
        self.assertEqual(self.tickets().asset_id, self.asset())

    def test_every_word_for_a_registration(self):
        for kind in ("DeviceRegistered", "system_updated", "DEVICEUPDATED"):
            with self.subTest(kind):
                event = self.deliver(registered(kind, EventType=kind, Name=f"PC {kind}", CustomFields={}))  # fmt: skip
                self.assertEqual((event.state, bool(self.asset(kind))), ("done", True))

    def test_what_is_no_host_name_is_a_name_only(self):
        event = self.deliver(registered(Name="Front desk, 2nd floor"))
        self.assertEqual(
            event.reason, "Asset: Front desk, 2nd floor", "nothing is to be said of it"
        )
        self.assertEqual((self.asset().name, self.asset().hostname), ("Front desk, 2nd floor", False))  # fmt: skip

    def test_the_type_is_told_at_its_beginning_only(self):
        self.deliver(registered())
        asset = self.asset()
        asset.with_user(self.technician).type_id = self.env.ref("ipai_asset.type_compute")
        self.deliver(registered(Name="ACME-WKS-015"))
        self.assertEqual(asset.type_id, self.env.ref("ipai_asset.type_compute"))
        self.assertNotIn("type_id", asset.drift_ids.mapped("field"))

    def test_without_a_name_it_waits(self):
        event = self.deliver(registered(Name=None))
        self.assertEqual((event.state, self.device().state), ("unmatched", "waiting"))
        self.assertIn("No name", event.reason)
        self.deliver(registered())
        self.assertEqual(event.state, "done", "and what waited is replayed")

    def test_one_whose_asset_is_gone_gets_one_again(self):
        self.deliver(registered())
        asset = self.asset()
        self.device().asset_id = False
        self.deliver(registered(Priority="x"))
        self.assertEqual(self.asset(), asset, "the same machine, though nothing about it is new")

    def test_another_customers_group_is_said_and_moves_nothing(self):
        self.env["res.partner"].create({"name": "Bolt Pulse", "is_company": True})
        self.deliver(registered())
        event = self.deliver(registered(Group="Bolt Pulse"))
        self.assertEqual(self.asset().customer_id, self.customer)
        self.assertIn("Bolt Pulse", event.reason)

    def test_what_a_person_keeps_is_said(self):
        self.deliver(registered())
        self.asset().with_user(self.technician).name = "Reception"
        event = self.deliver(registered(Name="ACME-WKS-015"))
        self.assertIn("A person keeps: name", event.reason)

    def test_the_last_user_is_a_suggestion(self):
        self.deliver(registered(LastLoggedOnUser="ACME\\john"))
        self.assertEqual((self.device().user_hint, self.asset().pulseway_user), ("ACME\\john", "ACME\\john"))  # fmt: skip
        self.assertFalse(self.asset().assigned_partner_id)

    def test_what_is_billed(self):
        self.deliver(registered())
        asset = self.asset()
        archived = {"customer_id": self.customer.id, "active": False}
        for values, billed in (({}, True), ({"customer_id": False}, False), (archived, False)):
            asset.write(values)
            self.assertEqual(asset.subscription_active, billed, values)

    def test_what_says_nothing_is_called_a_notification_and_long_texts_end(self):
        self.deliver(registered())
        self.deliver(
            notified(Header=None, Message=None, Description=None),
            notified(Header="Long " * 99, Message="word " * 9000),
        )
        first, second = self.tickets().sorted(lambda one: "Long" in one.name)
        self.assertEqual(first.name, "Alert: Notification")
        self.assertLess(len(second.alert_ids.name), 260)
        self.assertLess(len(second.alert_ids.description), 5100)
