# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.ipai_base.http.routing import catch_all
from odoo.addons.ipai_base.http.unknown import unknown_path

from ..paths import HEADS


class Unknown(http.Controller):
    """What no call takes below our words; everything else below /odoo stays the web client's."""

    @catch_all("/loom", *(f"/odoo/{head}" for head in HEADS))
    def unknown(self, **_arguments):
        request.env["ir.http"]._ipai_loom_show_to_person()
        raise unknown_path()
