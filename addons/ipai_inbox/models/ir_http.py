# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from werkzeug.exceptions import RequestEntityTooLarge

from odoo import models
from odoo.http import Response, request

from .. import door


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_ipai_hook(cls):
        """Nobody is logged in: the signature decides. The raw bytes are read before a form is made of them."""
        request.session.can_save = False
        length = request.httprequest.content_length
        # One in chunks tells no length before, and is cut where too much begins.
        raw = (
            b""
            if length is not None
            else request.httprequest.get_data(cache=True, parse_form_data=False)
        )
        if (length or 0) > door.MOST or len(raw) >= door.MOST:
            raise RequestEntityTooLarge(
                response=Response(
                    '{"code": "too-large", "detail": "The body is too large."}',
                    status=413,
                    content_type="application/json",
                )
            )
        request.httprequest.get_data(cache=True, parse_form_data=False)
        cls._auth_method_none()
