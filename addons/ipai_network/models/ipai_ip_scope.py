# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from odoo.addons.ipai_base.compat import UniqueIndex


class IpaiIpScope(models.Model):
    _name = "ipai.ip.scope"
    _description = "Address Scope"
    _order = "sequence, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    customer_id = fields.Many2one(
        "res.partner",
        domain=[("is_company", "=", True)],
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The addresses of this customer's assets are filed here.",
    )
    enforce_unique = fields.Boolean(
        default=True,
        help="Refuse an address or prefix that is already taken in this scope.",
    )
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: every company files its own in it."
    )
    notes = fields.Text()
    prefix_ids = fields.One2many("ipai.prefix", "scope_id", "Prefixes")
    address_ids = fields.One2many("ipai.ip.address", "scope_id", "Addresses")

    _name_uniq = UniqueIndex(
        "(COALESCE(company_id, 0), lower(name)) WHERE customer_id IS NULL",
        "There already is an address scope of this name.",
    )
    _customer_uniq = UniqueIndex(
        "(company_id, customer_id) WHERE customer_id IS NOT NULL",
        "This customer already has an address scope. Use that one.",
    )

    def write(self, vals):
        switched = self.browse()
        if "enforce_unique" in vals:
            switched = self.filtered(
                lambda scope: scope.enforce_unique != bool(vals["enforce_unique"])
            )
        result = super().write(vals)
        switched._switch_unique_keys()
        if "customer_id" in vals:
            self._hand_to_customer()
        return result

    def _hand_to_customer(self):
        """File addresses and prefixes under the customer: all of a scope in two statements."""
        self.flush_recordset(["customer_id"])
        for model in (self.env["ipai.ip.address"], self.env["ipai.prefix"]):
            model.flush_model(["scope_id", "customer_id"])
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %s one SET customer_id = scope.customer_id
                      FROM ipai_ip_scope scope
                     WHERE scope.id = one.scope_id AND scope.id = ANY(%s)
                       AND one.customer_id IS DISTINCT FROM scope.customer_id
                    """,
                    SQL.identifier(model._table),
                    self.ids,
                )
            )
            model.invalidate_model(["customer_id"], flush=False)

    def _switch_unique_keys(self):
        """Give addresses and prefixes their unique keys, or take them away: all of a scope in two statements.

        ``_compute_unique_key`` of both say the same for one that changes itself.
        """
        for model in (self.env["ipai.ip.address"], self.env["ipai.prefix"]):
            model.flush_model()
            self.flush_recordset(["enforce_unique"])
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %(table)s one SET unique_key = CASE
                           WHEN scope.enforce_unique AND %(alone)s
                           THEN concat(one.company_id, '/', one.scope_id, '/', one.%(key)s) END
                      FROM ipai_ip_scope scope
                     WHERE scope.id = one.scope_id AND scope.id = ANY(%(ids)s)
                    """,
                    table=SQL.identifier(model._table),
                    alone=SQL("TRUE")
                    if model._name == "ipai.prefix"
                    else SQL("one.is_held AND NOT one.is_shared"),
                    key=SQL.identifier("name" if model._name == "ipai.prefix" else "host_key"),
                    ids=self.ids,
                )
            )
            model.invalidate_model(["unique_key"], flush=False)

    @api.constrains("enforce_unique")
    def _check_enforceable(self):
        enforced = self.filtered("enforce_unique")
        enforced.prefix_ids._check_unique()
        enforced._check_unique_addresses()

    def _check_unique_addresses(self):
        """:raises ValidationError: naming the first address that is there twice; the others are not read."""
        self.env["ipai.ip.address"].flush_model()
        self.env.cr.execute(
            """
            SELECT max(id) FROM ipai_ip_address
             WHERE scope_id = ANY(%s) AND is_held
             GROUP BY scope_id, company_id, host_key COLLATE "C"
            HAVING count(*) > 1 AND bool_or(NOT is_shared) LIMIT 1
            """,
            [self.ids],
        )
        for (id_,) in self.env.cr.fetchall():
            self.env["ipai.ip.address"].browse(id_)._check_unique()

    @api.constrains("customer_id", "company_id")
    def _check_company_of_customer(self):
        for scope in self:
            if scope.customer_id and not scope.company_id:
                raise ValidationError(
                    self.env._(
                        "The scope %(scope)s is for one customer, so it needs a company. "
                        "Choose the company that serves %(customer)s.",
                        scope=scope.name,
                        customer=scope.customer_id.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_global(self):
        if self.env.ref("ipai_network.scope_global", raise_if_not_found=False) in self:
            raise ValidationError(
                self.env._(
                    "The scope Global takes every address that has no other scope, so it cannot "
                    "be deleted. Rename it if you like."
                )
            )

    @api.model
    def _get_global(self):
        """The scope of what belongs to no customer."""
        return self.env.ref("ipai_network.scope_global")

    @api.model
    def _of_assets(self, assets):
        """Where the addresses of each asset are filed: at its customer's, or in Global.

        Customers use the same private ranges, so each has a scope of its own, made when needed.

        :return: ``{asset: scope}``
        """
        pairs = {(asset.company_id, asset.customer_id) for asset in assets if asset.customer_id}
        known = {
            (scope.company_id, scope.customer_id): scope
            for scope in self.search(
                [
                    ("customer_id", "in", [customer.id for _company, customer in pairs]),
                    ("company_id", "in", [company.id for company, _customer in pairs]),
                ]
            )
        }
        missing = [pair for pair in pairs if pair not in known]
        created = self.create(
            [
                {"name": customer.name, "customer_id": customer.id, "company_id": company.id}
                for company, customer in missing
            ]
        )
        known.update(zip(missing, created, strict=True))
        everybodys = self._get_global()
        return {
            asset: known.get((asset.company_id, asset.customer_id), everybodys) for asset in assets
        }
