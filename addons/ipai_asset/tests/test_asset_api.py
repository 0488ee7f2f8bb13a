# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import datetime
from urllib.parse import quote

from odoo import Command

from .api_common import InventoryApiCase


class TestAssetApi(InventoryApiCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.web, cls.mail, cls.old = (
            cls.new_asset(
                "Web 4711",
                hostname="web4711.lab.example",
                serial_number="5cg-4711",
                customer_id=cls.acme.id,
                site_id=cls.hall.id,
                tag_ids=[Command.create({"name": "blue 4711"})],
            ),
            cls.new_asset("Mail 4711", hostname="mail4711", site_id=cls.yard.id),
            cls.new_asset("Old 4711", hostname="old4711", status="planned"),
        )
        cls.old.active = False

    def test_a_row_tells_what_the_record_says(self):
        [row] = self.found("assets", "hostname=web4711.lab.example")
        self.assertEqual(row["id"], self.web.id)
        self.assertEqual(row["customer"], {"id": self.acme.id, "name": "Acme 4711"})
        self.assertEqual(row["site"]["name"], "Hall")
        self.assertEqual([tag["name"] for tag in row["tags"]], ["blue 4711"])
        self.assertEqual((row["status"], row["owner"], row["active"]), ("active", None, True))
        self.assertEqual(row["url"], self.web._get_url())

    def test_each_filter_finds_what_it_names(self):
        for parameters in (
            "hostname=WEB4711.Lab.Example.",
            "serial=5CG-4711",
            f"customer={self.acme.id}",
            "customer=acme%204711",
            "site=Hall&q=4711",
            f"type={self.compute.id}&q=web4711",
            "name=web%204711",
            "status=active,missing&q=Web%204711",
        ):
            with self.subTest(parameters):
                self.assertEqual(self.names("assets", parameters), ["Web 4711"])
        self.assertEqual(self.names("assets", "q=4711&site=yard"), ["Mail 4711"])
        self.assertEqual(self.found("assets", "hostname=web4711&site=Yard"), [])

    def test_archived_ones_are_shown_when_asked_for(self):
        self.assertEqual(self.found("assets", "hostname=old4711"), [])
        [row] = self.found("assets", "hostname=old4711&include_archived=true")
        self.assertFalse(row["active"])
        self.assertEqual(self.get(f"assets/{self.old.id}")[1]["name"], "Old 4711")

    def test_what_filters_nothing_or_is_unknown_is_refused(self):
        self.assert_parameter("assets?hostnam=web4711", "hostnam")
        self.assert_parameter("assets?hostname=%20%20", "hostname")
        self.assert_parameter("assets?site=", "site")
        self.assert_parameter("assets?status=activ", "status")
        self.assert_parameter("assets?status=", "status")
        self.assert_parameter(
            "assets?serial=To%20be%20filled%20by%20O.E.M.", "serial", "placeholder"
        )
        self.assert_parameter("assets?customer=99999999999", "customer", "a number of a record")
        self.assert_parameter("assets?fields=name,colour", "fields")
        self.assert_parameter("assets?limit=0", "limit")
        self.assert_parameter("assets?updated_since=1769940000", "updated_since")

    def test_a_wildcard_is_a_character(self):
        self.assertEqual(self.found("assets", f"name={quote('Web%')}"), [])
        self.assertEqual(self.found("assets", f"q={quote('W%b 4711')}"), [])

    def test_sparse_fields_are_all_that_is_told(self):
        [row] = self.found("assets", "hostname=web4711.lab.example&fields=name,customer")
        self.assertEqual(
            row,
            {
                "id": self.web.id,
                "name": "Web 4711",
                "customer": {"id": self.acme.id, "name": "Acme 4711"},
            },
        )
        one = self.get(f"assets/{self.mail.id}?fields=id")[1]
        self.assertEqual(one, {"id": self.mail.id})

    def test_pages_show_each_once_whatever_is_added_meanwhile(self):
        for number in range(5):
            self.new_asset(f"Page {number} of 4712")
        seen, cursor = [], ""
        while cursor is not None:
            status, value, _headers = self.get(
                f"assets?q=of%204712&limit=2{cursor and '&cursor='}{cursor}"
            )
            self.assertEqual(status, 200, value)
            seen += [row["name"] for row in value["assets"]]
            cursor = value["next_cursor"]
            self.env["ipai.asset"].search([("name", "=", "Page 0 of 4712")]).action_archive()
        self.assertEqual(seen, [f"Page {number} of 4712" for number in range(5)])
        self.assert_parameter("assets?cursor=abc", "cursor", "no cursor of assets")

    def test_what_changed_since_comes_in_the_order_of_its_changes(self):
        self.set_changed(self.mail, "2026-03-01 10:00:00.5")
        self.set_changed(self.web, "2026-03-02 10:00:00")
        asked = "q=4711&updated_since=2026-03-01T11:00:00%2B01:00"
        self.assertEqual(self.names("assets", asked), ["Mail 4711", "Web 4711"])
        first = self.get(f"assets?{asked}&limit=1")[1]
        self.assertEqual(first["assets"][0]["updated_at"], "2026-03-01T10:00:00Z")
        second = self.get(f"assets?{asked}&limit=1&cursor={first['next_cursor']}")[1]
        self.assertEqual([row["name"] for row in second["assets"]], ["Web 4711"])
        self.assertEqual(
            self.names("assets", "q=4711&updated_since=2026-03-01T10:00:01Z"), ["Web 4711"]
        )
        # A place in one order is none in the other.
        self.assert_parameter(f"assets?cursor={first['next_cursor']}", "cursor")

    def set_changed(self, asset, moment):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_asset SET write_date = %s WHERE id = %s",
            [datetime.datetime.fromisoformat(moment), asset.id],
        )
        self.env.invalidate_all()

    def test_who_has_the_answer_is_not_sent_it_again(self):
        path = f"assets/{self.web.id}"
        status, _value, headers = self.get(path)
        self.assertEqual((status, headers["Cache-Control"]), (200, "private, no-cache"))
        known = {"If-None-Match": f'"other", {headers["ETag"]}'}
        status, value, again = self.get(path, **known)
        self.assertEqual((status, value, again["ETag"]), (304, None, headers["ETag"]))
        self.web.purpose = "Shop"
        self.env.flush_all()
        self.assertEqual(self.get(path, **known)[1]["purpose"], "Shop")

    def test_one_that_is_not_there_is_not_found(self):
        for number in (2147483000, 0, 2**40):
            self.assert_problem(self.get(f"assets/{number}"), 404, "not-found")

    def test_another_company_is_not_seen(self):
        other = self.env["res.company"].create({"name": "Other 4711"})
        theirs = self.new_asset("Theirs 4711", company_id=other.id)
        self.assertEqual(self.found("assets", "name=Theirs%204711"), [])
        self.assert_problem(self.get(f"assets/{theirs.id}"), 404, "not-found")

    def test_the_user_of_the_key_needs_the_right_to_read(self):
        _key, secret = self.new_key("No Rights", self.bot, "assets_read")
        self.assert_problem(self.call("GET", "/ipai/assets", secret=secret), 403, "access-denied")

    def test_either_scope_opens_the_reads_and_no_other_one(self):
        _key, whole = self.new_key("Whole", self.reading_user, "assets")
        self.assertEqual(self.call("GET", "/ipai/assets", secret=whole)[0], 200)
        problem = self.assert_problem(self.call("GET", "/ipai/assets"), 403, "scope-missing")
        self.assertIn("assets:read or assets", problem["detail"])
        self.env.ref("ipai_asset.scope_assets_read").enabled = False
        self.assertEqual(self.call("GET", "/ipai/assets", secret=whole)[0], 200)
        self.assert_problem(self.get("assets"), 503, "scope-off")

    def test_a_page_costs_the_same_however_many_rows_it_has(self):
        for number in range(30):
            self.new_asset(f"Many {number} 4713", customer_id=self.acme.id, site_id=self.hall.id)
        self.found("assets", "q=4713&limit=1")

        def queries(limit):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.found("assets", f"q=4713&limit={limit}")
            return self.env.cr.sql_log_count - before

        self.assertEqual(queries(2), queries(30))
