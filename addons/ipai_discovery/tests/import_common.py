# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import base64

from odoo.tests import TransactionCase, new_test_user


class ImportCase(TransactionCase):
    """A technician of a company of his own, two customers, and a short way to import."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Import Company"})
        cls.technician = new_test_user(
            cls.env,
            "import_technician",
            "ipai_base.group_technician,base.group_partner_manager,base.group_allow_export",
            {"no_reset_password": True},
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        cls.env = cls.env(user=cls.technician, context={"allowed_company_ids": cls.company.ids})
        cls.acme, cls.globex = cls.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("ACME Import", "Globex Import")]
        )
        cls.compute = cls.env.ref("ipai_asset.type_compute")

    def asset(self, name, **values):
        return self.env["ipai.asset"].create(
            {"name": name, "type_id": self.compute.id, "status": "active", **values}
        )

    def run_of(self, content, file_name="assets.csv", **options):
        """Return a run in draft with a file of this content."""
        data = content.encode() if isinstance(content, str) else content
        return self.env["ipai.import.run"].create(
            {"file": base64.b64encode(data), "file_name": file_name, **options}
        )

    def preview(self, content, **options):
        """Return a run whose preview is made."""
        run = self.run_of(content, **options)
        run.action_preview()
        run.run_to_end()
        return run

    def apply(self, run):
        run.action_apply()
        run.run_to_end()
        return run

    def undo(self, run):
        run.action_undo()
        run.run_to_end()
        return run

    def found(self, name):
        """Return the asset of the company by name, archived ones included."""
        domain = [("name", "=", name), ("company_id", "=", self.company.id)]
        return self.env["ipai.asset"].with_context(active_test=False).search(domain)
