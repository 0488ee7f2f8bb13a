# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base.compat import Index
from odoo.addons.ipai_base.said import to_the_person

from ..addressing import Address, AddressError, Span

KINDS = [("dhcp", "DHCP Pool"), ("reserved", "Reserved")]


class IpaiIpRange(models.Model):
    """Addresses in a row that nobody gives to a machine by hand: a DHCP pool, or what is kept free."""

    _name = "ipai.ip.range"
    _description = "IP Range"
    _order = "prefix_id, first_key, id"
    _check_company_auto = True
    _rec_names_search = ["first_address", "last_address", "description"]

    prefix_id = fields.Many2one(
        "ipai.prefix", required=True, index=True, ondelete="cascade", check_company=True
    )
    kind = fields.Selection(
        KINDS,
        "Type",
        required=True,
        default="dhcp",
        help="A DHCP server hands out the addresses of a pool; those of a reserved range nobody "
        "takes. The next free address lies in neither.",
    )
    first_address = fields.Char("From", required=True, help="As in 192.0.2.100.")
    last_address = fields.Char("To", required=True, help="As in 192.0.2.199; it belongs to it.")
    server_id = fields.Many2one(
        "ipai.asset",
        "DHCP Server",
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
        help="The machine that hands the addresses out.",
    )
    description = fields.Char()
    scope_id = fields.Many2one(related="prefix_id.scope_id", store=True, index=True)
    company_id = fields.Many2one(related="prefix_id.company_id", store=True, index=True)
    first_key = fields.Char(compute="_compute_keys", store=True, precompute=True)
    last_key = fields.Char(compute="_compute_keys", store=True, precompute=True)
    size = fields.Float("Addresses", compute="_compute_size", digits=(40, 0))
    held_count = fields.Integer("In Use", compute="_compute_size")

    _span_idx = Index('(scope_id, company_id, first_key COLLATE "C")')

    # -- constraints -------------------------------------------------------------------------

    @api.constrains("first_address", "last_address", "prefix_id")
    def _check_inside(self):
        for pool in self:
            span, net = pool._span(), pool.prefix_id._value()
            low, high = net.usable
            if span.first > span.last or not low <= span.first <= span.last <= high:
                raise ValidationError(
                    self.env._(
                        "The range from %(first)s to %(last)s does not lie in %(prefix)s. Write "
                        "its lowest address, then its highest, both between %(low)s and %(high)s.",
                        first=pool.first_address,
                        last=pool.last_address,
                        prefix=pool.prefix_id.name,
                        low=Address(net.family, low, net.length).name,
                        high=Address(net.family, high, net.length).name,
                    )
                )

    @api.constrains("first_address", "last_address", "prefix_id")
    def _check_overlap(self):
        self.flush_model(["first_key", "last_key", "prefix_id"])
        # Two that are entered at once wait for each other at their prefix.
        self.env.cr.execute(
            "SELECT id FROM ipai_prefix WHERE id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [self.prefix_id.ids],
        )
        self.env.cr.execute(
            """
            SELECT mine.id, other.id
              FROM ipai_ip_range mine
              JOIN ipai_ip_range other
                ON other.prefix_id = mine.prefix_id AND other.id <> mine.id
               AND other.first_key COLLATE "C" <= mine.last_key
               AND other.last_key COLLATE "C" >= mine.first_key
             WHERE mine.id = ANY(%s) LIMIT 1
            """,
            [self.ids],
        )
        for mine, other in self.env.cr.fetchall():
            mine, other = self.browse(mine), self.browse(other)
            raise ValidationError(
                self.env._(
                    "%(mine)s overlaps %(other)s. Shorten one of the two.",
                    mine=mine.display_name,
                    other=other.display_name,
                )
            )

    # -- computes ----------------------------------------------------------------------------

    @api.depends("first_address", "last_address")
    def _compute_keys(self):
        for pool in self:
            for key, text in (("first_key", pool.first_address), ("last_key", pool.last_address)):
                try:
                    pool[key] = Address.parse(text).key
                except AddressError:  # a form that is not filled yet
                    pool[key] = False

    @api.depends("first_address", "last_address")
    def _compute_display_name(self):
        for pool in self:
            pool.display_name = f"{pool.first_address or ''} – {pool.last_address or ''}"

    def _compute_size(self):
        addresses = self.env["ipai.ip.address"]
        addresses.flush_model(["host_key", "is_held", "scope_id", "company_id"])
        self.flush_model(["first_key", "last_key", "scope_id", "company_id"])
        self.env.cr.execute(
            """
            SELECT pool.id, count(address.id)
              FROM ipai_ip_range pool
              JOIN ipai_ip_address address
                ON address.scope_id = pool.scope_id AND address.company_id = pool.company_id
               AND address.is_held
               AND address.host_key COLLATE "C" BETWEEN pool.first_key AND pool.last_key
             WHERE pool.id = ANY(%s) GROUP BY pool.id
            """,
            [self.ids],
        )
        held = dict(self.env.cr.fetchall())
        for pool in self:
            span = pool._span() if pool.first_key and pool.last_key else Span(1, 0)
            pool.size = span.last - span.first + 1
            pool.held_count = held.get(pool.id, 0)

    # -- records -----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._normalize(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._normalize(vals))

    def _normalize(self, vals):
        """A copy of ``vals`` with the addresses in their one spelling, without masks.

        :raises ValidationError: for what is no address
        """
        vals = dict(vals)
        for name in ("first_address", "last_address"):
            if name in vals:
                with to_the_person(AddressError):
                    vals[name] = Address.parse(vals[name]).name
        return vals

    def _span(self):
        """The numbers of its first and its last address; an empty one where the families differ."""
        self.ensure_one()
        first, last = Address.parse(self.first_address), Address.parse(self.last_address)
        same = first.family == last.family == int(self.prefix_id.family or first.family)
        return Span(first.host, last.host) if same else Span(1, 0)

    @api.model
    def _spans_in(self, prefix):
        """The spans of all ranges that reach into a prefix, wherever they are filed.

        One query; the prefix above may have been cut into smaller ones since its pool was entered.
        """
        self.flush_model(["first_key", "last_key", "scope_id", "company_id"])
        self.env.cr.execute(
            """
            SELECT first_key, last_key FROM ipai_ip_range
             WHERE scope_id = %s AND company_id = %s
               AND first_key COLLATE "C" <= %s AND last_key COLLATE "C" >= %s
            """,
            [prefix.scope_id.id, prefix.company_id.id, prefix.last_key, prefix.first_key],
        )
        return [Span(int(low[1:], 16), int(high[1:], 16)) for low, high in self.env.cr.fetchall()]
