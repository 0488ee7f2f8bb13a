# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import re

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.ipai_asset import identity
from odoo.addons.ipai_base.compat import Index, UniqueIndex
from odoo.addons.ipai_base.said import to_the_person

from ..addressing import BITS, Address, AddressError
from .ipai_prefix import FAMILIES

STATUSES = [
    ("active", "Active"),
    ("reserved", "Reserved"),
    ("dhcp", "DHCP"),
    ("slaac", "SLAAC"),
    ("deprecated", "Deprecated"),
]
ROLES = [
    ("loopback", "Loopback"),
    ("secondary", "Secondary"),
    ("anycast", "Anycast"),
    ("vip", "VIP"),
    ("vrrp", "VRRP"),
    ("hsrp", "HSRP"),
    ("glbp", "GLBP"),
    ("carp", "CARP"),
]
SHARED_ROLES = ("anycast", "vip", "vrrp", "hsrp", "glbp", "carp")
"""Roles in which several machines answer to one address by design."""

_DNS_NAME = re.compile(r"(\*\.)?[a-z0-9_]([a-z0-9_-]{0,62})(\.[a-z0-9_][a-z0-9_-]{0,62})*")


class IpaiIpAddress(models.Model):
    _name = "ipai.ip.address"
    _description = "IP Address"
    _order = "scope_id, host_key, id"
    _check_company_auto = True
    _rec_names_search = ["name", "dns_name"]

    name = fields.Char(
        "Address",
        required=True,
        help="Host and mask, as in 192.0.2.10/24. Without a mask, that of its prefix is taken.",
    )
    scope_id = fields.Many2one(
        "ipai.ip.scope",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["ipai.ip.scope"]._get_global(),
        help="A host is taken once in a scope. Each customer has one; all else is in Global.",
    )
    interface_id = fields.Many2one(
        "ipai.interface",
        check_company=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    asset_id = fields.Many2one(related="interface_id.asset_id", store=True, index="btree_not_null")
    status = fields.Selection(STATUSES, required=True, default="active")
    role = fields.Selection(
        ROLES,
        help="Several machines may share an address when each holds it as anycast, VIP, VRRP, "
        "HSRP, GLBP or CARP.",
    )
    dns_name = fields.Char("DNS Name", index="btree_not_null")
    description = fields.Char()
    customer_id = fields.Many2one(
        "res.partner", compute="_compute_customer_id", store=True, index="btree_not_null"
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    # What follows from the name
    family = fields.Selection(FAMILIES, compute="_compute_keys", store=True)
    host = fields.Char(compute="_compute_keys", store=True, index="trigram", help="Without mask.")
    host_key = fields.Char(compute="_compute_keys", store=True)
    is_shared = fields.Boolean(compute="_compute_is_shared", store=True)
    is_held = fields.Boolean(
        "In Use",
        compute="_compute_is_held",
        store=True,
        help="Not by an asset that is decommissioned: those keep their addresses on record only.",
    )
    # Filled after the row is in, so that a check can name the other record before the index bites.
    unique_key = fields.Char(compute="_compute_unique_key", store=True)
    prefix_id = fields.Many2one(
        "ipai.prefix",
        compute="_compute_prefix_id",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        help="The smallest prefix of the scope that contains it.",
    )
    is_primary = fields.Boolean(compute="_compute_is_primary")

    _unique = UniqueIndex(
        '(unique_key COLLATE "C") WHERE unique_key IS NOT NULL',
        "This address has just been taken in its scope by someone else. Reload to see by whom, "
        "or take the next free one.",
    )
    _host_idx = Index('(scope_id, company_id, host_key COLLATE "C")')
    _outside_idx = Index('(scope_id, company_id, host_key COLLATE "C") WHERE prefix_id IS NULL')
    _repeated_idx = Index(
        '(scope_id, company_id, host_key COLLATE "C") WHERE is_held AND unique_key IS NULL'
    )

    # -- constraints -------------------------------------------------------------------------

    @api.constrains("name", "interface_id")
    def _check_usable(self):
        for address in self.filtered("interface_id"):
            parsed = address._parsed()
            if not parsed.is_usable:
                network = parsed.network
                raise ValidationError(
                    self.env._(
                        "%(address)s is the %(kind)s address of %(network)s, which no interface "
                        "can have. Use another host, or correct the mask.",
                        address=address.name,
                        kind=self.env._("network")
                        if parsed.host == network.first
                        else self.env._("broadcast"),
                        network=network,
                    )
                )

    @api.constrains("name", "scope_id", "company_id", "role", "interface_id")
    def _check_unique(self, returning=False):
        """Name the other holder; the unique index catches what happens at the same moment.

        :param returning: their assets are about to return to service
        """
        self.flush_model(["host_key", "scope_id", "company_id", "is_shared", "is_held"])
        self.scope_id.flush_model(["enforce_unique"])
        self.env.cr.execute(
            """
            SELECT mine.id, other.id
              FROM ipai_ip_address mine
              JOIN ipai_ip_scope scope ON scope.id = mine.scope_id AND scope.enforce_unique
              JOIN LATERAL (  -- each looks for itself, by the index, whatever the planner knows
                   SELECT id
                     FROM ipai_ip_address
                    WHERE scope_id = mine.scope_id
                      AND company_id = mine.company_id
                      AND host_key COLLATE "C" = mine.host_key
                      AND is_held
                      AND id <> mine.id
                      AND NOT (mine.is_shared AND is_shared)
                    LIMIT 1
                   ) other ON TRUE
             WHERE mine.id = ANY(%s)
               AND (mine.is_held OR %s)
             LIMIT 1
            """,
            [self.ids, returning],
        )
        for mine, other in self.env.cr.fetchall():
            mine, other = self.browse(mine), self.browse(other).sudo()
            message = self.env._(
                "%(host)s is already taken in the scope %(scope)s by %(other)s. Choose another "
                "address, or take it from there first.",
                host=mine.host,
                scope=mine.scope_id.name,
                other=other._describe(),
            )
            if mine.is_shared or other.is_shared:
                message += " " + self.env._(
                    "To share it, give each of its holders one of the roles anycast, VIP, VRRP, "
                    "HSRP, GLBP or CARP."
                )
            raise ValidationError(message)

    @api.constrains("dns_name")
    def _check_dns_name(self):
        for address in self:
            name = address.dns_name
            if name and (len(name) > identity.HOSTNAME_LENGTH or not _DNS_NAME.fullmatch(name)):
                raise ValidationError(
                    self.env._(
                        "“%s” cannot be a DNS name. Write it as in www.example.com, with letters, "
                        "digits, hyphens and underscores between the dots.",
                        name[:80],
                    )
                )

    @api.constrains("status", "name")
    def _check_status(self):
        for address in self:
            if address.status == "slaac" and address.family == "4":
                raise ValidationError(
                    self.env._(
                        "%s cannot come from SLAAC, which is of IPv6. Choose another status.",
                        address.name,
                    )
                )

    # -- computes ----------------------------------------------------------------------------

    @api.depends("interface_id.asset_id.company_id")
    def _compute_company_id(self):
        for address in self:
            address.company_id = address.asset_id.company_id or address.company_id

    @api.onchange("interface_id")
    def _onchange_interface_id(self):
        asset = self.interface_id.asset_id
        if asset:
            self.scope_id = self.env["ipai.ip.scope"]._of_assets(asset)[asset]

    @api.depends("name")
    def _compute_keys(self):
        for address in self:
            parsed = address._parsed()
            address.family = parsed and str(parsed.family)
            address.host = parsed and parsed.name
            address.host_key = parsed and parsed.key

    @api.depends("scope_id")
    def _compute_customer_id(self):
        for address in self:
            address.customer_id = address.scope_id.customer_id

    @api.depends("role")
    def _compute_is_shared(self):
        for address in self:
            address.is_shared = address.role in SHARED_ROLES

    @api.depends("interface_id.asset_id.status")
    def _compute_is_held(self):
        for address in self:
            address.is_held = address.interface_id.asset_id.status != "decommissioned"

    @api.depends("host_key", "is_shared", "is_held", "scope_id", "company_id")
    def _compute_unique_key(self):
        for address in self:
            alone = address.scope_id.enforce_unique and address.is_held and not address.is_shared
            key = f"{address.company_id.id}/{address.scope_id.id}/{address.host_key}"
            address.unique_key = alone and key

    @api.depends("host_key", "scope_id", "company_id")
    def _compute_prefix_id(self):
        prefixes = self.env["ipai.prefix"]
        covering = prefixes._covering(
            [(address, address.scope_id, address.company_id, address._parsed()) for address in self]
        )
        for address in self:
            address.prefix_id = covering.get(address, prefixes)[:1]

    @api.depends("asset_id.primary_ip4_id", "asset_id.primary_ip6_id")
    def _compute_is_primary(self):
        for address in self:
            asset = address.asset_id
            address.is_primary = address in (asset.primary_ip4_id | asset.primary_ip6_id)

    # -- records -----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._clean(vals) for vals in vals_list]
        self._refuse_foreign(vals_list)
        self._file(vals_list)
        self._normalize(vals_list)
        interfaces = {vals["interface_id"] for vals in vals_list if vals.get("interface_id")}
        self._announce_places(self.env["ipai.interface"].browse(interfaces).asset_id)
        return super().create(vals_list)

    def write(self, vals):
        vals = self._clean(vals)
        self._refuse_foreign([vals])
        if "name" in vals:
            filed = {"scope_id": self[:1].scope_id.id, "company_id": self[:1].company_id.id, **vals}
            self._normalize([filed])
            vals["name"] = filed["name"]
        if vals.keys() & {"name", "interface_id"}:
            self.filtered(lambda address: address._leaves(vals))._check_primary_stays()
            there = self.env["ipai.interface"].browse(vals.get("interface_id") or ())
            self._announce_places(self.asset_id | there.asset_id)
        return super().write(vals)

    def unlink(self):
        self._announce_places(self.asset_id)
        return super().unlink()

    @api.model
    def _announce_places(self, assets):
        """An address comes or goes: that is a change of the machines that have it."""
        assets._announce_changes("asset.changed", ["ip_addresses"])

    @api.ondelete(at_uninstall=False)
    def _unlink_except_primary(self):
        self._check_primary_stays()

    def action_next_free(self):
        """A form with the next free address in the prefix of those chosen, or ask for a prefix."""
        if not self:
            return self.env["ir.actions.act_window"]._for_xml_id("ipai_network.ipai_prefix_action")
        if len(self.prefix_id) != 1:
            raise UserError(
                self.env._(
                    "Choose addresses of one prefix, so that it is clear where the next free one "
                    "shall lie."
                )
            )
        return self.prefix_id.action_next_free_address()

    def _check_primary_stays(self):
        """Refuse to take away the address by which an asset is reached.

        :raises UserError: naming the asset
        """
        for address in self:
            if address.is_primary:
                raise UserError(
                    self.env._(
                        "%(address)s is the primary address of %(asset)s. Choose another primary "
                        "address there, or none, before you move or delete it.",
                        address=address.host,
                        asset=address.asset_id.display_name,
                    )
                )

    @api.model
    def _spare_hosts(self, texts):
        """The hosts among these texts that are on record already, on no interface: they are taken, not made."""
        hosts = [text.partition("/")[0] for text in texts]
        return set(
            self.search([("host", "in", hosts), ("interface_id", "=", False)]).mapped("host")
        )

    def _renumbered(self, texts, taken):
        """Return {address: its new name} where as many of a family come as there are of these.

        :param texts: the addresses that come, with masks or without
        :param taken: hosts that none of them may become
        """
        names = {}
        for family in BITS:
            mine = self.filtered(lambda a, family=family: a.family == str(family))
            new = [text for text in texts if Address.parse(text).family == family]
            if len(mine) != len(new) or {text.partition("/")[0] for text in new} & taken:
                continue
            for address, text in zip(mine.sorted("host_key"), new, strict=True):
                network, parsed = address._parsed().network, Address.parse(text)
                if "/" not in text and network.first <= parsed.host <= network.last:
                    text = f"{parsed.name}/{network.length}"
                names[address] = text
        return names

    @api.model
    def _write_names(self, names):
        """Give addresses their new numbers.

        :param names: {address: name}
        """
        for address, name in names.items():
            address.name = name

    # -- seams -------------------------------------------------------------------------------

    @api.model
    def _file(self, vals_list):
        """Add scope and company to the values that lack them: those of the asset, if any."""
        context = self.env.context
        interfaces = self.env["ipai.interface"]
        interface_id = context.get("default_interface_id")
        assets = [
            interfaces.browse(vals.get("interface_id", interface_id)).asset_id for vals in vals_list
        ]
        scopes = self.env["ipai.ip.scope"]
        if not context.get("default_scope_id"):
            unfiled = {
                asset
                for asset, vals in zip(assets, vals_list, strict=True)
                if "scope_id" not in vals
            }
            by_asset = scopes._of_assets([asset for asset in unfiled if asset])
        for asset, vals in zip(assets, vals_list, strict=True):
            company = asset.company_id.id or context.get("default_company_id")
            vals.setdefault("company_id", company or self.env.company.id)
            if "scope_id" not in vals:
                vals["scope_id"] = (
                    context.get("default_scope_id")
                    or (by_asset.get(asset) or scopes._get_global()).id
                )

    @api.model
    def _normalize(self, vals_list):
        """Bring the names into their one spelling; one without a mask takes that of its prefix.

        :param vals_list: values with name, scope and company
        :raises ValidationError: for what is no address
        """
        bare = []
        for vals in vals_list:
            with to_the_person(AddressError):
                parsed = Address.parse(vals.get("name"))
            if "/" not in vals["name"]:
                scope = self.env["ipai.ip.scope"].browse(vals["scope_id"])
                company = self.env["res.company"].browse(vals["company_id"])
                bare.append((len(bare), scope, company, parsed, vals))
            vals["name"] = str(parsed)
        covering = self.env["ipai.prefix"]._covering([member[:4] for member in bare])
        for position, _scope, _company, parsed, vals in bare:
            prefix = covering.get(position, self.env["ipai.prefix"])
            lending = prefix.filtered(lambda p: not p.to_confirm)[:1]
            if lending and lending.status != "container":
                vals["name"] = f"{parsed.name}/{lending.length}"

    def _clean(self, vals):
        """A copy of the values with the DNS name in its one spelling (RFC 4343)."""
        if not vals.get("dns_name"):
            return dict(vals)
        return {**vals, "dns_name": identity.hostname_key(vals["dns_name"])}

    def _leaves(self, vals):
        """Whether writing these values takes the address from its asset, or its family from it."""
        asset, family = self.asset_id, self.family
        if "interface_id" in vals:
            asset = self.env["ipai.interface"].browse(vals["interface_id"]).asset_id
        if "name" in vals:
            family = str(Address.parse(vals["name"]).family)
        return (asset, family) != (self.asset_id, self.family)

    def _parsed(self):
        """The address as a value, or None while a form has no valid one yet."""
        try:
            return Address.parse(self.name)
        except AddressError:
            return None

    def _describe(self):
        """The address with who holds it, as a message names it."""
        holder = self.interface_id.display_name or self.dns_name or self.description
        return f"{self.name} ({holder or self.env._('on no interface')})"
