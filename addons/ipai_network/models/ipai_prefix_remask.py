# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models

from odoo.addons.ipai_base.compat import Index, domain_or

from ..addressing import BITS

AGREEING = 2
"""So many hosts must tell of a network before it is taken for one without a person's word."""


class IpaiPrefix(models.Model):
    """The mask that a prefix lends to addresses of which only the host is known.

    It comes behind the placement: addresses must have found their prefix when it lends its mask.
    """

    _inherit = "ipai.prefix"

    to_confirm = fields.Boolean(
        readonly=True,
        copy=False,
        help="An import made it of the mask of one host. It lends its mask to no other address until a second "
        "host tells of the same network, or a person confirms it.",
    )

    _to_confirm_idx = Index("(company_id) WHERE to_confirm")

    @api.model_create_multi
    def create(self, vals_list):
        prefixes = super().create(vals_list)
        prefixes._lend_masks()
        return prefixes

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"name", "status", "scope_id"}:
            self._lend_masks()
        return result

    def action_confirm(self):
        """Say that these are networks: their addresses without a mask get theirs."""
        self.check_access("write")
        self.sudo().to_confirm = False
        self._lend_masks()
        return True

    def _lends_mask(self):
        """Whether an address in this prefix that tells no mask has its mask."""
        self.ensure_one()
        return self.status != "container" and not self.to_confirm

    def _lend_masks(self):
        """Give the addresses that lie in these prefixes and stand alone (/32, /128) the mask of theirs.

        Not those that stand alone by design: loopback addresses, and those on a loopback interface.
        """
        lending = self.filtered(lambda prefix: prefix.first_key and prefix._lends_mask())
        if not lending:
            return
        alone = domain_or(
            *[[("family", "=", str(f)), ("name", "=like", f"%/{bits}")] for f, bits in BITS.items()]
        )
        addresses = self.env["ipai.ip.address"].search(
            [("prefix_id", "in", lending.ids), ("role", "!=", "loopback"), *alone]
        )
        self.env["ipai.ip.address"]._write_masks(
            {
                address: f"{address.host}/{address.prefix_id.length}"
                for address in addresses
                if address.interface_id.kind != "loopback"
                and address.prefix_id.length < BITS[int(address.family)]
            }
        )

    @api.model
    def _settle_masks(self, company):
        """Confirm the prefixes of a company of which a second host tells; they lend their masks from now on."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE ipai_prefix SET to_confirm = FALSE
             WHERE to_confirm AND company_id = %s
               AND (SELECT count(DISTINCT asset_id) FROM ipai_ip_address address
                     WHERE address.prefix_id = ipai_prefix.id AND address.asset_id IS NOT NULL
                       AND address.name LIKE '%%/' || ipai_prefix.length) >= %s
            RETURNING id
            """,
            [company.id, AGREEING],
        )
        settled = self.browse(prefix_id for (prefix_id,) in self.env.cr.fetchall())
        settled.invalidate_recordset(["to_confirm"])
        settled._lend_masks()
        return settled


class IpaiIpAddress(models.Model):
    _inherit = "ipai.ip.address"

    @api.model
    def _write_masks(self, names):
        """Give addresses the masks of their prefixes; one whose host that mask forbids keeps its own.

        :param names: {address: name}
        """
        fitting = {address: name for address, name in names.items() if address._fits_mask(name)}
        self._write_names(fitting)

    def _fits_mask(self, name):
        """Whether the host may be on an interface with this mask: it is not the network's own address."""
        return not self.interface_id or self._parsed().parse(name).is_usable
