# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import os
import tempfile
import uuid
from pathlib import Path
from unittest.mock import patch

from odoo import fields

from odoo.addons.ipai_asset.tests.common import AssetCase

from ..vaults import http, policies
from .openbao import OpenBao


class CredentialCase(AssetCase):
    """References without a vault to ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.uri_vault = cls.env["ipai.vault"].create({"name": "Envelope", "kind": "uri"})
        cls.secrets = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.secrets.cleanup)
        patcher = patch.dict(os.environ, {"IPAI_SECRET_DIR": cls.secrets.name})
        patcher.start()
        cls.addClassCleanup(patcher.stop)

    @classmethod
    def new_ref(cls, name, user=None, **vals):
        return (
            cls.env["ipai.credential.ref"]
            .with_user(user or cls.technician)
            .create({"name": name, **vals})
        )

    @classmethod
    def write_secret(cls, name, text):
        file = Path(cls.secrets.name) / name
        file.write_text(text)
        file.chmod(0o600)


class BaoCase(CredentialCase):
    """A real OpenBao with a mount of its own for each class, and a token with the policy that the page shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bao = OpenBao()
        cls.addClassCleanup(cls.bao.stop)
        cls.secret_value = f"never-seen-{uuid.uuid4().hex}"
        cls.token = cls.bao.token(policies.text("hashicorp", ["secret"]))
        cls.write_secret("bao", cls.token)
        cls.vault = cls.new_vault("OpenBao")
        cls.urls = []
        http.observers.append(cls._observe)
        cls.addClassCleanup(http.observers.remove, cls._observe)

    @classmethod
    def _observe(cls, method, url):
        cls.urls.append((method, url))

    @classmethod
    def new_vault(cls, name, **vals):
        return cls.env["ipai.vault"].create(
            {
                "name": name,
                "kind": "hashicorp",
                "address": cls.bao.address,
                "credential_source": "file",
                "credential_name": "bao",
                **vals,
            }
        )

    def put(self, place):
        return self.bao.put(place, self.secret_value)

    def new_place(self, place, **vals):
        """A reference to a secret that is there."""
        self.put(place)
        return self.new_ref(place.rpartition("/")[2], vault_id=self.vault.id, locator=place, **vals)

    def check(self, records=None):
        """Press Check as the people do who may, and let the scheduled action run."""
        records = self.vault if records is None else records
        user = self.manager if records._name == "ipai.vault" else self.technician
        self.assertIs(records.with_user(user).action_check(), True)
        self.run_checks()

    def run_checks(self):
        self.env["ipai.vault"].search([]).write({"retry_on": False})
        self.env["ipai.vault"]._cron_check()
        self.env.flush_all()
        self.env.invalidate_all()

    def asked(self, part):
        return [url for _method, url in self.urls if part in url]

    def now(self):
        return fields.Datetime.now()
