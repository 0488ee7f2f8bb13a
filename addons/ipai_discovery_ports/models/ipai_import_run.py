# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_base.compat import domain_or
from odoo.addons.ipai_discovery.importing.planning import plan
from odoo.addons.ipai_discovery.importing.reading.formats import NMAP

from ..ports import Asked, ports_of

DONE = (plan.CREATE, plan.UPDATE, plan.SEEN, plan.UNCHANGED)


class IpaiImportRun(models.Model):
    """A scan that is applied tells which ports answer on which asset."""

    _inherit = "ipai.import.run"

    def _with_drift(self):
        """A scan that changes nothing on the assets may still have seen other ports than before."""
        domain = super()._with_drift()
        if self.found_format != NMAP:
            return domain
        return domain_or(domain, [("run_id", "=", self.id), ("asset_id", "!=", False)])

    def _note_observed(self):
        result = super()._note_observed()
        if self.source_id and self.found_format == NMAP:
            self._note_ports()
        return result

    def _note_ports(self):
        lines = self._lines().search(
            [
                ("run_id", "=", self.id),
                ("asset_id", "!=", False),
                ("selected", "=", True),
                ("state", "in", ["planned", "applied"]),
                ("action", "in", list(DONE)),
            ]
        )
        seen = {}
        for line in lines.filtered(lambda line: line.position >= 0):
            seen.setdefault(line.asset_id.id, []).extend(ports_of(line.report))
        ports = {asset_id: list(dict.fromkeys(found)) for asset_id, found in seen.items()}
        asked = Asked.by(self._file_bytes())
        self.env["ipai.observed.port"].sudo()._observe(self, ports, asked, fields.Datetime.now())

    def _step_undo(self):
        # What only this scan saw goes with it: it is nothing that uses an asset.
        self.env["ipai.observed.port"].sudo().search(
            [("run_id", "=", self.id), ("service_id", "=", False)]
        ).unlink()
        return super()._step_undo()
