# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from ..schemas.filters import PartnerSearch
from .common import LoomCase

ROWS = 20_000


class TestPartnerSearch(LoomCase):
    def test_a_row_has_the_fields_and_shapes_of_the_contract(self):
        answer = self.search("partners", website="example.com")
        us = self.env.ref("base.us")
        self.assertEqual(
            answer,
            {
                "count": 1,
                "partners": [
                    {
                        "id": self.corp.id,
                        "name": "Example Corp",
                        "email": "Contact@Corp.Example",
                        "phone": "+1 (415) 555-0100",
                        "website": self.corp.website,
                        "is_company": True,
                        "city": "San Francisco",
                        "country_id": [us.id, "United States"],
                    }
                ],
                "next_cursor": None,
            },
        )

    def test_what_is_empty_is_null(self):
        row = self.search("partners", query="unrelated")["partners"][0]
        self.assertEqual((row["email"], row["city"], row["country_id"]), (None, None, None))
        self.assertIs(row["is_company"], False)

    def test_a_phone_is_found_in_any_format(self):
        for phone in ("+14155550100", "001 415 555 0100", "(415) 555-0100", "555-0100", "5550100"):
            with self.subTest(phone=phone):
                self.assertEqual(self.found("partners", phone=phone), self.corp.ids)
        self.other.phone = "040 555 0199"
        self.assertEqual(self.found("partners", phone="+49 40 5550199"), self.other.ids)
        self.assertFalse(self.found("partners", phone="+49 41 5550199"))

    def test_a_website_is_found_without_scheme_and_www_and_with_its_subdomains(self):
        self.other.website = "https://shop.example.com"
        both = sorted((self.corp | self.other).ids)
        for website in ("example.com", "http://www.example.com", "https://EXAMPLE.com/x?y#z"):
            with self.subTest(website=website):
                self.assertEqual(self.found("partners", website=website), both)
        self.assertEqual(self.found("partners", website="shop.example.com"), self.other.ids)
        self.assertEqual(self.found("partners", website="xample"), both)
        for none in ("ample.com", "example_com", "e%"):
            self.assertFalse(self.found("partners", website=none), none)

    def test_an_address_is_that_one_and_a_part_is_a_part(self):
        self.assertEqual(self.found("partners", email="contact@corp.example"), self.corp.ids)
        self.assertFalse(self.found("partners", email="act@corp.example"))
        both = sorted((self.corp | self.john).ids)
        self.assertEqual(self.found("partners", email="@CORP.example"), both)

    def test_free_text_looks_through_the_fields_of_the_setting(self):
        self.assertEqual(self.found("partners", query="john DOE"), self.john.ids)
        self.assertEqual(self.found("partners", query="415 555 0100"), self.corp.ids)
        self.assertEqual(self.found("partners", query="corp.exam", is_company=True), self.corp.ids)
        self.env.company.ipai_loom_search_fields = "name"
        self.assertFalse(self.found("partners", query="corp.exam"))
        self.assertFalse(self.found("partners", query="415 555 0100"))
        self.assertEqual(self.found("partners", query="xample corp"), self.corp.ids)

    def test_filters_combine(self):
        self.assertEqual(
            self.found("partners", email="@corp.example", is_company=False), self.john.ids
        )
        self.assertFalse(self.found("partners", email="@corp.example", phone="555-0199"))

    def test_pages_follow_each_other_whatever_is_added(self):
        made = self.env["res.partner"].create([{"name": f"Paged {n}"} for n in range(5)])
        first = self.search("partners", query="paged", limit=2)
        self.env["res.partner"].create({"name": "Paged late"})
        second = self.search("partners", query="paged", limit=2, cursor=first["next_cursor"])
        third = self.search("partners", query="paged", limit=2, cursor=second["next_cursor"])
        ids = [row["id"] for page in (first, second, third) for row in page["partners"]]
        self.assertEqual(ids, made.ids[::-1])
        self.assertIsNone(third["next_cursor"])

    def test_a_bad_filter_is_named(self):
        for body, pointer in (
            ({"limit": 101}, "/limit"),
            ({"limit": 0}, "/limit"),
            ({"cursor": "surplus"}, "/cursor"),
            ({"phone": "12"}, "/phone"),
            ({"is_company": "yes"}, "/is_company"),
            ({"domain": []}, "/domain"),
        ):
            with self.subTest(body=body):
                answer = self.call("POST", "/odoo/search/partners", body)
                problem = self.assert_problem(answer, 422, "invalid-body")
                self.assertEqual([error["pointer"] for error in problem["errors"]], [pointer])
        leads = self.search("partners", limit=1)["next_cursor"]
        answer = self.call("POST", "/odoo/search/leads", {"cursor": leads})
        self.assert_problem(answer, 422, "invalid-body")

    def test_customers_and_archived_contacts_are_shown_as_the_settings_say(self):
        won = self.env["crm.stage"].search([("is_won", "=", True)], limit=1)
        self.env["crm.lead"].create(
            {"name": "Won", "partner_id": self.corp.id, "stage_id": won.id, "type": "opportunity"}
        )
        self.assertEqual(self.found("partners", website="example.com"), self.corp.ids)
        self.env.company.ipai_loom_include_customers = False
        self.assertFalse(self.found("partners", website="example.com"))
        self.assertFalse(self.found("partners", query="john"), "its contacts are hidden, too")
        self.assertEqual(self.found("partners", query="unrelated"), self.other.ids)
        answer = self.call("GET", f"/odoo/partners/{self.corp.id}")
        self.assert_problem(answer, 404, "not-found")
        self.other.active = False
        self.assertFalse(self.found("partners", query="unrelated"))
        found = self.found("partners", query="unrelated", include_archived=True)
        self.assertEqual(found, self.other.ids)

    def test_a_page_takes_few_queries_however_long_it_is(self):
        reader = self.env["ipai.loom.reader"].with_user(self.bot)
        self.env["res.partner"].create([{"name": f"Paged {n}"} for n in range(50)])
        reader._partners(PartnerSearch(query="paged"))
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(7):
            reader._partners(PartnerSearch(query="paged"))


