# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import UserError

from .relation_common import RelationCase


class TestImpact(RelationCase):
    def test_an_outage_reaches_guests_services_and_what_depends_on_them(self):
        self.assertEqual(
            self.what_fails(self.pve01), ({"pve01", "dc01", "Resolver", "Webmail"}, set())
        )

    def test_what_a_service_needs_is_the_way_back(self):
        outcome = self.env["ipai.impact"]._what_is_needed(self.mail._nodes())
        self.assertEqual(self.names(outcome.failed), {"Webmail", "Resolver", "dc01", "pve01"})
        self.assertEqual(outcome.failed[self.pve01.id].depth, 3)

    def test_a_relation_without_impact_carries_none(self):
        wiki = self.new_service("Notebook")
        self.relate(wiki, self.documents, self.pve01)
        self.relate(self.pve01, self.documents, wiki)
        self.assertNotIn("Notebook", self.what_fails(self.pve01)[0])

    def test_impact_can_flow_forward(self):
        feeds = self.env["ipai.relation.type"].create(
            {"name": "feeds", "inverse_name": "is fed by", "impact": "forward"}
        )
        lamp = self.new_asset("lamp")
        self.relate(self.pve01, feeds, lamp)
        self.assertIn("lamp", self.what_fails(self.pve01)[0])
        self.assertEqual(self.what_fails(lamp)[0], {"lamp"})
        feeds.impact = "backward"
        self.assertNotIn("lamp", self.what_fails(self.pve01)[0])
        self.assertIn("pve01", self.what_fails(lamp)[0])

    def test_two_of_three_suffice(self):
        trio = [self.new_asset(f"ntp{i}", status="active") for i in range(3)]
        ntp = self.new_service("Clock")
        self.group(ntp, trio, needed=2)
        self.assertEqual(self.what_fails(trio[0]), ({"ntp0"}, {"Clock"}))
        self.assertEqual(self.what_fails(*trio[:2]), ({"ntp0", "ntp1", "Clock"}, set()))

    def test_what_is_already_down_is_no_substitute(self):
        first, second = (self.new_asset(name, status="active") for name in ("ups1", "ups2"))
        self.group(self.pve01, [first, second], needed=1)
        self.assertEqual(self.what_fails(first)[0], {"ups1"})
        second.status = "maintenance"
        self.assertIn("pve01", self.what_fails(first)[0])
        second.status = "active"
        second.with_context(active_test=False).write({"status": "decommissioned"})
        self.assertIn("pve01", self.what_fails(first)[0])

    def test_members_that_share_a_host_fall_together(self):
        """Redundancy that is none: both substitutes run on one machine."""
        twins = [self.new_asset(name, host_id=self.pve01.id) for name in ("web1", "web2")]
        shop = self.new_service("Shop")
        self.group(shop, twins, needed=1)
        self.assertIn("Shop", self.what_fails(self.pve01)[0])

    def test_what_has_a_substitute_is_needed_less(self):
        pair = [self.new_asset(name, status="active") for name in ("fw1", "fw2")]
        self.group(self.mail, pair, needed=1)
        outcome = self.env["ipai.impact"]._what_is_needed(self.mail._nodes())
        self.assertEqual(self.names(outcome.weakened), {"fw1", "fw2"})
        self.assertNotIn("fw1", self.names(outcome.failed))

    def test_a_cycle_ends(self):
        self.relate(self.pve01, self.depends_on, self.mail)
        everything = {"pve01", "dc01", "Resolver", "Webmail"}
        for record in (self.pve01, self.dc01, self.dns, self.mail):
            self.assertEqual(self.what_fails(record)[0], everything)

    def test_what_is_gone_neither_fails_nor_breaks_anything(self):
        self.dc01.status = "decommissioned"
        self.assertEqual(self.what_fails(self.pve01)[0], {"pve01"})
        self.assertEqual(self.what_fails(self.dc01)[0], {"dc01"})
        self.dc01.status = "active"
        self.assertIn("Webmail", self.what_fails(self.pve01)[0])
        self.mail.active = False
        self.assertNotIn("Webmail", self.what_fails(self.pve01)[0])

    def test_what_is_planned_neither_fails_nor_is_needed_nor_helps(self):
        planned = self.new_asset("dc09", status="planned", host_id=self.pve01.id)
        later = self.new_service("Later")
        self.relate(later, self.runs_on, planned)
        failed = self.env["ipai.impact"]._what_fails(self.pve01._nodes()).failed
        self.assertNotIn(planned.id, failed)
        self.assertNotIn(-later.id, failed)
        self.assertFalse(self.env["ipai.impact"]._what_fails(planned._nodes()).failed)
        needed = self.env["ipai.impact"]._what_is_needed(later._nodes())
        self.assertNotIn(planned.id, needed.failed)
        self.assertNotIn(planned.id, needed.weakened)
        spare = self.new_asset("spare", status="planned")
        self.group(later, self.dc01 | spare, 1)
        self.assertIn(-later.id, self.env["ipai.impact"]._what_fails(self.dc01._nodes()).failed)
        with self.assertRaisesRegex(UserError, "planned is not there"):
            self.env["ipai.map.layout"].simulate(planned.ids, planned.ids)

    def test_one_query_whatever_the_size(self):
        Impact = self.env["ipai.impact"]
        self.env.flush_all()
        with self.assertQueryCount(1):
            Impact._what_fails(self.pve01._nodes())
        self.env["ipai.service"].create([{"name": f"s{i}"} for i in range(300)])
        services = self.env["ipai.service"].search([("name", "=like", "s%")])
        self.env["ipai.relation"].create(
            [
                {
                    "source_service_id": service.id,
                    "type_id": self.depends_on.id,
                    "target_service_id": self.mail.id,
                }
                for service in services
            ]
        )
        self.env.flush_all()
        with self.assertQueryCount(1):
            outcome = Impact._what_fails(self.pve01._nodes())
        self.assertEqual(len(outcome.failed), 304)

    def test_the_reason_is_the_path(self):
        outcome = self.env["ipai.impact"]._what_fails(self.pve01._nodes())
        names = {
            node: record.name
            for record in (self.pve01, self.dc01, self.dns, self.mail)
            for node in record._nodes()
        }
        reasons = self.env["ipai.impact"]._reasons(outcome, names)
        self.assertEqual(
            reasons[-self.mail.id],
            "dc01 runs on pve01, Resolver runs on dc01 (primary), Webmail depends on Resolver",
        )

    def test_who_decommissions_is_told_which_services_fail(self):
        wizard = (
            self.env["ipai.asset.transition"]
            .with_user(self.technician)
            .create({"asset_ids": [Command.set(self.pve01.ids)], "status": "decommissioned"})
        )
        self.assertIn("Without pve01 these services fail: ", wizard.dependents)
        self.assertIn("Webmail", wizard.dependents)


