# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from odoo import http
from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, tagged

from odoo.addons.ipai_base.models.ipai_secret_scan import CLASSES, EXEMPT, OURS
from odoo.addons.ipai_base.tests.secrecy import Secrecy

OF_A_FORM = {
    "ipai.credential.ref.locator",
    "ipai.import.run.scan_network",
    "ipai.interface.mac_address",
    "ipai.ip.address.name",
    "ipai.ip.range.first_address",
    "ipai.ip.range.last_address",
    "ipai.prefix.dns_servers",
    "ipai.prefix.gateway",
    "ipai.prefix.name",
    "ipai.service.ports",
}
"""What takes nothing but addresses, ports or places, and says so before anything else."""


def _as_expected(record):
    """What PostgreSQL refuses is heard as the rest, and is no error of this test."""
    record.levelno, record.levelname = logging.INFO, "INFO"
    return True


class Taken(Exception):
    """The secret was taken; its transaction is thrown away."""


@tagged("post_install", "-at_install")
class TestNoTextTakesASecret(Secrecy, TransactionCase):
    """Every text of every model of every room: a new field is in here by itself."""

    def setUp(self):
        super().setUp()
        refused = logging.getLogger("odoo.sql_db")
        refused.addFilter(_as_expected)
        self.addCleanup(refused.removeFilter, _as_expected)
        self.admin = self.env(user=self.env.ref("base.user_admin"))

    def texts(self):
        """(model, field) of what is kept in the tables of ours, but where a hash is kept."""
        for name in sorted(self.env.registry):
            model = self.env[name]
            if not name.startswith(OURS) or name.startswith(EXEMPT) or not model._auto:
                continue
            for field in model._fields.values():
                if field.type in CLASSES and field.store and not model._abstract:
                    yield model.with_env(self.admin), field

    def made_with_secret(self, model, field):
        """What comes of a record with the secret in that field, by somebody who may all."""
        value = {"root_pw": self.NOTES} if field.type == "properties" else self.NOTES
        try:
            with self.env.cr.savepoint():
                if model:
                    model.write({field.name: value})
                else:
                    model.create({field.name: value})
                model.env.flush_all()
                raise Taken
        except Exception as error:
            return error

    def test_each_text_is_refused_and_nobody_is_told(self):
        others, refused = set(), 0
        with self.assertSecret():
            for model, field in self.texts():
                # In a new record something else may be missing, so that nobody gets to look at the text.
                for record in (model.browse(), model.search([], limit=1)):
                    error = self.made_with_secret(record, field)
                    self.assertUntold(http.serialize_exception(error))
                    if isinstance(error, ValidationError) and "vault" in str(error):
                        refused += 1
                        break
                else:
                    if not (field.readonly or field.compute or field.related) and model.has_access(
                        "create"
                    ):
                        self.assertIsInstance(error, ValidationError, (model, field))
                        others.add(f"{model._name}.{field.name}")
        self.assertGreater(refused, 120)
        self.assertEqual(others, OF_A_FORM)