class TestPartnerIndexes(LoomCase):
    """The planner's own choice, with many contacts: each search is answered by its index."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.flush_all()
        # Copies of a row, so that what other addons require is there.
        cls.env.cr.execute(
            """
            INSERT INTO res_partner
            SELECT (jsonb_populate_record(p, jsonb_build_object(
                       'id', nextval('res_partner_id_seq'),
                       'ipai_search_text', 'row ' || md5(n::text),
                       'ipai_phone_key', reverse((4150000000 + n)::text),
                       'ipai_website_key', 'com.site' || n || '.'))).*
              FROM res_partner p, generate_series(1, %s) n WHERE p.id = %s
            """,
            [ROWS, cls.other.id],
        )
        # What autovacuum does in a living database.
        cls.env.cr.execute(
            "SELECT gin_clean_pending_list(indexrelid::regclass) FROM pg_index JOIN pg_class ON oid = indexrelid"
            " WHERE indrelid = 'res_partner'::regclass AND relname LIKE '%%ipai_search_text%%'"
        )
        cls.env.cr.execute("ANALYZE res_partner")

    def assert_indexed(self, index, **given):
        reader = self.env["ipai.loom.reader"].with_user(self.bot)
        domain = reader._partner_domain(PartnerSearch(**given))
        query = (
            self.env["res.partner"].with_user(self.bot)._search(domain, limit=101, order="id desc")
        )
        sql = query.select()
        self.env.cr.execute("EXPLAIN " + self.env.cr.mogrify(sql.code, sql.params).decode())
        plan = "\n".join(row[0] for row in self.env.cr.fetchall())
        self.assertIn(index, plan)
        self.assertNotIn("Seq Scan on res_partner", plan)

    def test_each_search_is_answered_by_its_index(self):
        self.assert_indexed("ipai_phone_key", phone="+1 415 000 4711")
        self.assert_indexed("ipai_website_key", website="www.site4711.com")
        self.assert_indexed("ipai_search_text", query="Exampl")
        self.assert_indexed("ipai_search_text", email="john@example.com")
