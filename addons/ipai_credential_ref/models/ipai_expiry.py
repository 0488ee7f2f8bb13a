# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.ipai_base.compat import domain_and

APART = 1 << 40
"""Added to the numbers of our rows: far from those of all other sources of the list."""
KINDS = [
    ("rotation", "Credential Rotation"),
    ("credential_certificate", "Certificate of a Credential"),
    ("credential_version", "Credential Deleted by the Vault"),
    ("vault_credential", "Our Credential for a Vault"),
]
ONDELETE = {kind: "cascade" for kind, _label in KINDS}


class IpaiExpiry(models.Model):
    """Rotations that fall due, and what of credentials and vaults ends by itself."""

    _inherit = "ipai.expiry"
    _depends = {
        "ipai.credential.ref": [
            *("name", "due_on", "certificate_not_after", "expires_on", "owner_id", "customer_id"),
            *("company_id", "active"),
        ],
        "ipai.vault": ["name", "credential_expires_on", "company_id", "active"],
        "ipai.rotation": ["credential_ref_id", "state", "line_count", "done_count", "planned_on"],
    }

    kind = fields.Selection(selection_add=KINDS, ondelete=ONDELETE)
    credential_ref_id = fields.Many2one("ipai.credential.ref", "Credential", readonly=True)
    vault_id = fields.Many2one("ipai.vault", readonly=True)

    @api.model
    def _sources(self):
        known = [
            SQL(
                "SELECT known.*, NULL::integer AS credential_ref_id, NULL::integer AS vault_id"
                " FROM (%s) known",
                source,
            )
            for source in super()._sources()
        ]
        reference = SQL(
            "NULL::integer AS asset_id, NULL::integer AS kb_link_id, c.owner_id, c.customer_id,"
            " c.company_id, c.create_uid, NULL::integer, c.id AS credential_ref_id,"
            " NULL::integer AS vault_id"
            " FROM ipai_credential_ref c"
        )
        return [
            *known,
            SQL(
                "SELECT %s + c.id::bigint * 4 AS id, c.name || CASE WHEN r.state = 'running'"
                " THEN ' (' || r.done_count || '/' || r.line_count || ')' ELSE '' END AS name,"
                " 'rotation' AS kind, COALESCE(r.planned_on, c.due_on) AS date, %s"
                " LEFT JOIN ipai_rotation r ON r.credential_ref_id = c.id"
                " AND r.state IN ('planned', 'waiting', 'running')"
                " WHERE c.active AND COALESCE(r.planned_on, c.due_on) IS NOT NULL",
                APART,
                reference,
            ),
            SQL(
                "SELECT %s + c.id::bigint * 4 + 1, c.name, 'credential_certificate',"
                " c.certificate_not_after, %s WHERE c.active AND c.certificate_not_after IS NOT NULL",
                APART,
                reference,
            ),
            SQL(
                "SELECT %s + c.id::bigint * 4 + 2, c.name, 'credential_version',"
                " c.expires_on::date, %s WHERE c.active AND c.expires_on IS NOT NULL",
                APART,
                reference,
            ),
            SQL(
                "SELECT %s + v.id::bigint * 4 + 3, v.name, 'vault_credential',"
                " v.credential_expires_on::date, NULL::integer, NULL::integer, NULL::integer,"
                " NULL::integer, v.company_id, v.create_uid, NULL::integer, NULL::integer, v.id FROM ipai_vault v"
                " WHERE v.active AND v.credential_expires_on IS NOT NULL",
                APART,
            ),
        ]

    def _subject(self):
        self.ensure_one()
        return self.credential_ref_id or self.vault_id or super()._subject()


class IpaiExpiryNotice(models.Model):
    _inherit = "ipai.expiry.notice"

    kind = fields.Selection(selection_add=KINDS, ondelete=ONDELETE)

    @api.model
    def _to_remind(self, today):
        """Of a rotation its policy's own ladder tells."""
        return domain_and(super()._to_remind(today), [("kind", "!=", "rotation")])
