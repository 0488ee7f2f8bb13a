# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.ipai_base import compat

from .common import AssetCase


class TestAsset(AssetCase):
    def test_identities_are_kept_in_one_spelling(self):
        asset = self.new_asset(
            " pve01 ",
            hostname="PVE01.lab.example. ",
            serial_number=" SN1 ",
        )
        self.assertEqual(asset.name, "pve01")
        self.assertEqual(asset.hostname, "PVE01.lab.example")
        self.assertEqual(asset.serial_number, "SN1")

    def test_hostname_is_unique_per_customer_whatever_the_case(self):
        self.new_asset("First", hostname="web01", customer_id=self.acme.id)
        self.new_asset("Elsewhere", hostname="web01", customer_id=self.globex.id)
        self.new_asset("Own", hostname="web01")
        with self.assertRefused(ValidationError, r"WEB01 is already taken by First .* of Acme"):
            self.new_asset("Second", hostname="WEB01", customer_id=self.acme.id)
        with self.assertRefused(ValidationError, "already taken by Own"):
            self.new_asset("Second", hostname="Web01.")

    def test_hostname_is_free_again_after_decommissioning(self):
        old = self.new_asset("Old", hostname="web01", status="active")
        old.write({"status": "decommissioned", "status_reason": "worn out"})
        self.new_asset("New", hostname="web01")
        with self.assertRefused(ValidationError, "already taken by New"):
            old.write({"status": "active"})

    def test_hostname_moved_to_another_customer_is_checked_there(self):
        self.new_asset("First", hostname="web01", customer_id=self.acme.id)
        second = self.new_asset("Second", hostname="web01", customer_id=self.globex.id)
        with self.assertRefused(ValidationError, "already taken by First"):
            second.customer_id = self.acme

    def test_database_refuses_what_went_past_the_python_check(self):
        first = self.new_asset("First", hostname="web01")
        second = self.new_asset("Second", hostname="web02")
        self.env.flush_all()
        for customer in (None, self.acme.id):
            self.env.cr.execute(
                "UPDATE ipai_asset SET customer_id = %s WHERE id IN %s",
                [customer, (first + second)._ids],
            )
            with self.subTest(customer=customer):
                with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError) as refused:
                    with self.env.cr.savepoint():
                        self.env.cr.execute(
                            "UPDATE ipai_asset SET hostname_key = 'web01' WHERE id = %s",
                            [second.id],
                        )
                told = compat.constraint_message(self.env, refused.exception)
                self.assertIn("choose another host name", told)

    def test_name_too_long_or_no_hostname_is_refused(self):
        with self.assertRefused(ValidationError, "500 characters; shorten it to 200"):
            self.new_asset("x" * 500)
        with self.assertRefused(ValidationError, "no more than 2000 bytes"):
            self.new_asset("x" * 5000)
        for hostname in ("<script>alert(1)</script>", "two words", "h" * 254):
            with (
                self.subTest(hostname=hostname),
                self.assertRefused(ValidationError, "cannot be a host name"),
            ):
                self.new_asset("x", hostname=hostname)

    def test_html_in_a_name_is_text_in_the_links(self):
        asset = self.new_asset("<img src=x onerror=alert(1)>")
        asset.link_ids = [
            (0, 0, {"name": "<b>wiki</b>", "url": "https://wiki.example/", "kind": "other"})
        ]
        self.assertIn("&lt;b&gt;wiki&lt;/b&gt;", asset.link_buttons)
        self.assertNotIn("<b>", asset.link_buttons)

    def test_an_asset_cannot_run_on_itself_at_any_distance(self):
        host = self.new_asset("host")
        guest = self.new_asset("guest", host_id=host.id)
        nested = self.new_asset("nested", host_id=guest.id)
        with self.assertRefused(ValidationError, "host → nested → guest → host"):
            host.host_id = nested
        with self.assertRefused(ValidationError, "host → host"):
            host.host_id = host

    def test_a_kind_cannot_stand_below_itself_at_any_distance(self):
        for model in ("ipai.asset.type", "ipai.operating.system"):
            top = self.env[model].create({"name": "Top"})
            middle = self.env[model].create({"name": "Middle", "parent_id": top.id})
            leaf = self.env[model].create({"name": "Leaf", "parent_id": middle.id})
            self.assertEqual(leaf.display_name, "Top / Middle / Leaf")
            for parent in (top, leaf):
                with self.assertRefused(ValidationError, f"{parent.complete_name} .* above Top"):
                    top.parent_id = parent
            leaf.parent_id = top
            self.assertEqual(leaf.display_name, "Top / Leaf")

    def test_assigned_user_is_a_contact_of_the_customer(self):
        asset = self.new_asset("pc", customer_id=self.acme.id, assigned_partner_id=self.ada.id)
        with self.assertRefused(ValidationError, "Bob is a contact of Globex, not of Acme"):
            asset.assigned_partner_id = self.bob
        form = Form(asset)
        form.customer_id = self.globex
        self.assertFalse(form.assigned_partner_id, "the form lets go of the other customer's user")

    def test_tags_are_numbered_and_pass_over_those_typed_by_hand(self):
        first = self.new_asset("a")
        number = int(first.asset_tag.removeprefix("A-"))
        self.new_asset("typed", asset_tag=f"a-{number + 1:05d}")
        batch = self.env["ipai.asset"].create(
            [{"name": f"b{i}", "type_id": self.compute.id} for i in range(3)]
        )
        self.assertEqual(batch.mapped("asset_tag"), [f"A-{number + i:05d}" for i in (2, 3, 4)])
        with self.assertRefused(ValidationError, "already taken by a"):
            self.new_asset("again", asset_tag=first.asset_tag.lower())

    def test_placeholder_serials_are_kept_but_never_matched(self):
        one = self.new_asset("one", serial_number="To Be Filled By O.E.M.")
        two = self.new_asset("two", serial_number="To Be Filled By O.E.M.")
        self.assertEqual(one.serial_number, "To Be Filled By O.E.M.")
        self.assertFalse(one.same_serial_ids)
        one.serial_number = two.serial_number = " 5cg123 "
        self.assertEqual(one.same_serial_ids, two)

    def test_end_of_life_comes_from_the_model_and_stays_editable(self):
        model = self.env["ipai.asset.model"].create(
            {
                "name": "OptiPlex 3080",
                "manufacturer_id": self.env["ipai.manufacturer"].create({"name": "Dell X"}).id,
                "end_of_life_date": "2027-05-01",
            }
        )
        asset = self.new_asset("pc", model_id=model.id)
        self.assertEqual(str(asset.end_of_life_date), "2027-05-01")
        self.assertEqual(asset.manufacturer_id.name, "Dell X")
        asset.end_of_life_date = "2028-01-01"
        self.assertEqual(str(asset.end_of_life_date), "2028-01-01")

    def test_a_copy_is_planned_and_has_no_identity_of_the_original(self):
        asset = self.new_asset("pc", hostname="pc", serial_number="S1", status="active")
        twin = asset.copy()
        self.assertEqual(twin.name, "pc (copy)")
        self.assertEqual(twin.status, "planned")
        self.assertFalse(twin.hostname or twin.serial_number)
        self.assertNotEqual(twin.asset_tag, asset.asset_tag)

    def test_an_asset_with_history_is_archived_not_deleted(self):
        asset = self.new_asset("pc", status="active")
        with self.assertRefused(UserError, "Archive it instead"):
            asset.unlink()
        asset.action_archive()
        self.assertEqual(asset.status, "decommissioned")
        self.new_asset("mistyped").unlink()

    def test_creating_many_takes_no_more_queries_than_few(self):
        def create(count):
            self.env["ipai.asset"].create(
                [
                    {
                        "name": f"{count}-{i}",
                        "hostname": f"h{count}-{i}",
                        "type_id": self.compute.id,
                    }
                    for i in range(count)
                ]
            )

        create(5)
        few, many = self.count_queries(create, 10), self.count_queries(create, 400)
        self.assertLess(many, few + 30, "the ORM inserts in batches of 100 rows")
