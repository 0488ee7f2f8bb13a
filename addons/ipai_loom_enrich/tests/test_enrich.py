# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestEnrich(TransactionCase):
    def setUp(self):
        super().setUp()
        self.asked = []

        def ask(_api, emails):
            self.asked += emails.values()
            return {}

        service = self.registry["iap.enrich.api"]
        self.startPatcher(patch.object(service, "_request_enrich", ask))
        self.loom, self.typed = self.env["crm.lead"].create(
            [
                {
                    "name": "Loom's",
                    "type": "lead",
                    "email_from": "ada@loom-target.example",
                    "ipai_source": "Loom",
                    "ipai_case_id": "case1",
                },
                {"name": "Typed", "type": "lead", "email_from": "bob@typed.example"},
            ]
        )

    def test_only_what_a_person_entered_is_sent(self):
        (self.loom | self.typed).iap_enrich()
        self.assertEqual(self.asked, ["typed.example"])

    def test_the_nightly_run_leaves_it_out_too(self):
        self.env["crm.lead"]._iap_enrich_leads_cron()
        self.assertIn("typed.example", self.asked)
        self.assertNotIn("loom-target.example", self.asked)

    def test_no_button_offers_it(self):
        self.assertTrue(self.typed.show_enrich_button)
        self.assertFalse(self.loom.show_enrich_button)
