# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import time
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .test_reconcile import ServerCase

_logger = logging.getLogger(__name__)


class DownstreamCase(ServerCase):
    def setUp(self):
        super().setUp()
        self.account.downstream = "all"
        self.env = self.env(context={**self.env.context, "ipai_pulseway_in_test": True})

    def partner(self, name="New Pulse", **values):
        return self.env["res.partner"].create({"name": name, "is_company": True, **values})

    def push(self, turns=1):
        for _turn in range(turns):
            self.tasks().write({"next_try": fields.Datetime.now()})
            self.account.busy_until = False
            self.env["ipai.pulseway.account"]._cron_work()

    def tasks(self):
        return self.env["ipai.pulseway.task"].search([("account_id", "=", self.account.id)])

    def names(self, table="organizations"):
        return sorted(row["Name"] for row in getattr(self.pulseway, table).values())


class TestDownstream(DownstreamCase):
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
        for what in ("lost", "cut", "null", "gateway", 500, 429, 503):
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
        for _turn in range(3):
            self.push()
            self.assertEqual(self.tasks().state, "by_hand")
            self.tasks().action_try_again()
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
        self.assertFalse(self.tasks())
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


class TestDownstreamTroubles(DownstreamCase):
    """What goes wrong between the two, one after the other."""

    def organization(self, number, name, **more):
        row = {"Id": number, "Name": name, "PsaMappingId": None, "PsaMappingType": None, **more}
        self.pulseway.organizations[number] = row

    def clients(self, partner, level="organization"):
        return self.env["ipai.pulseway.client"].search(
            [("partner_id", "=", partner.id), ("level", "=", level), ("account_id", "=", self.account.id)],
            order="id",
        )  # fmt: skip

    def posts(self, path="organizations"):
        return [call for call in self.pulseway.calls if call[:2] == ("POST", path)]

    def test_a_rename_after_a_lost_answer_makes_no_second_one(self):
        for what in ("lost", "cut", "gateway", "null"):
            with self.subTest(what):
                self.pulseway.__init__()
                self.pulseway.fail(("POST", "organizations", what))
                partner = self.partner(f"Before {what}")
                self.push()
                partner.name = f"After {what}"
                self.push(3)
                self.assertEqual(self.names(), [f"After {what}"])
                self.assertEqual(self.clients(partner).matched_by, "created")
                partner.name = f"Later {what}"
                self.push()
                self.assertEqual(self.names(), [f"Later {what}"])

    def test_what_is_done_after_the_answer_was_lost_is_waited_for(self):
        self.pulseway.fail(("POST", "organizations", "late"))
        partner = self.partner("Late Pulse")
        now = fields.Datetime.now()
        self.env["ipai.pulseway.account"]._cron_work()
        [task] = self.tasks()
        self.assertGreaterEqual(task.next_try, now + timedelta(minutes=2))
        partner.name = "Later Pulse"
        self.env["ipai.pulseway.account"]._cron_work()
        self.assertEqual(len(self.posts()), 1, "nor by a rename meanwhile")
        self.pulseway.settle()
        self.push(2)
        self.assertEqual((self.names(), len(self.posts())), (["Later Pulse"], 1))

    def test_too_many_calls_are_waited_for_as_told_and_count_nothing(self):
        self.pulseway.retry_after = 90
        self.pulseway.fail(*[("POST", "organizations", 429)] * 9)
        self.partner("First Pulse")
        self.partner("Second Pulse")
        now = fields.Datetime.now()
        self.env["ipai.pulseway.account"]._cron_work()
        self.assertEqual(len(self.posts()), 1, "the second one is not asked for either")
        self.assertGreaterEqual(self.account.busy_until, now + timedelta(seconds=90))
        self.assertEqual(max(self.tasks().mapped("attempts")), 0)
        self.assertGreaterEqual(max(self.tasks().mapped("next_try")), now + timedelta(seconds=90))
        calls = len(self.pulseway.calls)
        self.tasks().write({"next_try": now})
        self.env["ipai.pulseway.account"]._cron_work()
        self.assertEqual(len(self.pulseway.calls), calls, "before that moment nothing is asked")
        self.push(12)
        self.assertEqual(self.names(), ["First Pulse", "Second Pulse"])
        self.assertEqual(set(self.tasks().mapped("state")), {"done"})

    def test_a_token_that_is_refused_is_no_fault_of_the_customers(self):
        self.pulseway.fail(("*", "organizations", 401))
        partner = self.partner("Token Pulse")
        self.push()
        self.assertEqual((self.tasks().state, self.account.token_state), ("waiting", "bad"))
        self.assertEqual(self.tasks().attempts, 0)
        self.assertFalse(partner.activity_ids)
        self.push()
        self.assertEqual(self.names(), ["Token Pulse"])

    def test_a_server_without_the_call_is_linked_by_hand(self):
        for method, status in (("POST", 404), ("POST", 405), ("GET", 404), ("GET", 405)):
            with self.subTest(method=method, status=status):
                self.pulseway.__init__()
                self.pulseway.fail((method, "organizations", status))
                partner = self.partner(f"Hand {method} {status}")
                self.push()
                task = self.tasks().filtered(lambda one, own=partner: one.partner_id == own)
                self.assertEqual(task.state, "by_hand", task.reason)
                self.organization(77, "Called Otherwise")
                manager = task.with_user(self.manager())
                with self.assertRaises(AccessError):
                    task.with_user(self.technician).external_id = "77"
                with self.assertRaises(AccessError):
                    manager.state = "done"
                manager.external_id = " 77 "
                manager.action_try_again()
                with self.assertRaises(UserError):
                    manager.external_id = "78"
                self.push()
                self.assertEqual((task.state, self.names()), ("done", ["Called Otherwise"]))
                self.assertEqual(
                    (self.clients(partner).external_id, self.clients(partner).matched_by),
                    ("77", "person"),
                )
                self.assertEqual(len(self.clients(partner, "group")), 1)
                self.assertFalse(partner.activity_ids, "it is settled")
                self.env["ipai.pulseway.client"].search([("partner_id", "=", partner.id)]).unlink()

    def manager(self):
        return self.env["res.users"].search(
            [("login", "=", "pulse_manager")]
        ) or new_test_user(self.env, "pulse_manager", "ipai_base.group_manager")  # fmt: skip

    def test_an_id_that_is_not_there_links_nothing(self):
        self.pulseway.fail(("POST", "organizations", 405))
        self.partner()
        self.push()
        self.tasks().external_id = "4711"
        self.tasks().action_try_again()
        self.push()
        self.assertEqual((self.tasks().state, self.names()), ("by_hand", []))
        self.assertIn("4711", self.tasks().reason)

    def test_two_organizations_of_one_name_are_a_question(self):
        self.organization(5, "New Pulse")
        self.organization(6, "New Pulse")
        partner = self.partner()
        self.push(2)
        self.assertEqual((self.tasks().state, self.posts()), ("by_hand", []))
        self.assertEqual(len(partner.activity_ids), 1)

    def test_two_partners_of_one_name_share_no_organization(self):
        first = self.partner()
        self.push()
        second = self.partner()
        self.push()
        self.assertEqual((self.names(), len(self.posts())), (["New Pulse"], 1))
        self.assertEqual(self.clients(first).partner_id, first)
        self.assertFalse(self.clients(second))
        self.assertIn("New Pulse's already", self.tasks()[0].reason)

    def test_a_rename_makes_no_second_one_of_a_name(self):
        self.organization(5, "Taken Pulse")
        partner = self.partner()
        self.push()
        partner.name = "Taken Pulse"
        self.push()
        self.assertEqual(self.names(), ["New Pulse", "Taken Pulse"])
        self.assertIn("Taken Pulse", partner.activity_ids.note)

    def test_an_organization_that_is_gone_is_not_renamed(self):
        partner = self.partner()
        self.push()
        self.pulseway.organizations.clear()
        partner.name = "Renamed Pulse"
        self.push()
        self.assertEqual((self.names(), self.tasks()[0].state), ([], "by_hand"))

    def test_of_two_mapped_organizations_the_one_made_here_is_kept(self):
        partner = self.partner("Made Pulse")
        self.push()
        made = self.clients(partner)
        self.organization(5, "A Second One")
        self.env["ipai.pulseway.client"].create(
            {"account_id": self.account.id, "level": "organization", "external_id": "5", "name": "A Second One",
             "partner_id": partner.id, "state": "mapped", "matched_by": "person"}
        )  # fmt: skip
        partner.name = "Made Anew"
        self.push()
        self.assertEqual(self.names(), ["A Second One", "Made Anew"])
        self.assertEqual((made.name, len(self.pulseway.sites)), ("Made Anew", 1))
        self.pulseway.add("d5", organization="A Second One", organization_id=5)
        self.pulseway.add("d6", organization="Made Anew", organization_id=int(made.external_id))
        self.reconcile()
        self.assertEqual((self.asset("d5") | self.asset("d6")).customer_id, partner)

    def test_who_is_no_customer_any_more_is_not_made(self):
        self.partner("Archived Pulse").active = False
        self.partner("Child Now").parent_id = self.customer
        self.push()
        self.assertEqual(self.names(), [])
        self.partner("Switched Off")
        self.account.downstream = "none"
        self.push()
        self.assertEqual((self.names(), set(self.tasks().mapped("state"))), ([], {"done"}))

    def test_blanks_around_a_name_make_no_second_one(self):
        self.pulseway.fail(("POST", "organizations", "lost"))
        self.partner("  Blank   Pulse ")
        self.push(3)
        self.assertEqual((self.names(), len(self.posts())), (["Blank Pulse"], 1))

    def test_organizations_that_move_while_they_are_read_hide_none(self):
        for number in range(1, 151):
            self.organization(number, f"O{number:03}")
        self.organization(151, "New Pulse")
        moved = []

        def move(path, skip):
            if path == "organizations" and skip and not moved:
                moved.append(self.pulseway.organizations.pop(1))

        self.pulseway.before_page = move
        self.partner()
        self.push()
        self.assertTrue(moved)
        self.assertEqual((self.tasks().state, self.posts()), ("done", []))

    def imported(self, name, count):
        """Import so many companies as the web client does; return (seconds, queries)."""
        lines = "\n".join(f"{name} {number},True" for number in range(count))
        wizard = self.env["base_import.import"].create(
            {
                "res_model": "res.partner",
                "file": f"Name,Is a Company\n{lines}".encode(),
                "file_name": "contacts.csv",
                "file_type": "text/csv",
            }
        )
        options = {"has_headers": True, "quoting": '"', "separator": ",", "encoding": "utf-8"}
        self.env.flush_all()
        before, began = self.env.cr.sql_log_count, time.monotonic()
        result = wizard.execute_import(["name", "is_company"], ["Name", "Is a Company"], options)
        self.env.flush_all()
        self.assertEqual((result["messages"], len(result["ids"])), ([], count))
        return time.monotonic() - began, self.env.cr.sql_log_count - before

    def test_an_import_of_five_thousand_contacts_sends_nothing_and_is_not_slower(self):
        self.imported("Warm", 50)
        self.account.downstream = "none"
        without, queries = self.imported("Without", 5000)
        self.account.downstream = "all"
        with_it, more = self.imported("With", 5000)
        _logger.info("5,000 contacts: %.1f s, with customers to Pulseway %.1f s", without, with_it)
        self.assertFalse(self.tasks())
        self.assertLessEqual(more, queries + 20)
        self.push()
        self.assertEqual((self.names(), self.posts()), ([], []))
