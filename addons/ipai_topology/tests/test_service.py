# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .relation_common import RelationCase


class TestService(RelationCase):
    def test_ports_have_one_spelling(self):
        self.mail.ports = "443, 25/TCP 443/tcp"
        self.assertEqual(self.mail.ports, "25/tcp, 443/tcp")

    def test_what_is_no_port_is_refused_with_an_example(self):
        with self.assertRefused(ValidationError, "'https' is no port: write 443/tcp"):
            self.mail.ports = "https"

    def test_a_name_is_free_again_for_another_customer_only(self):
        self.new_service("webmail", customer_id=self.globex.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.new_service("WEBMAIL", customer_id=self.acme.id)

    def test_an_address_that_runs_a_script_is_refused(self):
        with self.assertRefused(ValidationError, "must start with http"):
            self.mail.url = "javascript:alert(1)"

    def test_a_runbook_of_another_company_is_refused(self):
        other = self.env["res.company"].create({"name": "Other MSP"})
        article = self.env["ipai.kb.link"].create(
            {"name": "Theirs", "url": "https://kb.example/", "company_id": other.id}
        )
        with self.assertRaises(UserError):
            self.mail.sudo().kb_link_ids = article

    def test_a_reader_reads_services_and_does_nothing_else(self):
        self.assertEqual(self.mail.with_user(self.reader).name, "Webmail")
        with self.assertRaises(AccessError):
            self.mail.with_user(self.reader).purpose = "mine"
        with self.assertRaises(AccessError):
            self.new_service("Theirs", user=self.reader)
        with self.assertRaises(AccessError):
            self.relate(self.mail, self.depends_on, self.pve01, user=self.reader)
