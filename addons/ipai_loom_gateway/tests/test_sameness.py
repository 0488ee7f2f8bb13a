# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""The same is called the same, and what is not the same is not: examples that people complained of."""

import datetime
import uuid

from odoo import Command, fields
from odoo.tests import new_test_user

from .proposal_common import CASE, LoomProposalCase


class TestSameness(LoomProposalCase):
    def outcome(self, **given):
        """(id of the contact that it would change or None, ids of the look-alikes that are shown)."""
        value = self.propose("partner", **given)
        payload = value["operations"][0]["payload"]
        shown = value["simulation"]["operations"][0]["duplicates"]
        return payload["id"], {row["id"] for row in shown}

    def contact(self, name, **vals):
        return self.env["res.partner"].create({"name": name, **vals})

    # -- weak signs ---------------------------------------------------------------------------

    def test_a_second_profile_on_a_host_of_many_is_another_contact(self):
        for host in (
            "https://www.linkedin.com/in",
            "https://github.com",
            "https://sites.google.com/view",
        ):
            first = self.contact(f"Ann {host}", website=f"{host}/a")
            changed, alike = self.outcome(name="Bea Berg", website=f"{host}/b")
            self.assertIsNone(changed, host)
            self.assertNotIn(first.id, alike)

    def test_a_page_below_a_domain_is_not_the_domain(self):
        changed, alike = self.outcome(
            name="Example People", is_company=True, website="https://www.example.com/team/jane"
        )
        self.assertEqual((changed, alike), (None, {self.corp.id}))

    def test_the_end_of_a_number_in_another_country_is_another_number(self):
        self.corp.phone = "+1 415 555 0100"
        for phone in ("+49 15 5550100", "555 0100", "+43 1 5550100"):
            changed, _alike = self.outcome(name="Example Corp", is_company=True, phone=phone)
            self.assertIsNone(changed, phone)

    def test_a_whole_number_is_the_same_in_any_spelling(self):
        self.corp.phone = "0049 30 901820-0 / +1 415 555 0100 ext. 42"
        for phone in (
            "+49309018200",
            "+1 (415) 555-0100",
            "+1-415-555-0100;ext=7",
            "+１ 415 555 0100",
        ):
            changed, _alike = self.outcome(name="Example Corp.", is_company=True, phone=phone)
            self.assertEqual(changed, self.corp.id, phone)

    def test_a_colleague_behind_the_switchboard_is_another_person(self):
        ann = self.contact("Ann Ahrens", phone="+49 30 9018200", parent_id=self.corp.id)
        changed, alike = self.outcome(name="Bea Berg", is_company=False, phone="030 9018200")
        self.assertIsNone(changed)
        self.assertIn(ann.id, alike)
        changed, alike = self.outcome(name="Bea Berg", phone="+49 30 9018200")
        self.assertIsNone(changed)
        self.assertIn(ann.id, alike)

    def test_a_role_mailbox_is_no_person(self):
        for mailbox in ("info", "office", "Kontakt"):
            ann = self.contact(f"Ann {mailbox}", email=f"{mailbox}@house.example")
            changed, alike = self.outcome(
                name=f"Ann {mailbox}", is_company=False, email=f"{mailbox}@house.example"
            )
            self.assertIsNone(changed, mailbox)
            self.assertIn(ann.id, alike)
        house = self.contact("House", is_company=True, email="sales@house.example")
        changed, _alike = self.outcome(
            name="House Ltd", is_company=True, email="SALES@house.example"
        )
        self.assertEqual(changed, house.id)

    def test_a_kind_that_is_not_said_does_not_agree(self):
        changed, alike = self.outcome(name="Zoe Zander", email="john@corp.example")
        self.assertEqual((changed, alike), (None, {self.john.id}))
        changed, _alike = self.outcome(name="J. Doe", email="john@corp.example")
        self.assertEqual(changed, self.john.id)
        changed, _alike = self.outcome(
            name="Zoe Zander", is_company=False, email="john@corp.example"
        )
        self.assertEqual(changed, self.john.id)

    def test_a_person_is_no_company_whatever_they_share(self):
        for sign in (
            {"email": "contact@corp.example"},
            {"phone": "+14155550100"},
            {"vat": "US 12.3"},
        ):
            self.corp.vat = "US123"
            changed, _alike = self.outcome(name="Example Corp", is_company=False, **sign)
            self.assertIsNone(changed, sign)

    def test_a_tax_number_is_the_same_with_other_marks(self):
        self.corp.vat = "US 123-456"
        for vat in ("us123456", "US.123.456", "us 123 456"):
            changed, _alike = self.outcome(name="Example Corporation", vat=vat)
            self.assertEqual(changed, self.corp.id, vat)

    def test_the_summary_names_the_record_and_what_of_it(self):
        value = self.propose(
            "partner", name="Example Corporation", email="contact@corp.example", city="Ghent"
        )
        for words in (
            "Update partner: Example Corp",
            str(self.corp.id),
            "City",
            "Example Corporation",
        ):
            self.assertIn(words, value["summary"])

    # -- duplicates ---------------------------------------------------------------------------

    def duplicates(self, kind, **body):
        value = self.propose(kind, **body)
        return {row["id"] for row in value["simulation"]["operations"][0]["duplicates"]}

    def test_each_kind_shows_what_looks_the_same_archived_ones_too(self):
        lead = self.env["crm.lead"].create({"name": "Wéb 4711", "partner_id": self.corp.id})
        lead.action_archive()
        self.assertEqual(
            self.duplicates("lead", name="WEB  4711", partner_id=self.corp.id), set(lead.ids)
        )
        project = self.env["project.project"].create({"name": "Łódź 4711"})
        self.assertEqual(self.duplicates("project", name="lodz 4711"), set(project.ids))
        task = self.env["project.task"].create({"name": "Draw it", "project_id": project.id})
        task.active = False
        body = {"project_id": project.id, "tasks": [{"name": "draw IT"}]}
        self.assertEqual(self.duplicates("tasks", **body), set(task.ids))
        activity = self.corp.activity_schedule("mail.mail_activity_data_todo", summary="Ask them")
        body = {"res_model": "res.partner", "res_id": self.corp.id, "date_deadline": "2026-03-01"}
        self.assertEqual(
            self.duplicates("activity", summary="ask  them", **body), set(activity.ids)
        )
        event = self.env["calendar.event"].create(
            {"name": "Kickoff", "start": "2026-02-01 10:00:00", "stop": "2026-02-01 11:00:00"}
        )
        times = {"start": "2026-02-01T11:00:00+01:00", "stop": "2026-02-01T12:00:00+01:00"}
        self.assertEqual(self.duplicates("calendar-event", name="KICKOFF", **times), set(event.ids))

    # -- one folding --------------------------------------------------------------------------

    def test_names_are_found_without_their_marks_whatever_is_searched(self):
        for name, text in (
            ("Łódź Sp. 4711", "lodz sp"),
            ("Øster 4711", "Oster 47"),
            ("Işık 4711", "isik"),
        ):
            partner = self.contact(name)
            self.assertEqual(self.found("partners", query=text), partner.ids)
            lead = self.env["crm.lead"].create({"name": name})
            self.assertEqual(self.found("leads", name=text), lead.ids)
            project = self.env["project.project"].create({"name": name})
            self.assertEqual(self.found("projects", name=text), project.ids)
            task = self.env["project.task"].create({"name": name, "project_id": project.id})
            self.assertEqual(self.found("tasks", name=text), task.ids)
            event = self.env["calendar.event"].create({"name": name})
            self.assertEqual(self.found("calendar", name=text), event.ids)
        self.env.company.ipai_loom_search_fields = "name"
        self.assertEqual(
            self.found("partners", query="LODZ"),
            self.env["res.partner"].search([("name", "=", "Łódź Sp. 4711")]).ids,
        )

    def test_typographic_marks_are_plain_ones(self):
        partner = self.contact("The “Big” One… 4711")
        for text in ('the "big" one', "“big” one…", "one... 47"):
            self.assertEqual(self.found("partners", query=text), partner.ids, text)

    def test_hosts_are_found_in_either_spelling(self):
        partner = self.contact("Shop 4711", website="https://www.müller4711.example/x")
        for website in ("müller4711.example", "xn--mller4711-q9a.example"):
            self.assertEqual(self.found("partners", website=website), partner.ids, website)
        for query in ("muller4711", "https://www.müller4711.example/kontakt?x=1"):
            self.assertEqual(self.found("partners", query=query), partner.ids, query)

    def test_free_text_is_an_address_as_it_is_stored(self):
        for query in ("https://www.example.com/kontakt?x=1", "www.example.com"):
            self.assertEqual(self.found("partners", query=query), self.corp.ids, query)
        self.assertEqual(self.found("partners", query="John <john@corp.example>"), self.john.ids)

    def test_the_second_of_several_is_found_too(self):
        partner = self.contact(
            "Two 4711",
            email="one4711@a.example, two4711@b.example",
            phone="030 4711001; 0170 4711002 ext. 5",
        )
        for found in (
            {"email": "TWO4711@b.example"},
            {"phone": "+49 170 4711002"},
            {"phone": "4711002"},
            {"query": "030 4711001"},
        ):
            self.assertEqual(self.found("partners", **found), partner.ids, found)
        vanity = self.contact("Flowers", phone="1-800-FLOWERS")
        self.assertEqual(self.found("partners", phone="+1 800 3569377"), vanity.ids)

    def test_what_filters_nothing_is_refused(self):
        for kind, body, pointer in (
            ("partners", {"query": "   "}, "/query"),
            ("partners", {"query": "´"}, "/query"),
            ("partners", {"website": "."}, "/website"),
            ("leads", {"name": "\u200b"}, "/name"),
            ("calendar", {"name": "…"}, "/name"),
        ):
            problem = self.assert_problem(
                self.call("POST", f"/odoo/search/{kind}", body), 422, "invalid-body"
            )
            self.assertEqual([error["pointer"] for error in problem["errors"]], [pointer])

    def refused(self, kind, pointer, told, **body):
        answer = self.call("POST", f"/odoo/propose/{kind}", {**CASE, **body})
        problem = self.assert_problem(answer, 422, "invalid-body")
        [detail] = [e["detail"] for e in problem["errors"] if e["pointer"] == pointer]
        self.assertIn(told, detail)
        self.assertNotIn("pattern", detail)

    def test_names_of_blanks_are_refused_in_every_propose(self):
        project = self.env["project.project"].create({"name": "P 4711"})
        for kind, body in (("partner", {}), ("lead", {}), ("project", {})):
            for name in ("  ", "\u200b", "\u00a0"):
                self.refused(kind, "/name", "nothing that can be read", name=name, **body)
        self.refused(
            "tasks", "/tasks/0/name", "nothing", project_id=project.id, tasks=[{"name": " "}]
        )

    def test_what_is_misspelled_reads_a_sentence(self):
        self.refused("partner", "/case_id", "without a space", name="x", case_id="white space")
        self.refused("partner", "/country_code", "two letters", name="x", country_code="Belgium")
        self.refused("partner", "/email", "jane@example.com", name="x", email="no address")
        times = {"start": "1769940000", "stop": "1769940001"}
        self.refused("calendar-event", "/start", "a moment", name="x", **times)
        for code, country in (("us", "US"), ("UK", "GB"), ("el", "GR")):
            value = self.propose("partner", name=f"Country {code}", country_code=code)
            there = self.env["res.country"].browse(self.values_of(value)["country_id"])
            self.assertEqual(there.code, country)
        self.assertEqual(self.propose("partner", name="Case", case_id=" C-1 ")["case_id"], "C-1")

    # -- on the wire --------------------------------------------------------------------------

    def test_events_of_whole_days_are_days(self):
        self.confirm_suffices()
        value = self.propose(
            "calendar-event", name="Fair 4711", start="2026-02-01", stop="2026-02-03"
        )
        status, done, _headers = self.execute(value)
        self.assertEqual((status, done["state"]), (200, "executed"), done)
        event = self.env["calendar.event"].browse(done["results"][0]["record_id"])
        self.assertTrue(event.allday)
        days = (event.start_date, event.stop_date)
        self.assertEqual(days, (datetime.date(2026, 2, 1), datetime.date(2026, 2, 3)))
        [row] = self.search("calendar", name="fair 4711")["calendar_events"]
        self.assertEqual((row["start"], row["stop"]), ("2026-02-01", "2026-02-03"))
        mixed = {"name": "x", "start": "2026-02-01", "stop": "2026-02-01T10:00:00Z"}
        answer = self.call("POST", "/odoo/propose/calendar-event", {**CASE, **mixed})
        self.assert_problem(answer, 422, "invalid-body")

    def test_what_is_over_is_shown_so_before_an_action_says_it(self):
        value = self.propose("partner", name="Late 4711")
        past = fields.Datetime.now() - datetime.timedelta(minutes=1)
        self.record_of(value).sudo().expires_at = past
        self.env.flush_all()
        path = f"/odoo/proposals/{value['proposal_id']}"
        self.assertEqual(self.call("GET", path)[1]["state"], "expired")

        def listed(state):
            answer = self.call("GET", f"/odoo/proposals?state={state}")[1]
            return value["proposal_id"] in [one["proposal_id"] for one in answer["proposals"]]

        self.assertFalse(listed("open") or listed("pending"))
        self.assertTrue(listed("expired"))

    def test_an_approval_that_lapsed_waits_again(self):
        value = self.propose("partner", name="Lapsed 4711")
        self.approve(value)
        path = f"/odoo/proposals/{value['proposal_id']}"
        self.assertEqual(self.call("GET", path)[1]["state"], "approved")
        past = fields.Datetime.now() - datetime.timedelta(minutes=1)
        self.record_of(value).sudo().approval_expires_at = past
        self.env.flush_all()
        shown = self.call("GET", path)[1]
        self.assertEqual(shown["state"], "pending")
        self.assertIn("valid until", shown["error"])

    def test_the_reason_of_a_rejection_is_told(self):
        value = self.propose("partner", name="No 4711")
        self.record_of(value).with_user(self.anna).action_reject("We know them well.")
        shown = self.call("GET", f"/odoo/proposals/{value['proposal_id']}")[1]
        self.assertEqual((shown["state"], shown["error"]), ("rejected", "Anna: We know them well."))

    def test_a_done_activity_keeps_its_summary(self):
        activity = self.corp.activity_schedule(
            "mail.mail_activity_data_todo", summary="Ask for: a price", user_id=self.anna.id
        )
        activity.action_feedback(feedback="Done")
        rows = self.search("activities", partner_id=self.corp.id, done=True)["activities"]
        self.assertEqual([row["summary"] for row in rows], ["Ask for: a price"])

    # -- to whom, and on what -----------------------------------------------------------------

    ACTIVITY = {"summary": "Call them", "date_deadline": "2026-03-01", "res_model": "res.partner"}

    def test_an_activity_that_nobody_reads_is_said_and_a_setting_names_the_person(self):
        value = self.propose("activity", res_id=self.corp.id, **self.ACTIVITY)
        self.assertIn("nobody answers for the record", value["summary"])
        self.env.company.ipai_loom_responsible_id = self.anna
        value = self.propose("activity", res_id=self.corp.id, **self.ACTIVITY)
        self.assertEqual(self.values_of(value)["user_id"], self.anna.id)
        self.assertNotIn("nobody", value["summary"])
        left = new_test_user(self.env, "left4711", groups="base.group_user")
        self.corp.user_id = left
        left.active = False
        value = self.propose("activity", res_id=self.corp.id, **self.ACTIVITY)
        self.assertEqual(self.values_of(value)["user_id"], self.anna.id)

    def test_a_user_of_another_company_is_refused_though_one_may_see_her(self):
        other = self.env["res.company"].create({"name": "Other 4711"})
        eve = new_test_user(
            self.env, "eve4711", groups="base.group_user", company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )  # fmt: skip
        self.bot.company_ids |= other
        event = {"name": "E", "start": "2026-02-01T10:00:00Z", "stop": "2026-02-01T11:00:00Z"}
        for kind, body in (
            ("project", {"name": "P"}),
            ("activity", {"res_id": self.corp.id, **self.ACTIVITY}),
            ("calendar-event", event),
        ):
            self.refused(kind, "/user_id", "no user", user_id=eve.id, **body)

    def test_what_is_for_something_archived_says_so(self):
        project = self.env["project.project"].create({"name": "Old 4711", "active": False})
        self.other.active = False
        for kind, body in (
            ("tasks", {"project_id": project.id, "tasks": [{"name": "x"}]}),
            ("lead", {"name": "L", "partner_id": self.other.id}),
            ("activity", {"res_id": self.other.id, **self.ACTIVITY}),
        ):
            self.assertIn("archived: ", self.propose(kind, **body)["summary"])

    def test_types_of_other_records_are_not_offered(self):
        kind = self.env["mail.activity.type"].create(
            {"name": "Renew 4711", "res_model": "crm.lead"}
        )
        self.refused(
            "activity", "/activity_type", "no such type",
            activity_type=kind.name, res_id=self.corp.id, **self.ACTIVITY,
        )  # fmt: skip
        value = self.propose("activity", activity_type="cáll", res_id=self.corp.id, **self.ACTIVITY)
        self.assertIn("Schedule Call", value["summary"])

    # -- once, whatever the address ------------------------------------------------------------

    def test_an_idempotency_key_counts_for_the_call_and_not_for_its_address(self):
        once = {"Idempotency-Key": uuid.uuid4().hex}
        body = {**CASE, "name": "Once 4711"}
        first = self.call("POST", "/odoo/propose/partner", body, **once)
        second = self.call("POST", "/loom/v1/propose/partner", body, **once)
        self.assertEqual(second[2].get("Idempotency-Replayed"), "true")
        self.assertEqual(first[1]["proposal_id"], second[1]["proposal_id"])
        other = self.call("POST", "/loom/v1/propose/lead", body, **once)
        self.assertEqual(other[0], 201)
        again = self.call("POST", "/loom/v1/propose/partner", {**body, "city": "Ghent"}, **once)
        self.assert_problem(again, 422, "idempotency-key-reused")
