# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

from odoo.addons.crm_iap_enrich.models import crm_lead


@tagged("post_install", "-at_install")
class TestEnrich(TransactionCase):
    def setUp(self):
        super().setUp()
        self.asked = self.env["crm.lead"]

        def enrich(leads, *args, **kwargs):
            self.asked |= leads

        # What Odoo's addon would do with the leads that are left to it.
        self.startPatcher(patch.object(crm_lead.CrmLead, "iap_enrich", enrich))
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
        self.assertEqual(self.asked, self.typed)

    def test_the_nightly_run_leaves_it_out_too(self):
        self.env["crm.lead"]._iap_enrich_leads_cron()
        self.assertIn(self.typed, self.asked)
        self.assertNotIn(self.loom, self.asked)

    def test_no_button_offers_it(self):
        self.assertTrue(self.typed.show_enrich_button)
        self.assertFalse(self.loom.show_enrich_button)
