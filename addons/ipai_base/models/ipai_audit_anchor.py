# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .. import append_only
from ..compat import UniqueIndex

ANCHORED = "audit.anchor"
EVERY = 1_000
"""Rows of the audit after which its end is handed out, if the day is not over first."""
GIVING = SQL(
    """
    TG_OP = 'UPDATE' AND OLD.given_on IS NULL
    AND to_jsonb(OLD) - 'given_on' = to_jsonb(NEW) - 'given_on'
    """
)


class IpaiAuditAnchor(models.Model):
    """The end of the audit's chain at a time, to be kept where this server cannot take it back.

    Whoever holds one knows of each row up to it whether it was changed or cut off since.
    """

    _name = "ipai.audit.anchor"
    _description = "Audit Anchor"
    _order = "id desc"
    _rec_name = "hash"
    _log_access = False
    _announced = (ANCHORED,)

    rows = fields.Integer(readonly=True, required=True, aggregator=None)
    hash = fields.Char(readonly=True, required=True)
    made_on = fields.Datetime("Made", readonly=True, required=True)
    given_on = fields.Datetime("Given Away", readonly=True, help="A target outside has taken it.")

    _rows_uniq = UniqueIndex("(rows)", "This end of the audit is anchored already.")

    def init(self):
        append_only.protect(
            self.env.cr,
            self._table,
            "The anchors of the audit are neither changed nor deleted.",
            unless=GIVING,
        )
        return super().init()

    @api.model
    def _hand_out(self, least=EVERY):
        """Announce the end of the chain when it grew by so many rows since the last time; return the anchor."""
        self.env["ipai.audit"]._seal_all()
        self.env.cr.execute(
            "SELECT seq, hash FROM ipai_audit WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1"
        )
        rows, end = self.env.cr.fetchone() or (0, "")
        last = self.sudo().search([], limit=1)
        if rows - last.rows < max(least, 1):
            return self.browse()
        anchor = self.sudo().create({"rows": rows, "hash": end, "made_on": fields.Datetime.now()})
        told = {"rows": rows, "hash": end, "made_on": anchor.made_on}
        anchor._announce(ANCHORED, {"anchor": told})
        return anchor

    def _give(self):
        """Somebody outside has these."""
        self.filtered(lambda anchor: not anchor.given_on).given_on = fields.Datetime.now()

    @api.model
    def _given(self):
        """The anchors that somebody outside has, the oldest first, as the offline check reads them."""
        anchors = self.sudo().search([("given_on", "!=", False)], order="rows")
        return [{"rows": anchor.rows, "hash": anchor.hash} for anchor in anchors]
