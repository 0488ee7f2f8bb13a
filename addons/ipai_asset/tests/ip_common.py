# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from contextlib import contextmanager

from odoo.tests import TransactionCase


class NetworkCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scope = cls.env["ipai.ip.scope"].create({"name": "Test Scope"})
        cls.prefixes = cls.env["ipai.prefix"].with_context(default_scope_id=cls.scope.id)
        cls.addresses = cls.env["ipai.ip.address"].with_context(default_scope_id=cls.scope.id)
        cls.server_type = cls.env.ref("ipai_asset.type_compute")

    @classmethod
    def prefix(cls, name, **vals):
        return cls.prefixes.create({"name": name, **vals})

    @classmethod
    def address(cls, name, **vals):
        return cls.addresses.create({"name": name, **vals})

    @classmethod
    def asset(cls, name, **vals):
        return cls.env["ipai.asset"].create({"name": name, "type_id": cls.server_type.id, **vals})

    @classmethod
    def interface(cls, asset, name="eth0", **vals):
        return cls.env["ipai.interface"].create({"asset_id": asset.id, "name": name, **vals})

    @contextmanager
    def refused(self, error, reason):
        """What is done inside raises the error, saying so, and leaves no trace."""
        with self.assertRaises(error) as caught:
            yield
        self.assertRegex(str(caught.exception), reason)
