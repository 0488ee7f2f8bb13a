# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from ..models import ipai_pulseway_downstream as downstream
from ..pulseway.client import Client
from .test_downstream import DownstreamCase


class TestDownstreamWho(DownstreamCase):
    """Who is brought to Pulseway, and what makes a customer one of them."""

    def test_neither_nameless_ones_nor_those_of_another_company(self):
        other = self.env["res.company"].create({"name": "Second Company"})
        self.tasks().unlink()
        self.partner("   ")
        self.partner("Theirs", company_id=other.id)
        self.assertFalse(self.tasks().partner_id.mapped("name"))
        self.partner("Ours", company_id=self.account.company_id.id)
        self.push()
        self.assertEqual(self.names(), ["Ours"])

    def test_what_makes_a_customer_of_it_later_brings_it(self):
        tag = self.env["res.partner.category"].create({"name": "Pulseway"})
        self.account.write({"downstream": "tag", "downstream_tag_id": tag.id})
        tagged = self.partner("Tagged Later")
        person = self.env["res.partner"].create({"name": "Company Later", "category_id": tag.ids})
        self.assertFalse(self.tasks())
        tagged.category_id = tag
        person.is_company = True
        self.push()
        self.assertEqual(self.names(), ["Company Later", "Tagged Later"])
        count = len(self.tasks())
        tagged.category_id = False
        tagged.category_id = tag
        self.assertEqual(len(self.tasks()), count, "it is there already")

    def test_neither_while_addons_are_loaded_nor_by_a_load_of_records(self):
        with patch.object(self.env.registry, "ready", False):
            self.partner("While Loading")
        self.env["res.partner"].with_context(_import_current_module="x").create(
            {"name": "Loaded", "is_company": True}
        )
        self.assertFalse(self.tasks())

    def test_an_account_of_another_provider_is_sent_nothing(self):
        self.account.downstream = "none"
        self.env["ipai.pulseway.account"].create(
            {"name": "RocketCyber", "provider": "rocketcyber", "downstream": "all"}
        )
        self.partner()
        self.assertFalse(self.env["ipai.pulseway.task"].search([("partner_id.name", "=", "New Pulse")]))  # fmt: skip

    def test_readers_try_nothing_again(self):
        self.pulseway.refused_paths = {"POST": ("organizations",)}
        self.partner()
        self.push()
        reader = new_test_user(self.env, "pulse_reader", "ipai_base.group_user")
        with self.assertRaises(AccessError):
            self.tasks().with_user(reader).action_try_again()


