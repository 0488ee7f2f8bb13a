# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

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
    before_write_date = fields.Char(help="When the target was last written, at that time.")

    # What is kept, and read by nobody but the methods here
    kept_values = fields.Json(required=True, groups=fields.NO_ACCESS)
    kept_before = fields.Json(groups=fields.NO_ACCESS)
    kept_after = fields.Json(groups=fields.NO_ACCESS)
    kept_duplicates = fields.Json(groups=fields.NO_ACCESS)

    # What of it the reader may see
    values = fields.Json(
        compute="_compute_seen", help="Field name → plain value, as it will be written."
    )
    before = fields.Json(
        compute="_compute_seen", help="Field name → value at the time of the simulation."
    )
    after = fields.Json(
        compute="_compute_seen", help="What the simulation gave: values, defaults filled in."
    )
    duplicates = fields.Json(
        compute="_compute_seen", help="Records that look the same: model, id, name, why."
    )
    unseen = fields.Json(
        "Not Shown",
        compute="_compute_seen",
        help="Names of the fields that are left out: the reader may not read them on the target.",
    )

    _target_idx = Index("(res_model, res_id)")

    @api.depends("kept_values", "kept_before", "kept_after", "kept_duplicates", "res_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_seen(self):
        known = self._readable_duplicates()
        for model, operations in self.grouped("res_model").items():
            readable = operations._readable_fields(model)
            for operation in operations:
                kept, names = operation.sudo(), readable[operation]
                operation.values = _only(kept.kept_values, names)
                operation.before = _only(kept.kept_before, names)
                operation.after = _only(kept.kept_after, names)
                operation.duplicates = [
                    one
                    for one in kept.kept_duplicates or ()
                    if one["id"] in known.get(one["model"], ())
                ]
                bound = {*kept.kept_values, *(kept.kept_after or ())}
                operation.unseen = sorted(bound - names)

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

    def _readable_fields(self, model):
        """Operation → the names of the fields of its target that the current user may read.

        :param model: the one model of all of the operations.
        """
        Target = self.env.get(model)
        if Target is None or not Target.has_access("read"):
            return dict.fromkeys(self, frozenset())
        kept = self.sudo()
        bound = {
            name for one in kept for name in (*one.kept_values, *(one.kept_after or ()))
        } & Target._fields.keys()
        names = frozenset(Target.fields_get(list(bound), ["type"])) if bound else frozenset()
        existing = Target.sudo().browse(filter(None, kept.mapped("res_id"))).exists()
        hidden = set((existing - existing.sudo(False)._filtered_access("read").sudo()).ids)
        return {
            operation: frozenset() if operation.res_id in hidden else names for operation in self
        }

    def _readable_duplicates(self):
        """Model → the ids of the duplicates that the current user may know of."""
        ids = defaultdict(set)
        for operation in self.sudo():
            for one in operation.kept_duplicates or ():
                ids[one["model"]].add(one["id"])
        return {
            model: {*self.env[model].browse(found).exists()._filtered_access("read").ids}
            for model, found in ids.items()
            if model in self.env
        }

    def _target_name(self):
        """What its record is called, as far as the current user may know."""
        target = self._target()
        if target and target.has_access("read"):
            return target.display_name
        return (self.values or {}).get("name", "") if not target else f"#{target.id}"

    def _unseen_labels(self):
        """The labels of the fields that it writes and the current user may not read."""
        written = self.sudo().kept_values
        known = self._model()._fields
        return [
            known[name]._description_string(self.env) if name in known else name
            for name in self.unseen or ()
            if name in written
        ]

    def _called(self):
        """What it is called: by its caller, or by what it does."""
        return self.name or f"{self.method} {self.res_model}"

    def _payload(self):
        """Plain data: what a decision binds of it."""
        return {
            "method": self.method,
            "model": self.res_model,
            "id": self.res_id if self.method == "write" else None,
            "values": self.kept_values,
            "before": self.kept_before or {},
            "written": self.before_write_date or None,
        }

    def _model(self):
        """The model that it writes; ``ipai.gone`` where that was uninstalled since."""
        return self.env[self.res_model if self.res_model in self.env else "ipai.gone"]

    def _is_gone(self):
        """Whether the application of its record was uninstalled."""
        return self._model()._name == "ipai.gone"

    def _target(self):
        """The record that it changes or has made; empty while there is none."""
        self.ensure_one()
        model = self._model()
        return model.browse(self.res_id).exists() if self.res_id and not self._is_gone() else model

    def _orm_values(self):
        """The values as create and write take them."""
        kinds = self.env[self.res_model]._fields
        return {name: for_orm(kinds[name].type, value) for name, value in self.kept_values.items()}

    def _values_now(self):
        """The bound fields of the target as they are in the database, plain; empty without one."""
        target = self._target()
        return plain_values(target, self.kept_values) if target else {}

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


def _only(values, names):
    return {name: value for name, value in (values or {}).items() if name in names}


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
