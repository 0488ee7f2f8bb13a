# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields
from odoo.tests import new_test_user

from .import_common import ImportCase


class SnapshotCase(ImportCase):
    """A program that reports an inventory to a company of its own, and two people who work there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        users = {
            "user": "ipai_base.group_user",
            "person": "ipai_base.group_technician",
            "manager": "ipai_base.group_manager",
        }
        for name, group in users.items():
            user = new_test_user(
                cls.env(su=True),
                f"snapshot_{name}",
                group,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            setattr(cls, name, user)

    def report(self, *objects, source="n8n-test", **options):
        """Take a snapshot; return the answer."""
        self.env.flush_all()
        self.env.cr.precommit.run()
        return self.env["ipai.source"]._take_snapshot(source, list(objects), **options)

    def results(self, answer):
        return [result["result"] for result in answer["objects"]]

    def asset_of(self, answer, position=0):
        return self.env["ipai.asset"].browse(answer["objects"][position]["asset"])

    def run_of_answer(self, answer):
        return self.env["ipai.import.run"].browse(answer["run"])

    def source(self, name="n8n-test"):
        return self.env["ipai.source"].search([("name", "=", name)]).with_user(self.manager)

    def open_drift(self, **domain):
        wanted = [("state", "=", "open"), *((name, "=", value) for name, value in domain.items())]
        return self.env["ipai.drift"].search(wanted)

    def by_hand(self, record, user=None):
        """The record as a person works on it."""
        return record.with_user(user or self.person)

    def age(self, table, **columns):
        """Set columns of a table by SQL, as if time had passed."""
        self.env.flush_all()
        for name, value in columns.items():
            self.env.cr.execute(f"UPDATE {table} SET {name} = %s", [value])
        self.env.invalidate_all()

    def machine(self, number=1, **values):
        """Return an object as a program reports it."""
        return {
            "hostname": f"pve{number:02d}",
            "serial": f"SN-{number:04d}",
            "os": "Debian",
            "os_version": "12",
            "interfaces": [
                {
                    "name": "eth0",
                    "mac": f"02:00:00:aa:{number // 256:02x}:{number % 256:02x}",
                    "addresses": [f"10.9.{number // 250}.{number % 250 + 1}/16"],
                }
            ],
            **values,
        }

    def versions(self, assets):
        """Return what changes when the row of an asset, or of what belongs to it, is written."""
        self.env.flush_all()
        found = []
        for table, column in (
            ("ipai_asset", "id"),
            ("ipai_interface", "asset_id"),
            ("ipai_ip_address", "asset_id"),
            ("ipai_field_origin", "asset_id"),
        ):
            self.env.cr.execute(
                f"SELECT id, ctid::text FROM {table} WHERE {column} = ANY(%s) ORDER BY id",
                [assets.ids],
            )
            found.append(self.env.cr.fetchall())
        return found

    def now(self):
        return fields.Datetime.now()
