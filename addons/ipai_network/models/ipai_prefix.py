# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.ipai_asset import identity
from odoo.addons.ipai_base.compat import Index, UniqueIndex
from odoo.addons.ipai_base.said import to_the_person

from ..addressing import BITS, Address, AddressError, Prefix

STATUSES = [
    ("container", "Container"),
    ("active", "Active"),
    ("reserved", "Reserved"),
    ("deprecated", "Deprecated"),
]
FAMILIES = [("4", "IPv4"), ("6", "IPv6")]
INDENT = "\u2003"


class IpaiPrefix(models.Model):
    _name = "ipai.prefix"
    _description = "Prefix"
    _order = "scope_id, first_key, length, id"
    _check_company_auto = True
    _rec_names_search = ["name", "role"]

    name = fields.Char("Prefix", required=True, help="As in 192.0.2.0/24 or 2001:db8::/64.")
    tree_name = fields.Char("Prefix in Tree", compute="_compute_tree_name")
    scope_id = fields.Many2one(
        "ipai.ip.scope",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["ipai.ip.scope"]._get_global(),
    )
    status = fields.Selection(
        STATUSES,
        required=True,
        default="active",
        help="A container is filled by smaller prefixes, the others by addresses.",
    )
    role = fields.Char(help="What it is for, as in: servers, clients, management.")
    vlan_id = fields.Many2one(
        "ipai.vlan", "VLAN", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    site_id = fields.Many2one(
        "ipai.site", check_company=True, index="btree_not_null", ondelete="restrict"
    )
    customer_id = fields.Many2one(
        "res.partner", compute="_compute_customer_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    gateway = fields.Char(help="The way out, as in 192.0.2.1. It is nobody's next free address.")
    dns_servers = fields.Char(
        "DNS Servers", help="The resolvers that its machines ask, as in 192.0.2.53, 198.51.100.53."
    )
    range_ids = fields.One2many("ipai.ip.range", "prefix_id", "Ranges")
    notes = fields.Text()

    # What follows from the name
    family = fields.Selection(FAMILIES, compute="_compute_keys", store=True, precompute=True)
    # The linter takes the name for an attribute that fields had long ago.
    # pylint: disable-next=attribute-deprecated
    length = fields.Integer(compute="_compute_keys", store=True, precompute=True, aggregator=None)
    first_key = fields.Char(compute="_compute_keys", store=True, precompute=True)
    last_key = fields.Char(compute="_compute_keys", store=True, precompute=True)
    # Filled after the row is in, so that a check can name the other record before the index bites.
    unique_key = fields.Char(compute="_compute_unique_key", store=True)

    # Where it stands among the others
    parent_id = fields.Many2one(
        "ipai.prefix",
        "Inside",
        compute="_compute_parent_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="The smallest prefix of the scope that contains this one.",
    )
    depth = fields.Integer(compute="_compute_parent_id", store=True, aggregator=None)
    child_ids = fields.One2many("ipai.prefix", "parent_id", "Prefixes Inside")
    address_ids = fields.One2many("ipai.ip.address", "prefix_id", "Addresses")
    child_count = fields.Integer(compute="_compute_utilization")
    address_count = fields.Integer("Addresses in Use", compute="_compute_utilization")
    utilization = fields.Float(
        compute="_compute_utilization",
        digits=(5, 1),
        aggregator=None,
        help="Percent taken: of a container by the prefixes inside, of others by addresses.",
    )

    _unique = UniqueIndex(
        "(unique_key) WHERE unique_key IS NOT NULL",
        "This prefix has just been added to the scope by someone else. Reload to see it.",
    )
    _covering_idx = Index('(scope_id, company_id, first_key COLLATE "C", length)')
    _length_idx = Index("(scope_id, family, length)")

    # -- constraints -------------------------------------------------------------------------

    @api.constrains("name", "scope_id", "company_id")
    def _check_unique(self):
        self.flush_model(["scope_id", "company_id", "first_key", "length"])
        self.scope_id.flush_model(["enforce_unique"])
        self.env.cr.execute(
            """
            SELECT mine.id, other.id
              FROM ipai_prefix mine
              JOIN ipai_ip_scope scope ON scope.id = mine.scope_id AND scope.enforce_unique
              JOIN ipai_prefix other
                ON other.scope_id = mine.scope_id
               AND other.company_id = mine.company_id
               AND other.first_key COLLATE "C" = mine.first_key
               AND other.length = mine.length
               AND other.id <> mine.id
             WHERE mine.id = ANY(%s)
             LIMIT 1
            """,
            [self.ids],
        )
        for mine, other in self.env.cr.fetchall():
            mine, other = self.browse(mine), self.browse(other).sudo()
            raise ValidationError(
                self.env._(
                    "The prefix %(prefix)s is already in the scope %(scope)s: %(other)s. "
                    "Use that one, or file this one in another scope.",
                    prefix=mine.name,
                    scope=mine.scope_id.name,
                    other=other._describe(),
                )
            )

    @api.constrains("name", "gateway")
    def _check_gateway(self):
        for prefix in self.filtered("gateway"):
            gateway, net = Address.parse(prefix.gateway), prefix._parsed()
            low, high = net.usable
            if gateway.family != net.family or not low <= gateway.host <= high:
                raise ValidationError(
                    self.env._(
                        "The gateway %(gateway)s is no host of %(prefix)s. Write one that its "
                        "machines reach without a gateway, or none.",
                        gateway=prefix.gateway,
                        prefix=prefix.name,
                    )
                )

    @api.constrains("name")
    def _check_ranges(self):
        self.range_ids._check_inside()

    # -- computes ----------------------------------------------------------------------------

    @api.depends("name")
    def _compute_keys(self):
        for prefix in self:
            parsed = prefix._parsed()
            prefix.family = parsed and str(parsed.family)
            prefix.length = parsed and parsed.length
            prefix.first_key = parsed and parsed.first_key
            prefix.last_key = parsed and parsed.last_key

    @api.depends("name", "scope_id", "company_id")
    def _compute_unique_key(self):
        for prefix in self:
            key = f"{prefix.company_id.id}/{prefix.scope_id.id}/{prefix.name}"
            prefix.unique_key = prefix.scope_id.enforce_unique and key

    @api.depends("scope_id")
    def _compute_customer_id(self):
        for prefix in self:
            prefix.customer_id = prefix.scope_id.customer_id

    @api.depends("first_key", "length", "scope_id", "company_id")
    def _compute_parent_id(self):
        covering = self._covering(
            [(prefix, prefix.scope_id, prefix.company_id, prefix._parsed()) for prefix in self]
        )
        for prefix in self:
            above = covering.get(prefix, self.browse())
            prefix.parent_id = above[:1]
            prefix.depth = len(set(above.mapped("length")))

    @api.depends("name", "depth")
    def _compute_tree_name(self):
        for prefix in self:
            prefix.tree_name = INDENT * prefix.depth + (prefix.name or "")

    # -- actions -----------------------------------------------------------------------------

    def action_view_addresses(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_network.ipai_ip_address_action"
        )
        inside = self._members()[0].filtered(lambda prefix: prefix.length >= self.length)
        action["domain"] = [("prefix_id", "in", inside.ids)]
        action["context"] = {"default_scope_id": self.scope_id.id}
        return action

    def action_view_children(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_network.ipai_prefix_action")
        action["domain"] = [("parent_id", "=", self.id)]
        action["context"] = {"default_scope_id": self.scope_id.id}
        return action

    # -- seams -------------------------------------------------------------------------------

    def _normalize(self, vals):
        """A copy of ``vals`` with the prefix, its gateway and resolvers in their one spelling.

        :raises ValidationError: for what is no prefix or address, with the right one where it is near.
        """
        vals = dict(vals)
        with to_the_person(AddressError):
            if "name" in vals:
                vals["name"] = str(Prefix.parse(vals["name"]))
            if vals.get("gateway"):
                vals["gateway"] = Address.parse(vals["gateway"]).name
            if vals.get("dns_servers"):
                resolvers = identity.split_list(vals["dns_servers"])
                vals["dns_servers"] = ", ".join(Address.parse(text).name for text in resolvers)
        return vals

    def _parsed(self):
        """The prefix as a value, or None while a form has no valid one yet."""
        try:
            return Prefix.parse(self.name)
        except AddressError:
            return None

    def _value(self):
        """The stored prefix as a value, without reading its name again."""
        return Prefix.from_key(self.first_key, self.length)

    def _describe(self):
        """The prefix with what it is for, as a message names it."""
        what = ", ".join(filter(None, [self.role, self.site_id.name, self.vlan_id.display_name]))
        return f"{self.name} ({what})" if what else self.name

    @api.model
    def _covering(self, members):
        """The prefixes that each member lies in.

        Two queries, however many members: a prefix covers a member when it starts where the
        member's number does, cut to its length.

        :param members: tuples of a key of any kind, scope, company, ``addressing`` value or None
        :return: ``{key: prefixes, the longest first}`` of those that lie in any
        """
        members = [
            (key, scope._origin.id, company._origin.id, value)
            for key, scope, company, value in members
            if value and scope._origin and company._origin
        ]
        self.flush_model(["scope_id", "company_id", "family", "first_key", "length"])
        self.env.cr.execute(
            """
            WITH RECURSIVE known AS (  -- from one to the next in the index: there are few, of many prefixes
                (SELECT scope_id, family, length FROM ipai_prefix WHERE scope_id = ANY(%(ids)s)
                  ORDER BY scope_id, family, length LIMIT 1)
                 UNION ALL
                SELECT higher.* FROM known, LATERAL (
                    SELECT scope_id, family, length FROM ipai_prefix
                     WHERE scope_id = ANY(%(ids)s)
                       AND (scope_id, family, length) > (known.scope_id, known.family, known.length)
                     ORDER BY scope_id, family, length LIMIT 1) higher)
            SELECT DISTINCT family, length FROM known
            """,
            {"ids": list({scope for _key, scope, _company, _value in members})},
        )
        lengths = {family: [] for family in BITS}
        for family, length in self.env.cr.fetchall():
            lengths[int(family)].append(length)
        wanted = [
            (position, scope, company, first_key, length)
            for position, (_key, scope, company, value) in enumerate(members)
            for first_key, length in value.covering(lengths[value.family])
        ]
        if not wanted:
            return {}
        self.env.cr.execute(
            """
            SELECT wanted.position, prefix.id
              FROM unnest(%s::int[], %s::int[], %s::int[], %s::text[], %s::int[])
                   AS wanted(position, scope_id, company_id, first_key, length)
              JOIN ipai_prefix prefix
                ON prefix.scope_id = wanted.scope_id
               AND prefix.company_id = wanted.company_id
               AND prefix.first_key COLLATE "C" = wanted.first_key
               AND prefix.length = wanted.length
             ORDER BY wanted.position, prefix.length DESC, prefix.id
            """,
            [list(column) for column in zip(*wanted, strict=True)],
        )
        found = {}
        for position, prefix_id in self.env.cr.fetchall():
            found.setdefault(members[position][0], []).append(prefix_id)
        return {key: self.browse(ids) for key, ids in found.items()}

    def _members(self):
        """The prefixes and the addresses in the span of these, at any depth."""
        self.flush_model(["scope_id", "company_id", "first_key", "last_key"])
        self.env["ipai.ip.address"].flush_model(["scope_id", "company_id", "host_key"])
        return self._inside("ipai.prefix", "first_key"), self._inside("ipai.ip.address", "host_key")

    def _inside(self, model, key):
        """The records of a model whose ``key`` lies in the span of one of these prefixes."""
        records = self.env[model].sudo()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT member.id
                  FROM ipai_prefix prefix
                  JOIN %(table)s member
                    ON member.scope_id = prefix.scope_id
                   AND member.company_id = prefix.company_id
                   AND member.%(key)s COLLATE "C" BETWEEN prefix.first_key AND prefix.last_key
                 WHERE prefix.id = ANY(%(ids)s)
                """,
                table=SQL.identifier(records._table),
                key=SQL.identifier(key),
                ids=self.ids,
            )
        )
        return records.browse(member for (member,) in self.env.cr.fetchall())
