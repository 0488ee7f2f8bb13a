# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models, tools

from ..compat import UniqueIndex
from ..remembered import Remembered


class IpaiSecretPolicy(Remembered, models.Model):
    """What becomes of a secret that is written, where it is not as by default."""

    _name = "ipai.secret.policy"
    _description = "Secret Policy"
    _order = "company_id, field_class"
    _rec_name = "field_class"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, ondelete="cascade"
    )
    field_class = fields.Selection(
        [
            ("text", "Texts"),
            ("html", "Formatted Texts"),
            ("properties", "Properties"),
            ("comment", "Comments"),
            ("contact", "Contacts and Comments on Them"),
            ("arrived", "What Arrives"),
        ],
        required=True,
        help="What arrives: reports of scans and programs that nobody types, mail, and what customers "
        "write. Contacts are looked at only where they have a policy.",
    )
    mode = fields.Selection(
        [("block", "Block"), ("warn", "Warn"), ("report", "Report")],
        required=True,
        default="warn",
        help="Block: it is not saved. Warn: it is saved, listed, and who saved it is told. Report: it is listed.",
    )

    _class_uniq = UniqueIndex(
        "(company_id, field_class)", "This company has a policy for this class of fields."
    )

    @api.model
    @tools.ormcache("self.env.company.id", "field_class")
    def _mode_of(self, field_class):
        """Block, warn or report for the current company: what arrives is reported, all else is blocked.

        Off: contacts without a policy. Asked for each record that is written, and changed hardly ever.
        """
        # Narrow: the mode alone, of the current company.
        policy = self.sudo().search(
            [("company_id", "=", self.env.company.id), ("field_class", "=", field_class)], limit=1
        )
        return policy.mode or {"arrived": "report", "contact": "off"}.get(field_class, "block")
