# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import abort

from odoo import models
from odoo.http import request

from ..paths import HEADS, page_of


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_ipai_key(cls):
        cls._ipai_loom_show_to_person()
        return super()._auth_method_ipai_key()

    @classmethod
    def _ipai_loom_show_to_person(cls):
        """Send a browser that opens one of our addresses below /odoo to the web client: a person has no key."""
        sent = request.httprequest
        words = sent.path.split("/")
        if (
            sent.method in ("GET", "HEAD")
            and words[1:2] == ["odoo"]
            and words[2] in HEADS
            and "text/html" in sent.headers.get("Accept", "")
            and not (sent.headers.get("X-API-Key") or sent.headers.get("Authorization"))
        ):
            request.session.can_save = False
            abort(request.redirect(page_of(sent.path), code=303))
