# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, models
from odoo.tools import SQL

PARTNERS = ("customer_id", "payer_id", "user_partner_id")


class PartnerMerge(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        """What was counted stays as it is, and is of the partner that is left.

        The database lets nothing but these links change meanwhile.
        """
        cr = self.env.cr
        cr.execute("SELECT set_config('ipai_seat.merging', 'on', true)")
        # After an error the transaction ends, and the setting with it.
        result = super()._update_foreign_keys(src_partners, dst_partner)
        for name in PARTNERS:
            cr.execute(
                SQL(
                    "UPDATE ipai_seat_snapshot SET %(name)s = %(left)s WHERE %(name)s IN %(gone)s",
                    name=SQL.identifier(name),
                    left=dst_partner.id,
                    gone=tuple(src_partners.ids),
                )
            )
        cr.execute("SELECT set_config('ipai_seat.merging', 'off', true)")
        return result