class TestOutage(RelationCase):
    def simulate(self, *records, user=None, **vals):
        outage = (
            self.env["ipai.outage"]
            .with_user(user or self.technician)
            .create(
                {
                    "asset_ids": [Command.set([r.id for r in records if r._name == "ipai.asset"])],
                    "service_ids": [
                        Command.set([r.id for r in records if r._name == "ipai.service"])
                    ],
                    **vals,
                }
            )
        )
        outage.action_simulate()
        return outage

    def test_all_that_fails_is_listed_nearest_first(self):
        outage = self.simulate(self.pve01)
        self.assertEqual(
            [(line.name, line.state, line.depth) for line in outage.line_ids],
            [
                ("pve01", "root", 0),
                ("dc01", "failed", 1),
                ("Resolver", "failed", 2),
                ("Webmail", "failed", 3),
            ],
        )
        self.assertEqual(
            (outage.asset_count, outage.service_count, outage.customer_count), (2, 2, 1)
        )

    def test_several_may_fail_at_once(self):
        pair = [self.new_asset(name, status="active") for name in ("sw1", "sw2")]
        self.group(self.mail, pair, needed=1)
        self.assertEqual(self.simulate(pair[0]).weakened_count, 1)
        self.assertIn("Webmail", self.simulate(*pair).line_ids.mapped("name"))

    def test_each_customer_is_told_of_its_own_only(self):
        shop = self.new_service("Shop", customer_id=self.globex.id)
        self.relate(shop, self.depends_on, self.dns)
        laptop = self.new_asset("laptop", customer_id=self.acme.id, assigned_partner_id=self.ada.id)
        self.relate(laptop, self.depends_on, self.mail)
        notices = self.simulate(self.pve01).notice_ids
        self.assertEqual(notices.mapped("customer_id"), self.acme + self.globex)
        own, acme, globex = notices.sorted(lambda n: n.customer_id.name or "")
        self.assertEqual(own.partner_ids, (self.manager + self.technician).partner_id)
        self.assertEqual(acme.partner_ids, self.acme + self.ada)
        self.assertEqual(globex.partner_ids, self.globex)
        for name in ("Webmail", "Shop", "Resolver", "pve01"):
            self.assertIn(name, own.body)
        self.assertIn("Webmail", acme.body)
        for name in ("Shop", "Resolver", "pve01"):
            self.assertNotIn(name, acme.body)
        self.assertIn("Shop", globex.subject)

    def test_names_do_not_become_html(self):
        self.mail.name = "<b>Webmail</b>"
        notice = self.simulate(self.pve01).notice_ids[:1]
        self.assertIn("&lt;b&gt;Webmail", notice.body)

    def test_the_message_opens_in_the_composer(self):
        notice = self.simulate(self.pve01).notice_ids[:1]
        action = notice.action_compose()
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.technician)
            .with_context(**action["context"])
            .create({})
        )
        composer._action_send_mail()
        message = self.pve01.message_ids.sorted("id")[-1]
        self.assertEqual(message.subject, notice.subject)
        self.assertIn(self.manager.partner_id, message.partner_ids)

    def test_a_reader_may_simulate(self):
        outage = self.simulate(self.pve01, user=self.reader)
        self.assertEqual(len(outage.line_ids), 4)

    def test_an_outage_of_nothing_is_refused(self):
        with self.assertRefused(UserError, "Choose at least one"):
            self.simulate()

    def test_the_buttons_answer_both_questions(self):
        action = self.pve01.with_user(self.reader).action_what_fails()
        outage = self.env["ipai.outage"].browse(action["res_id"])
        self.assertEqual(outage.line_ids.mapped("name"), ["pve01", "dc01", "Resolver", "Webmail"])
        self.assertEqual(outage.action_open_map()["context"]["map_failed"], self.pve01.ids)
        action = self.mail.with_user(self.reader).action_what_is_needed()
        outage = self.env["ipai.outage"].browse(action["res_id"])
        self.assertEqual(outage.line_ids.mapped("name"), ["Webmail", "Resolver", "dc01", "pve01"])
        self.assertEqual((outage.service_count, outage.asset_count), (1, 2), "itself left out")
        self.assertNotIn("map_failed", outage.action_open_map()["context"])
        self.assertFalse(outage.notice_ids)
