# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What an undo gives back, field by field, relations included."""

from odoo.tests import tagged

from ..importing.planning.values import IMPORT_FIELDS
from ..importing.writing.records import copies
from .snapshot_common import SnapshotCase


@tagged("post_install", "-at_install")
class TestImportUndo(SnapshotCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.full = cls.env["ipai.asset"].create(
            {
                "name": "Full",
                "hostname": "full",
                "serial_number": "FULL-1",
                "type_id": cls.compute.id,
                "status": "active",
                "location": "Rack A",
                "notes": "<p>Some<br>words</p>",
                "tag_ids": [(0, 0, {"name": "kept"})],
            }
        )
        vlan, other = cls.env["ipai.vlan"].create(
            [{"vid": vid, "name": f"V{vid}"} for vid in (20, 30)]
        )
        cls.lan, cls.spare = cls.env["ipai.interface"].create(
            [
                {
                    "asset_id": cls.full.id,
                    "name": "lan",
                    "kind": "wireless",
                    "mac_address": "3c:52:82:00:00:01",
                    "vlan_id": vlan.id,
                    "tagged_vlan_ids": [(6, 0, other.ids)],
                    "description": "to the hall",
                },
                {"asset_id": cls.full.id, "name": "spare", "description": "unused"},
            ]
        )
        cls.address, cls.second = cls.env["ipai.ip.address"].create(
            [
                {
                    "name": "10.1.1.10/24",
                    "interface_id": cls.lan.id,
                    "role": "secondary",
                    "status": "reserved",
                    "dns_name": "full.example",
                    "description": "the one",
                },
                {"name": "10.1.2.10/24", "interface_id": cls.lan.id, "dns_name": "two.example"},
            ]
        )
        nas = cls.env["ipai.asset"].create(
            {"name": "Nas", "hostname": "nas", "type_id": cls.compute.id, "status": "active"}
        )
        kind = cls.env["ipai.relation.type"].search([("name", "ilike", "depends")], limit=1)
        cls.relation = cls.env["ipai.relation"].create(
            {
                "type_id": kind.id,
                "source_asset_id": cls.full.id,
                "target_asset_id": nas.id,
                "role": "database",
                "note": "nightly",
            }
        )

    def everything(self):
        """Everything of the asset, by value rather than by id where an undo has to make it anew."""
        self.env.flush_all()
        self.env.invalidate_all()
        records = copies(self.full)[self.full.id]
        texts = [
            (key.partition(",")[0], sorted((n, self.spelled(n, v)) for n, v in values.items()))
            for key, values in records.items()
        ]
        fields = {n: self.full[n] for n in IMPORT_FIELDS if n not in ("last_seen",)}
        return (
            sorted(texts, key=str),
            fields,
            {n: v for n, v in dict(self.full.properties or {}).items() if v},
        )

    def spelled(self, name, value):
        """A record as what it is called: it may have another id."""
        if name == "interface_id" and value:
            return self.env["ipai.interface"].browse(value).name
        if name.startswith("primary_ip") and value:
            return self.env["ipai.ip.address"].browse(value).name
        return str(value)

    def check_file(self, text, **options):
        before = self.everything()
        run = self.apply(self.preview(text, **options))
        self.assertNotEqual(self.everything(), before, "the file changes something")
        self.undo(run)
        self.assertEqual(run.line_ids.mapped("state"), ["undone"], run.line_ids.mapped("reason"))
        self.assertEqual(self.everything(), before)

    def test_a_file_that_changes_an_address_renumbers_it_in_place(self):
        text = 'Hostname,IP Addresses\nfull,"10.1.1.99, 10.1.2.10"\n'
        run = self.apply(self.preview(text))
        self.assertEqual(self.address.host, "10.1.1.99")
        self.assertEqual((self.address.dns_name, self.address.role), ("full.example", "secondary"))
        self.assertEqual(self.address.interface_id, self.lan)
        self.undo(run)
        self.assertEqual(self.address.name, "10.1.1.10/24")

    def test_files(self):
        for text in (
            'Hostname,IP Addresses\nfull,"10.1.1.99, 10.1.2.10"\n',
            "Hostname,IP Addresses\nfull,10.1.2.10\n",
            'Hostname,IP Addresses\nfull,"10.1.2.10, 10.1.1.10, 10.1.1.11"\n',
            "Hostname,Serial Number,MAC Addresses\nfull,FULL-1,3c:52:82:00:00:02\n",
            "Hostname,Interface,VLAN,IP Addresses\nfull,lan,40,10.1.1.12/24\n",
            "Hostname,Serial Number,Interface,MAC Addresses\nfull,FULL-1,new0,3c:52:82:00:00:03\n",
            "Hostname,Services,Relations\nfull,DNS (primary),is connected to: nas\n",
            'Hostname,Room or Rack,Notes,Tags,Manufacturer\nfull,Rack B,Other,"kept, more",Maker\n',
        ):
            with self.subTest(text), self.cr.savepoint():
                self.check_file(text)

    def test_a_snapshot(self):
        before = self.everything()
        answer = self.report(
            {
                "id": "7",
                "hostname": "full",
                "location": "Rack C",
                "tags": ["more"],
                "properties": {"rack": "A1"},
                "services": [{"name": "Mail", "role": "relay"}],
                "interfaces": [
                    {"name": "ens18", "mac": "3c:52:82:00:00:01", "addresses": ["10.1.1.10/16"]},
                    {"name": "ens19", "addresses": ["10.1.3.10/24"]},
                ],
            }
        )
        self.assertEqual(self.results(answer), ["updated"])
        run = self.env["ipai.import.run"].browse(answer["run"])
        self.undo(run)
        self.assertEqual(
            set(run.line_ids.mapped("state")), {"undone"}, run.line_ids.mapped("reason")
        )
        self.assertEqual(self.everything(), before)

    def test_what_somebody_changed_since_stays(self):
        run = self.apply(self.preview('Hostname,IP Addresses\nfull,"10.1.1.99, 10.1.2.99"\n'))
        self.address.dns_name = "newer.example"
        self.undo(run)
        self.assertEqual((self.address.host, self.second.host), ("10.1.1.99", "10.1.2.10"))
        self.assertEqual(run.line_ids.state, "kept")
        self.assertIn("10.1.1.99", run.line_ids.reason)
