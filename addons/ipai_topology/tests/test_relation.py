# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user
from odoo.tools import mute_logger

from .relation_common import RelationCase


class TestRelation(RelationCase):
    def test_a_form_just_opened_has_no_name_yet(self):
        self.assertFalse(self.env["ipai.relation"].new({}).display_name)

    def test_a_relation_reads_right_from_both_ends(self):
        self.assertIn(("depends on", "Resolver"), self.lines(self.mail))
        self.assertIn(("is needed by", "Webmail"), self.lines(self.dns))

    def test_a_host_is_shown_from_both_ends_and_entered_once(self):
        self.assertIn(("runs on", "pve01"), self.lines(self.dc01))
        self.assertIn(("carries", "dc01"), self.lines(self.pve01))
        with self.assertRefused(ValidationError, "Enter pve01 in the field Runs On of dc01"):
            self.relate(self.dc01, self.runs_on, self.pve01)

    def test_a_duplicate_is_refused_and_named(self):
        with self.assertRefused(ValidationError, "stands already: Resolver runs on dc01"):
            self.relate(self.dns, self.runs_on, self.dc01, role="another")

    def test_a_duplicate_within_one_batch_is_refused(self):
        vals = {
            "source_service_id": self.mail.id,
            "type_id": self.depends_on.id,
            "target_asset_id": self.pve01.id,
        }
        with self.assertRefused(ValidationError, "stands already: Webmail depends on pve01"):
            self.env["ipai.relation"].create([vals, dict(vals)])

    def test_a_change_into_a_duplicate_is_refused_and_named(self):
        relation = self.relate(self.dns, self.depends_on, self.dc01)
        with self.assertRefused(ValidationError, "stands already: Resolver runs on dc01"):
            relation.type_id = self.runs_on

    def test_the_database_refuses_a_duplicate_and_a_loop_by_itself(self):
        relation = self.relate(self.dns, self.depends_on, self.pve01)
        self.env.flush_all()
        for change in (
            "target_asset_id = NULL, target_service_id = source_service_id",
            "source_asset_id = target_asset_id",
            "target_asset_id = NULL",
        ):
            with (
                self.subTest(change=change),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self.env.cr.execute(
                    f"UPDATE ipai_relation SET {change} WHERE id = %s", [relation.id]
                )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE ipai_relation SET type_id = %s, target_asset_id = %s WHERE id = %s",
                [self.runs_on.id, self.dc01.id, relation.id],
            )

    def test_nothing_is_related_to_itself(self):
        with self.assertRefused(ValidationError, "pve01 cannot be related to itself"):
            self.relate(self.pve01, self.depends_on, self.pve01)

    def test_a_mutual_relation_is_one_from_whichever_end(self):
        self.relate(self.dc01, self.connected_to, self.pve01)
        self.assertIn(("is connected to", "dc01"), self.lines(self.pve01))
        self.assertIn(("is connected to", "pve01"), self.lines(self.dc01))
        with self.assertRefused(ValidationError, "stands already: pve01 is connected to dc01"):
            self.relate(self.pve01, self.connected_to, self.dc01)

    def test_a_type_in_use_stays_as_mutual_as_it_is(self):
        self.relate(self.dc01, self.connected_to, self.pve01)
        with self.assertRefused(ValidationError, "is in use"):
            self.connected_to.write({"mutual": False, "inverse_name": "other"})

    def test_a_type_says_what_it_is_in_a_way_of_its_own(self):
        def new(**vals):
            vals = {"name": "feeds", "inverse_name": "is fed by", **vals}
            return self.env["ipai.relation.type"].create(vals)

        new()
        with self.assertConstraint("There already is a relation type of this name"):
            new()
        with self.assertConstraint("Say how the relation reads from its second end"):
            new(name="heats", inverse_name=False)
        with self.assertConstraint("cannot carry impact"):
            new(name="touches", mutual=True, impact="forward")

    def test_a_mutual_type_joins_the_same_kinds_on_both_ends(self):
        with self.assertRefused(ValidationError, "must join the same kinds on both"):
            self.connected_to.source_type_ids = self.virtual_machine

    def test_kinds_that_a_type_does_not_join_are_refused(self):
        with self.assertRefused(
            ValidationError, "Webmail cannot be an end of “Webmail is connected to"
        ):
            self.relate(self.mail, self.connected_to, self.pve01)
        self.depends_on.target_type_ids = self.virtual_machine
        with self.assertRefused(ValidationError, "pve01 cannot be an end"):
            self.relate(self.mail, self.depends_on, self.pve01)
        self.relate(self.mail, self.depends_on, self.dc01)

    def test_the_type_of_hosts_keeps_its_impact_and_stays(self):
        with self.assertRefused(ValidationError, "impact of “runs on” is fixed"):
            self.runs_on.impact = "none"
        with self.assertRefused(UserError, "cannot be deleted"):
            self.runs_on.unlink()

    def test_the_form_takes_both_ends_and_swaps_them(self):
        Relation = self.env["ipai.relation"].with_user(self.technician)
        with Form(Relation.with_context(default_source_asset_id=self.pve01.id)) as form:
            self.assertEqual(form.source_ref, f"ipai.asset,{self.pve01.id}")
            form.source_ref = f"ipai.service,{self.mail.id}"
            form.type_id = self.depends_on
            form.target_ref = f"ipai.asset,{self.dc01.id}"
        relation = form.record
        self.assertEqual(
            (relation.source_service_id, relation.target_asset_id), (self.mail, self.dc01)
        )
        self.assertFalse(relation.source_asset_id)
        relation.action_swap_ends()
        self.assertEqual((relation.source_ref, relation.target_ref), (self.dc01, self.mail))

    def test_what_goes_takes_its_relations_along(self):
        self.env.flush_all()
        self.mail.unlink()
        self.assertFalse(self.mail_needs_dns.exists())
        self.assertTrue(self.dns_on_dc01.exists())

    def test_members_of_a_redundancy_group_serve_one(self):
        group = self.group(self.mail, [self.pve01, self.dc01], needed=1)
        self.assertEqual(group.display_name, "spares (1 of 2)")
        with self.assertRefused(ValidationError, "they serve Resolver, Webmail"):
            self.relate(self.dns, self.depends_on, self.pve01, redundancy_group_id=group.id)
        with self.assertRefused(ValidationError, "only relations that carry impact"):
            self.relate(self.mail, self.documents, self.pve01, redundancy_group_id=group.id)

    def test_a_group_needs_at_least_one(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.env["ipai.redundancy.group"].create({"name": "none", "needed": 0})

    def test_creating_many_takes_no_query_more_than_a_few(self):
        services = self.env["ipai.service"].create([{"name": f"s{i}"} for i in range(60)])

        def relate(some):
            self.env["ipai.relation"].create(
                [
                    {
                        "source_service_id": service.id,
                        "type_id": self.depends_on.id,
                        "target_asset_id": self.pve01.id,
                    }
                    for service in some
                ]
            )

        few = self.count_queries(relate, services[:10])
        many = self.count_queries(relate, services[10:])
        self.assertLessEqual(many, few)


class TestRelationCompanies(RelationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create({"name": "Other MSP"})
        cls.outsider = new_test_user(
            cls.env,
            "outsider",
            groups="ipai_base.group_manager,base.group_allow_export",
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )
        cls.group(cls.mail, [cls.pve01], needed=1)
        cls.env["ipai.map.layout"].create({"name": "secret", "asset_id": cls.pve01.id})
        cls.env.flush_all()

    def test_no_way_of_reading_shows_another_company(self):
        for model, name in (
            ("ipai.service", "name"),
            ("ipai.relation", "role"),
            ("ipai.relation.line", "role"),
            ("ipai.redundancy.group", "name"),
            ("ipai.map.layout", "name"),
        ):
            with self.subTest(model=model):
                mine = self.env[model].search([])
                self.assertTrue(mine, "there is something to hide")
                records = self.env[model].with_user(self.outsider)
                self.assertFalse(records.search([]))
                self.assertFalse(records.name_search("", []))
                self.assertFalse(records._read_group([], [name], ["__count"])[1:])
                with self.assertRaises(AccessError):
                    records.browse(mine[0].id).read([name])
                with self.assertRaises(AccessError):
                    records.browse(mine[0].id).export_data([name])

    def test_a_relation_never_leaves_its_company(self):
        theirs = self.new_service("Theirs", user=self.outsider)
        with self.assertRaises(UserError):
            self.relate(theirs.sudo(), self.depends_on, self.dc01.sudo(), user=self.env.user)
        with self.assertRefused(UserError, "Resolver runs on dc01, which belongs to"):
            self.dns.with_user(SUPERUSER_ID).company_id = self.other

    def test_neither_impact_nor_map_shows_another_company(self):
        outage = self.env["ipai.outage"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            outage.create({"asset_ids": [Command.set(self.pve01.ids)]}).action_simulate()
        layout = self.env["ipai.map.layout"].with_user(self.outsider)
        with self.assertRaises(AccessError):
            layout.load_graph("asset", self.pve01.id, 2)
        with self.assertRaises(UserError):
            layout.simulate([self.pve01.id], [self.pve01.id, self.dc01.id])
        own = self.new_asset("own", user=self.outsider)
        self.assertEqual(list(layout.simulate(own.ids, [own.id, self.dc01.id])["failed"]), own.ids)
        graph = layout.load_graph("asset", own.id, 1, expanded={str(self.pve01.id): 1})
        self.assertEqual([node["id"] for node in graph["nodes"]], own.ids)

    def test_the_outage_of_somebody_else_is_closed(self):
        outage = (
            self.env["ipai.outage"]
            .with_user(self.technician)
            .create({"asset_ids": [Command.set(self.pve01.ids)]})
        )
        outage.action_simulate()
        for records in (outage, outage.line_ids, outage.notice_ids):
            self.assertTrue(records)
            with self.assertRaises(AccessError):
                records.with_user(self.outsider).read(["display_name"])
