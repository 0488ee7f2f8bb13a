# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What snapshots name is not deleted: they have no foreign keys that would say so."""

from odoo import api, models


class IpaiAsset(models.Model):
    _inherit = "ipai.asset"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        self.env["ipai.seat.snapshot"]._refuse_loss("asset_id", self)


class IpaiSite(models.Model):
    _inherit = "ipai.site"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        self.env["ipai.seat.snapshot"]._refuse_loss("site_id", self)


class IpaiOperatingSystem(models.Model):
    _inherit = "ipai.operating.system"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_counted(self):
        self.env["ipai.seat.snapshot"]._refuse_loss("operating_system_id", self)
