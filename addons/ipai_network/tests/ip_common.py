# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_asset.tests.common import AssetCase


class NetworkCase(AssetCase):
    """A scope of its own, and short ways to fill it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scope = cls.env["ipai.ip.scope"].create({"name": "Test Scope"})
        cls.prefixes = cls.env["ipai.prefix"].with_context(default_scope_id=cls.scope.id)
        cls.addresses = cls.env["ipai.ip.address"].with_context(default_scope_id=cls.scope.id)

    @classmethod
    def prefix(cls, name, **vals):
        return cls.prefixes.create({"name": name, **vals})

    @classmethod
    def address(cls, name, **vals):
        return cls.addresses.create({"name": name, **vals})

    @classmethod
    def interface(cls, asset, name="eth0", **vals):
        return cls.env["ipai.interface"].create({"asset_id": asset.id, "name": name, **vals})
