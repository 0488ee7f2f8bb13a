# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models

from odoo.addons.ipai_proposal import sandbox
from odoo.addons.ipai_proposal.models.ipai_proposal_operation import plain_values
from odoo.addons.ipai_proposal.operations import NotAllowed, plain


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
        """Write what is free at once; propose what is protected. Decided writes pass."""
        protected = self._protected_edits(vals)
        if not protected:
            return super().write(vals)
        free = self.filtered(lambda asset: asset not in protected)
        if free:
            super(IpaiAsset, free).write(vals)
        for asset, edits in protected.items():
            rest = {name: value for name, value in vals.items() if name not in edits}
            if rest:
                super(IpaiAsset, asset).write(rest)
        # After the rest: a proposal binds when its target was last written.
        self.env.flush_all()
        for company, assets in self.grouped("company_id").items():
            self._propose_edits(company, {a: protected[a] for a in assets if a in protected})
        return True

    def _protected_edits(self, vals):
        """Asset → its protected fields that these values would change, with the plain new values."""
        if self.env.su or sandbox.is_carried_out():
            return {}
        found = {}
        for asset in self:
            names = asset._protected_names() & vals.keys()
            if not names:
                continue
            now = plain_values(asset, names)
            wanted = {name: asset._plain_edit(name, vals[name]) for name in names}
            edits = {name: value for name, value in wanted.items() if value != now[name]}
            if edits:
                found[asset] = edits
        return found

    def _plain_edit(self, name, value):
        try:
            return plain(self._fields[name].type, value)
        except NotAllowed:
            # Not of its type: as a proposal it is refused with the reason.
            return value

    def _protected_names(self):
        """The fields of this asset that a protection of its company names."""
        self.ensure_one()
        names = set()
        for type_ids, environment, protected in self.env["ipai.field.protection"]._rules(
            self.company_id.id
        ):
            of_type = not type_ids or type_ids & set(self.type_id._with_ancestors().ids)
            if of_type and environment in (False, self.environment):
                names |= protected
        return names

    def _propose_edits(self, company, edits):
        """One proposal for all the edits of a company, carried out as soon as it is approved."""
        if not edits:
            return
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
