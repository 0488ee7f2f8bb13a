# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from odoo.addons.ipai_base.compat import Index

from ..operations import for_orm


class IpaiProposalOperation(models.Model):
    """One create or write of a proposal, with the values before it."""

    _name = "ipai.proposal.operation"
    _description = "Operation of a Proposal"
    _inherit = "ipai.guarded"
    _order = "proposal_id, sequence, id"

    proposal_id = fields.Many2one("ipai.proposal", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="proposal_id.company_id", store=True, index=True)
    sequence = fields.Integer(required=True)
    name = fields.Char(help="As the caller names it, as in: upsert_partner.")
    method = fields.Selection([("create", "Create"), ("write", "Change")], required=True)
    res_model = fields.Char("Model", required=True)
    res_id = fields.Many2oneReference(
        "Record", model_field="res_model", help="Of a new record: empty until it is carried out."
    )
    values = fields.Json(required=True, help="Field name → plain value, as it will be written.")
    before = fields.Json(help="Field name → value at the time of the simulation.")
    before_write_date = fields.Char(help="When the target was last written, at that time.")
    after = fields.Json(help="What the simulation gave: values, defaults filled in.")
    duplicates = fields.Json(help="Records that look the same: model, id, name, why.")

    _target_idx = Index("(res_model, res_id)")

    @api.model_create_multi
    def create(self, vals_list):
        operations = super().create(vals_list)
        operations.proposal_id._approval_touch()
        return operations

    def write(self, vals):
        if self.env.su and self.proposal_id.filtered(lambda one: one.state == "executed"):
            raise AccessError(self.env._("What was carried out stays as it was."))
        result = super().write(vals)
        self.proposal_id._approval_touch()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise AccessError(self.env._("Operations are evidence: withdraw the proposal instead."))

    def _called(self):
        """What it is called: by its caller, or by what it does."""
        return self.name or f"{self.method} {self.res_model}"

    def _payload(self):
        """Plain data: what a decision binds of it."""
        return {
            "method": self.method,
            "model": self.res_model,
            "id": self.res_id if self.method == "write" else None,
            "values": self.values,
            "before": self.before or {},
            "written": self.before_write_date or None,
        }

    def _target(self):
        """The record that it changes or has made; empty while there is none."""
        self.ensure_one()
        model = self.env[self.res_model]
        return model.browse(self.res_id).exists() if self.res_id else model

    def _orm_values(self):
        """The values as create and write take them."""
        kinds = self.env[self.res_model]._fields
        return {name: for_orm(kinds[name].type, value) for name, value in self.values.items()}

    def _values_now(self):
        """The bound fields of the target as they are in the database, plain; empty without one."""
        target = self._target()
        return plain_values(target, self.values) if target else {}

    def _written_now(self):
        """When the target was last written, with microseconds; empty where a model does not know."""
        target = self._target()
        if not target or not target._log_access:
            return ""
        target.flush_recordset()
        self.env.cr.execute(
            SQL(
                "SELECT write_date::text FROM %s WHERE id = %s",
                SQL.identifier(target._table),
                target.id,
            )
        )
        return self.env.cr.fetchone()[0] or ""


def plain_values(record, names):
    """Fields of a record in the form that a proposal keeps and hashes."""
    return {name: _plain(record[name], record._fields[name]) for name in names}


def _plain(value, field):
    if field.type == "many2one":
        return value.id or None
    if field.type == "many2many":
        return sorted(value.ids)
    if field.type in ("date", "datetime"):
        return str(value) if value else None
    if field.type in ("integer", "float", "monetary", "boolean"):
        return value
    return str(value) if value else None
