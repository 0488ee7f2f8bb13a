# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import json

from odoo import SUPERUSER_ID, fields, models

from odoo.addons.ipai_asset.exceptions import EditMustBeProposed
from odoo.addons.ipai_proposal import sandbox
from odoo.addons.ipai_proposal.models.ipai_proposal_operation import plain_values
from odoo.addons.ipai_proposal.operations import NotAllowed, plain

from ..unprotected import is_unprotected

ALONG = {"status": "status_reason"}
"""What makes no sense without the other: it is written with it or proposed with it."""


class IpaiAsset(models.Model):
    """An edit of a protected field becomes a proposal."""

    _inherit = "ipai.asset"  # pylint: disable=consider-merging-classes-inherited

    proposal_count = fields.Integer("Proposals", compute="_compute_proposal_count")

    def _compute_proposal_count(self):
        groups = self.env["ipai.proposal.operation"]._read_group(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("proposal_id.state", "in", ["draft", "pending", "approved"]),
            ],
            ["res_id"],
            ["proposal_id:count_distinct"],
        )
        counts = dict(groups)
        for asset in self:
            asset.proposal_count = counts.get(asset.id, 0)

    def action_view_proposals(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_proposal.ipai_proposal_action")
        action["domain"] = [
            ("operation_ids.res_model", "=", self._name),
            ("operation_ids.res_id", "=", self.id),
        ]
        action["context"] = {"search_default_open": 1}
        return action

    def write(self, vals):
        """Write, or raise before anything is written; decided writes pass.

        :raises EditMustBeProposed: where a protected field would change.
        """
        if edits := self._protected_edits(vals):
            raise self._edit_must_be_proposed(vals, edits)
        return super().write(vals)

    def web_save(self, vals, specification, next_id=None):
        """The form of the web client: what is protected is proposed, the rest is saved."""
        if not self or not self._write_or_propose_protected(vals):
            return super().web_save(vals, specification, next_id=next_id)
        return super().web_save({}, specification, next_id=next_id)

    def web_save_multi(self, vals_list, specification):
        """The list of the web client, several rows at once; 19.0 only, 18.0 calls ``write``."""
        rest = [
            {} if asset._write_or_propose_protected(vals) else vals
            for asset, vals in zip(self, vals_list, strict=True)
        ]
        return super().web_save_multi(rest, specification)

    def action_archive(self):
        """Archive; where the status is protected, propose to decommission, and leave it active."""
        waiting = self.filtered(lambda asset: asset._protected_edits({"active": False}))
        if waiting:
            waiting._write_or_propose(
                {"status": "decommissioned", "status_reason": self.env._("Archived")}
            )
        return super(IpaiAsset, self - waiting).action_archive()

    def action_propose_edits(self, vals):
        """Propose what ``write`` refused, and write what it may: the button of the refusal's dialog."""
        self._write_or_propose(vals)
        return True

    def _load_records_write(self, values):
        """A row of a file that a person imports."""
        if self._write_or_propose_protected(values):
            return None
        return super()._load_records_write(values)

    def _write_or_propose(self, vals):
        edits = self._protected_edits(vals)
        if not edits:
            return super()._write_or_propose(vals)
        free = self.filtered(lambda asset: asset not in edits)
        if free:
            super(IpaiAsset, free)._write_or_propose(vals)
        for asset, wanted in edits.items():
            rest = {name: value for name, value in vals.items() if name not in wanted}
            if rest:
                super(IpaiAsset, asset)._write_or_propose(rest)
        # After the rest: a proposal binds when its target was last written.
        self.env.flush_all()
        proposed = {}
        for company, assets in self.grouped("company_id").items():
            of_company = {asset: edits[asset] for asset in assets if asset in edits}
            if of_company:
                code = self._propose_edits(company, of_company).code
                proposed |= {
                    asset.id: (frozenset(wanted), code) for asset, wanted in of_company.items()
                }
        return proposed

    def _write_or_propose_protected(self, vals):
        """Whether anything of it was protected; then all of it is written or proposed by now."""
        return bool(self._protected_edits(vals)) and bool(self._write_or_propose(vals))

    def _edit_must_be_proposed(self, vals, edits):
        names = frozenset(name for wanted in edits.values() for name in wanted)
        labels = [self._fields[name]._description_string(self.env) for name in sorted(names)]
        context = {"model": self._name, "ids": self.ids, "vals": vals}
        return EditMustBeProposed(
            self.env._(
                "%(fields)s of %(assets)s is written only once another person has approved it. "
                "Nothing was saved: propose the edit, or leave these fields out.",
                fields=", ".join(labels),
                assets=", ".join(asset.name for asset in list(edits)[:5]),
            ),
            names,
            json.loads(json.dumps(context, default=str)),
        )

    def _protected_edits(self, vals):
        """Asset → its protected fields that these values would change, with the plain new values."""
        if self.env.uid == SUPERUSER_ID or sandbox.is_carried_out() or is_unprotected():
            return {}
        found = {}
        for asset in self:
            wanted = asset._implied(vals)
            names = asset._protected_names(vals) & wanted.keys()
            if not names:
                continue
            now = plain_values(asset, names)
            plain_edits = {name: asset._plain_edit(name, wanted[name]) for name in names}
            edits = {name: value for name, value in plain_edits.items() if value != now[name]}
            if edits:
                for name in ALONG.keys() & edits.keys():
                    if ALONG[name] in wanted:
                        edits[ALONG[name]] = asset._plain_edit(ALONG[name], wanted[ALONG[name]])
                found[asset] = edits
        return found

    def _implied(self, vals):
        """The values with what writing them changes besides: who is archived is decommissioned."""
        if vals.get("active") is False and self.status != "decommissioned":
            return {"status": "decommissioned", **vals}
        return vals

    def _plain_edit(self, name, value):
        try:
            return plain(self._fields[name].type, value)
        except NotAllowed:
            # Not of its type: as a proposal it is refused with the reason.
            return value

    def _protected_names(self, vals=None):
        """The fields that a protection of its company names, for the asset as it is and as it becomes.

        By what a protection chooses its assets, its company above all, is protected on them as well: else
        one would take an asset out of it, write, and put it back.
        """
        names = super()._protected_names(vals)
        rules = self.env["ipai.field.protection"]._rules(self.company_id.id)
        if not rules:
            return names
        names = set(names)
        becomes = {name: (vals or {}).get(name, self[name]) for name in ("type_id", "environment")}
        kinds = self.env["ipai.asset.type"]
        becomes_kind = kinds.browse(
            becomes["type_id"] if isinstance(becomes["type_id"], int) else self.type_id.id
        )
        for type_ids, environment, protected in rules:

            def chosen(kind, where, type_ids=type_ids, environment=environment):
                of_type = not type_ids or type_ids & set(kind._with_ancestors().ids)
                return of_type and environment in (False, where)

            if chosen(self.type_id, self.environment):
                names |= protected | {"company_id"}
                names |= {"environment"} if environment else set()
                names |= {"type_id"} if type_ids else set()
            elif chosen(becomes_kind, becomes["environment"]):
                names |= protected - becomes.keys()
        return frozenset(names)

    def _propose_edits(self, company, edits):
        """One proposal for all the edits of a company, carried out as soon as it is approved; return it."""
        self.check_access("write")
        proposal = self.env["ipai.proposal"]._propose(
            [
                {"method": "write", "model": self._name, "id": asset.id, "values": values}
                for asset, values in edits.items()
            ],
            kind="asset",
            source="Odoo",
            company=company,
            execute_on_approval=True,
        )
        proposal._supersede(self._proposals_replaced_by(proposal))
        self.env["bus.bus"]._sendone(
            self.env.user.partner_id,
            "simple_notification",
            {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Proposed, not written"),
                "message": self.env._(
                    "Protected fields are written once another person has approved %(code)s. "
                    "Waiting for: %(names)s.",
                    code=proposal.code,
                    names=proposal._approval_waiting_names(),
                ),
            },
        )
        return proposal

    def _proposals_replaced_by(self, proposal):
        """Open edits by the same person of fields that the proposal writes too, all of them."""
        mine = self.env["ipai.proposal"].search(
            [
                ("id", "!=", proposal.id),
                ("requester_id", "=", self.env.uid),
                ("source", "=", "Odoo"),
                ("kind", "=", "asset"),
                ("state", "in", ["draft", "pending", "approved"]),
                ("operation_ids.res_model", "=", self._name),
                ("operation_ids.res_id", "in", self.ids),
            ]
        )
        written = proposal._writes()
        return mine.filtered(lambda one: one._writes() <= written)