class TestDownstreamOne(DownstreamCase):
    """One customer: what is sent, when it is given up, and what is kept."""

    def clients(self, partner, level="organization"):
        return self.env["ipai.pulseway.client"].search(
            [("partner_id", "=", partner.id), ("level", "=", level), ("account_id", "=", self.account.id)]
        )  # fmt: skip

    def calls(self, method, path):
        return [call for call in self.pulseway.calls if call[:2] == (method, path)]

    def organization(self, number, name, **more):
        row = {"Id": number, "Name": name, "PsaMappingId": None, "PsaMappingType": None, **more}
        self.pulseway.organizations[number] = row

    def test_the_site_has_the_address_and_nothing_is_asked_of_what_is_new(self):
        self.partner(
            phone="+1 202 555 0100", email="it@pulse.example", city="Springfield", zip="0815"
        )
        self.push()
        [site] = self.pulseway.sites.values()
        self.assertEqual(
            site["ContactInformation"],
            {"Phone": "+1 202 555 0100", "Email": "it@pulse.example", "ContactName": "New Pulse",
             "City": "Springfield", "Zip": "0815"},
        )  # fmt: skip
        self.assertFalse(self.calls("GET", "sites") + self.calls("GET", "groups"))

    def test_what_is_sent_is_written_down_before(self):
        """A worker that dies in the call leaves the name under which the next one looks."""
        written, sent = [], Client.send

        def commit(*_counts):
            written.append(self.tasks().mapped("sent_name"))

        def send(client, method, path, body=None):
            if path == "organizations":
                self.assertEqual(written[-1], ["New Pulse"], "and that is committed")
            return sent(client, method, path, body)

        self.partner()
        with patch.object(downstream, "cron_progress", commit), patch.object(Client, "send", send):
            self.push()
        self.assertEqual(self.names(), ["New Pulse"])

    def test_what_is_refused_as_wrong_is_given_up_at_once(self):
        for status in (400, 403):
            with self.subTest(status):
                self.pulseway.__init__()
                self.pulseway.fail(("POST", "organizations", status))
                salesman = new_test_user(self.env, f"sales{status}", "base.group_user")
                partner = self.partner(f"Wrong {status}", user_id=salesman.id)
                self.push()
                [task] = self.tasks().filtered(lambda one, own=partner: one.partner_id == own)
                self.assertEqual(task.state, "failed", task.reason)
                self.assertEqual(partner.activity_ids.user_id, salesman)

    def test_what_fails_again_and_again_is_given_up_and_can_be_tried_again(self):
        self.pulseway.fail(*[("POST", "organizations", 500)] * 8)
        partner = self.partner()
        self.push(6)
        self.assertEqual((self.tasks().state, self.tasks().attempts), ("waiting", 6))
        self.assertGreater(self.tasks().next_try, fields.Datetime.add(fields.Datetime.now(), hours=5))  # fmt: skip
        self.push()
        self.assertEqual((self.tasks().state, len(partner.activity_ids)), ("failed", 1))
        self.tasks().action_try_again()
        self.push()
        self.assertEqual(self.tasks().state, "waiting", "it has all its attempts again")
        self.push()
        self.assertEqual((self.tasks().state, self.names()), ("done", ["New Pulse"]))

    def test_what_failed_is_left_alone_for_a_while(self):
        self.pulseway.fail(*[("GET", "organizations", 502)] * 3)
        self.partner()
        self.env["ipai.pulseway.account"]._cron_work()
        count = len(self.calls("GET", "organizations"))
        self.assertEqual(count, 3)
        self.env["ipai.pulseway.account"]._cron_work()
        self.assertEqual(len(self.calls("GET", "organizations")), count)

    def test_one_of_another_psa_is_told_by_either_field(self):
        for more in ({"PsaMappingId": 9}, {"PsaMappingType": "Autotask"}):
            with self.subTest(more):
                self.pulseway.__init__()
                self.organization(5, f"Mapped {[*more][0]}", **more)
                partner = self.partner(f"Mapped {[*more][0]}")
                self.push()
                self.assertFalse(self.clients(partner))

    def test_what_has_an_id_by_hand_is_linked_whoever_is_meant_by_now(self):
        self.pulseway.refused_paths = {"POST": ("organizations",)}
        partner = self.partner()
        self.push()
        self.organization(77, "By Hand")
        self.tasks().external_id = "77"
        self.account.downstream = "none"
        self.tasks().action_try_again()
        self.push()
        self.assertEqual(self.clients(partner).external_id, "77")

    def test_who_links_another_organization_gets_a_site_in_that_one(self):
        partner = self.partner()
        self.push()
        self.organization(77, "The Other One")
        self.tasks().write({"state": "by_hand", "external_id": "77"})
        self.tasks().action_try_again()
        self.push()
        above = {site["ParentId"] for site in self.pulseway.sites.values()}
        self.assertEqual((len(above), 77 in above), (2, True))
        self.assertEqual(len(self.clients(partner, "group")), 2)

    def test_a_server_that_does_not_implement_it_is_linked_by_hand(self):
        self.pulseway.fail(("POST", "organizations", 501))
        self.partner()
        self.push()
        self.assertEqual(self.tasks().state, "by_hand")

    def test_what_was_linked_by_its_name_keeps_its_name(self):
        self.organization(5, "New Pulse")
        partner = self.partner()
        self.push()
        partner.name = "Renamed Pulse"
        self.assertEqual(set(self.tasks().mapped("state")), {"done"}, "nothing is to be done")
        self.env["ipai.pulseway.task"]._ask(self.account, partner)
        self.push()
        self.assertEqual(self.names(), ["New Pulse"])

    def test_a_rename_is_kept_here_too(self):
        partner = self.partner()
        self.push()
        partner.name = "Renamed Pulse"
        self.push()
        self.assertEqual(self.clients(partner).name, "Renamed Pulse")

    def test_what_is_known_by_its_name_alone_gets_its_id(self):
        rows = self.env["ipai.pulseway.client"]
        own = {"account_id": self.account.id, "name": "New Pulse"}
        known = rows.create({**own, "level": "organization"})
        others = rows.create({**own, "name": "Devices", "level": "group"})
        partner = self.partner()
        self.push()
        self.assertEqual(self.clients(partner), known)
        self.assertTrue(known.external_id)
        self.assertFalse(others.external_id or others.partner_id, "a group of any organization")
        self.assertEqual(len(self.clients(partner, "group")), 1)


class TestDownstreamTogether(DownstreamCase):
    """Several customers in one turn, of which the lists are read once."""

    def test_two_of_one_name_make_one_organization(self):
        self.partner()
        self.partner()
        self.push()
        self.assertEqual((self.names(), len(self.pulseway.sites)), (["New Pulse"], 1))

    def test_two_of_one_name_make_one_though_the_first_answer_was_lost(self):
        self.pulseway.fail(("POST", "organizations", "lost"))
        self.partner("Before Pulse")
        self.push()
        self.pulseway.fail(("POST", "organizations", "cut"))
        self.partner()
        self.partner()
        self.tasks().write({"next_try": fields.Datetime.now()})
        error_of_all = patch.object(downstream, "OF_ALL", ())
        with error_of_all:
            self.env["ipai.pulseway.account"]._cron_work()
        self.assertEqual(self.names(), ["Before Pulse", "New Pulse"])

    def test_a_name_that_one_gives_up_is_free_for_the_next(self):
        first = self.partner("Old Name")
        self.push()
        first.name = "First Pulse"
        self.partner("Old Name")
        self.push()
        self.assertEqual(self.names(), ["First Pulse", "Old Name"])
        self.assertEqual(set(self.tasks().mapped("state")), {"done"})

    def test_sites_of_one_name_in_two_organizations_are_two(self):
        number = 5
        self.pulseway.organizations[number] = {
            "Id": number, "Name": "Second Pulse", "PsaMappingId": None, "PsaMappingType": None,
        }  # fmt: skip
        self.partner("First Pulse")
        self.push()
        self.partner("Second Pulse")
        self.push()
        self.assertEqual(self.names("sites"), ["Main", "Main"])
        self.assertEqual(set(self.tasks().mapped("state")), {"done"})
