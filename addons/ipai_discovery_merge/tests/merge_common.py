# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command

from odoo.addons.ipai_discovery.tests.snapshot_common import SnapshotCase


class MergeCase(SnapshotCase):
    """Two assets that are one machine, and all that may hang on one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        assets = cls.env["ipai.asset"]
        cls.kept = cls.machine_of("pve01", "eth0", "02:00:00:00:01:01", "10.5.0.1/24")
        cls.double = cls.machine_of("pve01-mgmt", "mgmt", "02:00:00:00:01:02", "10.5.0.2/24")
        cls.double.write({"serial_number": "SN-77", "location": "Rack 1"})
        cls.nas = assets.create({"name": "nas", "type_id": cls.compute.id, "status": "active"})
        cls.guest = assets.create(
            {
                "name": "vm",
                "type_id": cls.compute.id,
                "status": "active",
                "host_id": cls.double.id,
            }
        )
        cls.link = cls.env["ipai.link"].create(
            {"asset_id": cls.double.id, "name": "Console", "url": "https://pve01.example"}
        )
        cls.article = cls.env["ipai.kb.link"].create(
            {"name": "How to", "url": "https://kb.example/1", "asset_ids": cls.double.ids}
        )
        kinds = cls.env["ipai.relation.type"]
        kind = kinds.search([("mutual", "=", False), ("id", "!=", kinds._host_type().id)], limit=1)
        cls.relation = cls.env["ipai.relation"].create(
            {
                "type_id": kind.id,
                "source_asset_id": cls.double.id,
                "target_asset_id": cls.nas.id,
            }
        )
        cls.double.message_post(body="Fan replaced")

    @classmethod
    def machine_of(cls, name, card, mac, address):
        addresses = [Command.create({"name": address})]
        cards = [Command.create({"name": card, "mac_address": mac, "address_ids": addresses})]
        return cls.env["ipai.asset"].create(
            {
                "name": name,
                "hostname": name,
                "type_id": cls.compute.id,
                "status": "active",
                "interface_ids": cards,
            }
        )

    def prepared(self, assets):
        """Return the merge of two assets, as the button of the list prepares it."""
        action = assets.action_merge()
        return self.env["ipai.asset.merge"].browse(action["res_id"])

    def split_of(self, asset):
        return self.env["ipai.asset.merge"].browse(asset.action_split()["res_id"])

    def everything(self, *assets):
        """Return all stored values of assets and of what hangs on them."""
        self.env.flush_all()
        self.env.invalidate_all()
        found = {}
        for model, owner in (
            ("ipai.asset", "id"),
            ("ipai.interface", "asset_id"),
            ("ipai.ip.address", "asset_id"),
            ("ipai.relation", "source_asset_id"),
            ("ipai.link", "asset_id"),
            ("ipai.sighting", "asset_id"),
            ("ipai.field.origin", "asset_id"),
        ):
            ids = [asset.id for asset in assets]
            records = self.env[model].sudo().with_context(active_test=False)
            names = [
                name
                for name, field in records._fields.items()
                if field.store
                and field.type != "one2many"
                and not name.startswith(("write_", "message_", "activity_", "status_reason"))
                and (model, name) != ("ipai.field.origin", "id")
                # A mark that is let go at night, not by an undo.
                and name != "mac_twice"
            ]
            for record in records.search([(owner, "in", ids)], order="id"):
                values = record.read(names, load=None)[0]
                key = (
                    values.pop("id")
                    if model != "ipai.field.origin"
                    else (values["asset_id"], values["field"])
                )
                values.pop("id", None)
                values.pop("search_text", None)
                found[model, key] = values
        return found
