# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.addons.ipai_proposal.tests.common import ApprovalCase


class AssetProposalCase(ApprovalCase):
    """The same people, with an asset in the place of the contact."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.asset = cls.env["ipai.asset"].create(
            {
                "name": "pve01",
                "type_id": cls.env.ref("ipai_asset.type_compute").id,
                "purpose": "old",
            }
        )
        cls.env.flush_all()

    @classmethod
    def propose(cls, user=None, values=None, operations=None, **options):
        """A proposal of the technician to write on the asset."""
        operations = operations or [
            {
                "method": "write",
                "model": "ipai.asset",
                "id": cls.asset.id,
                "values": values or {"purpose": "new"},
            }
        ]
        return super().propose(user=user, operations=operations, **{"kind": "asset", **options})
