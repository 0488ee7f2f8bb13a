# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models

from ..matching import highest


class IpaiAsset(models.Model):
    _inherit = "ipai.asset"  # pylint: disable=consider-merging-classes-inherited

    def _proposal_risk(self):
        """How critical these assets are; in production never less than medium."""
        return highest(
            risk
            for asset in self
            for risk in (
                asset.criticality or "low",
                "medium" if asset.environment == "production" else "low",
            )
        )

    def _proposal_duplicates(self, values):
        """Assets that may be the same: pairs of record and why."""
        ways = (
            ("hostname", self.env._("same host name")),
            ("serial_number", self.env._("same serial number")),
            ("name", self.env._("same name")),
        )
        return duplicates(self, values, ways)


class IpaiService(models.Model):
    _inherit = "ipai.service"

    def _proposal_risk(self):
        return highest(service.criticality or "low" for service in self)

    def _proposal_duplicates(self, values):
        return duplicates(self, values, (("name", self.env._("same name")),))


def duplicates(model, values, ways, limit=20):
    """Records that are the same in one of these fields, whatever the case: pairs of record and why.

    :param ways: pairs of field name and what to say.
    """
    found = {}
    for name, why in ways:
        value = values.get(name)
        if not isinstance(value, str) or not value.strip():
            continue
        escaped = value.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        for record in model.search([(name, "=ilike", escaped)], limit=limit):
            found.setdefault(record, why)
    return list(found.items())[:limit]
