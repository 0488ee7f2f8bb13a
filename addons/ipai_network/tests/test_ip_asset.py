# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command
from odoo.exceptions import ValidationError

from .ip_common import NetworkCase

MAC_A, MAC_B = "00:1b:2c:3d:4e:5f", "00:1b:2c:3d:4e:60"


class TestAssetNetwork(NetworkCase):
    """The two texts of an asset and the records behind them say the same."""

    def read_back(self, asset):
        asset.flush_recordset()
        asset.invalidate_recordset()
        return asset.ip_addresses, asset.mac_addresses

    def test_text_makes_interface_and_addresses(self):
        asset = self.new_asset(
            "pve01",
            ip_addresses="192.0.2.11 2001:DB8::1,192.0.2.10",
            mac_addresses="001B.2C3D.4E5F",
        )
        self.assertEqual(asset.interface_ids.mapped("name"), ["eth0"])
        self.assertEqual(asset.interface_ids.mac_address, MAC_A)
        self.assertEqual(asset.primary_ip4_id.host, "192.0.2.11")
        self.assertEqual(asset.primary_ip6_id.host, "2001:db8::1")
        self.assertEqual(self.read_back(asset), ("192.0.2.11, 2001:db8::1, 192.0.2.10", MAC_A))
        self.assertIn("192.0.2.10", asset.search_text)
        self.assertIn("001b.2c3d.4e5f", asset.search_text)

    def test_records_make_text(self):
        asset = self.new_asset("pve01")
        eth0 = self.interface(asset, mac_address=MAC_B)
        self.interface(asset, "a0", mac_address=MAC_A)
        self.address("192.0.2.20/24", interface_id=eth0.id)
        self.env.flush_all()
        ten = self.address("192.0.2.10/24", interface_id=eth0.id)
        self.assertEqual(asset.ip_addresses, "192.0.2.20, 192.0.2.10")
        asset.primary_ip4_id = ten
        self.assertEqual(asset._primary_ip(), "192.0.2.10")
        self.assertEqual(self.read_back(asset), ("192.0.2.20, 192.0.2.10", f"{MAC_A}, {MAC_B}"))
        self.assertEqual(self.env["ipai.asset"].name_search("192.0.2.20"), [(asset.id, "pve01")])
        eth0.mac_address = False
        self.assertEqual(asset.mac_addresses, MAC_A)

    def form_of(self, **values):
        """The values of a new asset as the web client sends them: what nobody filled in is False."""
        empty = {"primary_ip4_id": False, "primary_ip6_id": False, "hostname": False}
        return {"name": "pve01", "type_id": self.compute.id, **empty, **values}

    def cards(self, *names, interface="eth0"):
        addresses = [Command.create({"name": name}) for name in names]
        return [Command.create({"name": interface, "address_ids": addresses})]

    def test_an_asset_made_in_the_form_has_its_primary_address(self):
        assets = self.env["ipai.asset"]
        cards = self.cards("192.0.2.10/24", "2001:db8::10/64")
        saved = assets.web_save(self.form_of(interface_ids=cards), {"name": {}})
        made = assets.browse(saved[0]["id"])
        self.assertEqual(made.primary_ip4_id.host, "192.0.2.10")
        self.assertEqual(made.primary_ip6_id.host, "2001:db8::10")
        made.web_save({"primary_ip4_id": False}, {})
        self.assertFalse(made.primary_ip4_id, "A person may say that there is none")
        self.assertEqual(made.primary_ip6_id.host, "2001:db8::10")

    def test_an_address_added_in_the_form_becomes_the_primary_one(self):
        made = self.env["ipai.asset"].create(self.form_of())
        cards = self.cards("192.0.2.10/24")
        made.web_save({"primary_ip4_id": False, "interface_ids": cards}, {})
        self.assertEqual(made.primary_ip4_id.host, "192.0.2.10")
        cards = self.cards("192.0.2.11", interface="e1")
        made.web_save({"primary_ip4_id": False, "interface_ids": cards}, {})
        self.assertFalse(made.primary_ip4_id, "What was set, a person has emptied")

    def test_new_text_replaces(self):
        asset = self.new_asset("pve01", ip_addresses="192.0.2.10, 192.0.2.11")
        kept = asset.address_ids.filtered(lambda a: a.host == "192.0.2.11")
        kept.dns_name = "pve01.example.com"
        asset.ip_addresses = "192.0.2.11, 192.0.2.12"
        self.assertEqual(self.read_back(asset)[0], "192.0.2.11, 192.0.2.12")
        self.assertIn(kept, asset.address_ids)
        self.assertEqual(asset.primary_ip4_id, kept)
        self.assertFalse(self.env["ipai.ip.address"].search([("host", "=", "192.0.2.10")]))
        asset.ip_addresses = False
        self.assertEqual(self.read_back(asset)[0], False)
        self.assertFalse(asset.address_ids)

    def test_new_macs_replace(self):
        asset = self.new_asset("pve01", mac_addresses=f"{MAC_A}, {MAC_B}")
        self.assertEqual(asset.interface_ids.mapped("name"), ["eth0", "eth1"])
        asset.interface_ids[0].description = "uplink"
        asset.mac_addresses = "00:1b:2c:3d:4e:61"
        self.assertEqual(self.read_back(asset)[1], "00:1b:2c:3d:4e:61")
        self.assertEqual(asset.interface_ids.mapped("description"), ["uplink"])

    def test_same_text_changes_nothing(self):
        asset = self.new_asset("pve01", ip_addresses="192.0.2.10, 192.0.2.11", mac_addresses=MAC_A)
        before = asset.address_ids | asset.address_ids
        asset.write({"ip_addresses": "192.0.2.10,192.0.2.11", "mac_addresses": MAC_A.upper()})
        self.assertEqual(asset.address_ids, before)
        self.assertEqual(len(asset.interface_ids), 1)

    def test_text_keeps_the_order_typed(self):
        typed = "192.0.2.9, 192.0.2.30, 2001:db8::1, 192.0.2.10"
        macs = f"{MAC_B}, {MAC_A}"
        asset = self.new_asset("pve01", ip_addresses=typed, mac_addresses=MAC_A)
        asset.mac_addresses = macs
        self.assertEqual(self.read_back(asset), (typed, macs))
        self.address("192.0.2.8/24", interface_id=asset.interface_ids[0].id)
        self.assertEqual(asset.ip_addresses, typed + ", 192.0.2.8")

    def test_primary_address_stays_when_the_same_text_is_written_again(self):
        asset = self.new_asset("pve01", ip_addresses="192.0.2.20, 192.0.2.10")
        self.assertEqual(asset._primary_ip(), "192.0.2.20")
        ten = asset.address_ids.filtered(lambda a: a.host == "192.0.2.10")
        asset.primary_ip4_id = ten
        asset.ip_addresses = "192.0.2.20, 192.0.2.10"
        self.assertEqual((asset.primary_ip4_id, asset._primary_ip()), (ten, "192.0.2.10"))

    def test_taken_address_is_refused_naming_the_other(self):
        self.new_asset("pve01", ip_addresses="192.0.2.10")
        with self.assertRefused(ValidationError, "taken in the scope Global by .*pve01: eth0"):
            self.new_asset("pve02", ip_addresses="192.0.2.10")

    def test_customers_may_have_the_same(self):
        customers = self.env["res.partner"].create(
            [
                {"name": name, "is_company": True}
                for name in ("Customer A", "Customer B", "Customer B")
            ]
        )
        assets = self.env["ipai.asset"].create(
            [
                {
                    "name": "gw",
                    "type_id": self.compute.id,
                    "customer_id": customer.id,
                    "ip_addresses": "192.168.1.1",
                }
                for customer in customers
            ]
        )
        self.assertEqual(len(assets.address_ids.scope_id), 3)

    def test_reserved_address_is_taken_not_doubled(self):
        reserved = self.env["ipai.ip.address"].create(
            {"name": "192.0.2.10/24", "dns_name": "pve01.example.com"}
        )
        asset = self.new_asset("pve01", ip_addresses="192.0.2.10")
        self.assertEqual(asset.address_ids, reserved)
        self.assertEqual(asset.primary_ip4_id, reserved)

    def test_text_takes_the_mask_of_the_prefix(self):
        self.env["ipai.prefix"].create({"name": "192.0.2.0/24"})
        asset = self.new_asset("pve01", ip_addresses="192.0.2.10")
        self.assertEqual(asset.address_ids.name, "192.0.2.10/24")

    def test_moved_interface_takes_its_addresses_along(self):
        old, new = self.new_asset("old", ip_addresses="192.0.2.10"), self.new_asset("new")
        old.primary_ip4_id = False
        old.interface_ids.asset_id = new
        self.assertEqual((old.ip_addresses, new.ip_addresses), (False, "192.0.2.10"))
        self.assertEqual(new.primary_ip4_id.host, "192.0.2.10")

    def test_deleted_with_its_network(self):
        asset = self.new_asset("pve01", ip_addresses="192.0.2.10", mac_addresses=MAC_A)
        interfaces, addresses = asset.interface_ids, asset.address_ids
        asset.unlink()
        self.assertFalse(interfaces.exists() or addresses.exists())

    def test_many_in_a_fixed_number_of_queries(self):
        def queries(first, count):
            vals_list = [
                {
                    "name": f"host{first}-{n}",
                    "type_id": self.compute.id,
                    "ip_addresses": f"10.{first}.0.{n + 1}, 10.{first}.1.{n + 1}",
                    "mac_addresses": f"02:00:00:00:{first:02x}:{n:02x}",
                }
                for n in range(count)
            ]
            self.env.flush_all()
            before = self.cr.sql_log_count
            self.env["ipai.asset"].create(vals_list)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        few = queries(1, 2)
        self.assertLess(queries(2, 60), few + 60)

    def test_interfaces_in_one_create(self):
        asset = self.new_asset(
            "pve01",
            interface_ids=[
                Command.create(
                    {"name": "vmbr0", "address_ids": [Command.create({"name": "192.0.2.10/24"})]}
                )
            ],
        )
        self.assertEqual(asset.ip_addresses, "192.0.2.10")
