# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import importlib.util
import json
from pathlib import Path

from odoo.tools import mute_logger

from .ip_common import NetworkCase

SCRIPT = Path(__file__).parents[1] / "migrations" / "1.1.0" / "post-migrate.py"
MAC = "00:1b:2c:3d:4e:5f"


class TestMigration(NetworkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        spec = importlib.util.spec_from_file_location("ipai_asset_post_migrate", SCRIPT)
        cls.script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cls.script)
        cls.env["ipai.asset"].search([]).flush_recordset()

    def first_cut(self, name, ips=None, macs=None, vlan=None, **vals):
        """An asset as the first version wrote it."""
        asset = self.new_asset(name, **vals)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ipai_asset SET ip_addresses = %s, mac_addresses = %s,"
            " properties = COALESCE(properties, '{}') || %s WHERE id = %s",
            [ips, macs, json.dumps({} if vlan is None else {"vlan": vlan, "cpu": "x"}), asset.id],
        )
        self.env.invalidate_all()
        return asset.with_user(self.env.user)

    def migrate(self):
        with mute_logger(self.script.__name__):
            self.script.migrate(self.env.cr, "1.0.0")

    def test_texts_become_records_and_stay(self):
        asset = self.first_cut("pve01", "192.0.2.10, 2001:db8::1, 192.0.2.9", MAC)
        bare = self.first_cut("bare", macs="00:1b:2c:3d:4e:60")
        self.migrate()
        self.assertEqual(asset.interface_ids.mapped("name"), ["eth0"])
        self.assertEqual(asset.interface_ids.mac_address, MAC)
        self.assertEqual(
            set(asset.address_ids.mapped("host")), {"192.0.2.10", "2001:db8::1", "192.0.2.9"}
        )
        self.assertEqual(asset.ip_addresses, "192.0.2.10, 2001:db8::1, 192.0.2.9")
        self.assertEqual(asset.mac_addresses, MAC)
        self.assertEqual(asset.primary_ip4_id.host, "192.0.2.10")
        self.assertEqual(bare.interface_ids.mac_address, "00:1b:2c:3d:4e:60")
        self.assertFalse(bare.address_ids)

    def test_run_again_changes_nothing(self):
        asset = self.first_cut("pve01", "192.0.2.10", MAC, vlan=20)
        self.migrate()
        before = (asset.interface_ids, asset.address_ids, asset.interface_ids.vlan_id)
        self.migrate()
        self.assertEqual(
            (asset.interface_ids, asset.address_ids, asset.interface_ids.vlan_id), before
        )

    def test_duplicates_are_taken_over_and_reported(self):
        first, second = (self.first_cut(name, "192.0.2.10") for name in ("a", "b"))
        self.migrate()
        self.assertFalse(self.env.ref("ipai_asset.scope_global").enforce_unique)
        rows = self.env["ipai.network.duplicate"].search([("name", "=", "192.0.2.10")])
        self.assertEqual(rows.asset_id, first | second)

    def test_scope_stays_strict_when_only_one_is_in_service(self):
        old = self.first_cut("old", "192.0.2.10", status="decommissioned")
        new = self.first_cut("new", "192.0.2.10")
        theirs = self.first_cut("theirs", "192.0.2.10", customer_id=self.acme.id)
        self.migrate()
        self.assertTrue(self.env.ref("ipai_asset.scope_global").enforce_unique)
        self.assertEqual([a.ip_addresses for a in old | new | theirs], ["192.0.2.10"] * 3)
        self.assertEqual(theirs.address_ids.scope_id.customer_id, self.acme)

    def test_what_is_no_address_is_noted_and_left_out(self):
        asset = self.first_cut("pve01", "0.0.0.0, 192.0.2.10")
        self.migrate()
        self.assertEqual(asset.ip_addresses, "192.0.2.10")
        self.assertIn("0.0.0.0", asset.message_ids[0].body)

    def test_vlan_moves_to_the_interface(self):
        kind = self.compute
        kind.properties_definition = [
            {"name": "vlan", "type": "integer", "string": "VLAN"},
            {"name": "cpu", "type": "char", "string": "CPU"},
        ]
        mine = self.first_cut("mine", "192.0.2.10", vlan=20)
        bare = self.first_cut("bare", vlan=20)
        theirs = self.first_cut("theirs", vlan=20, customer_id=self.acme.id)
        wrong = self.first_cut("wrong", vlan=4095)
        self.migrate()
        self.assertEqual(mine.interface_ids.vlan_id.vid, 20)
        self.assertEqual(bare.interface_ids.vlan_id, mine.interface_ids.vlan_id)
        self.assertEqual(theirs.interface_ids.vlan_id.group_id.customer_id, self.acme)
        self.assertFalse(wrong.interface_ids)
        self.assertIn("4095", wrong.message_ids[0].body)
        self.assertEqual([p["name"] for p in kind.properties_definition], ["cpu"])
        told = {p["name"]: p.get("value") for p in mine.read(["properties"])[0]["properties"]}
        self.assertEqual(told, {"cpu": "x"})
