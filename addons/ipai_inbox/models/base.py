# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class Base(models.AbstractModel):
    """What rooms announce is written down for the targets that asked for it."""

    _inherit = "base"

    def _announce(self, topic, details=None):
        if self:
            self.env["ipai.outbox.event"]._take(self, topic, details)
        return super()._announce(topic, details)

    def _announce_changes(self, topic, names):
        if self:
            self.env["ipai.outbox.event"]._watch(self, topic, names)
        return super()._announce_changes(topic, names)
