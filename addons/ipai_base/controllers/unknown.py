# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http

from ..http.routing import catch_all
from ..http.unknown import unknown_path


class Unknown(http.Controller):
    """What nothing else matches below our prefix: JSON as well, where Odoo would answer HTML."""

    @catch_all("/ipai")
    def unknown(self, **_arguments):
        raise unknown_path()
