# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import Command, api, fields, models

from odoo.addons.ipai_approval.matching import highest
from odoo.addons.ipai_approval.refusal import ChangeRefused
from odoo.addons.ipai_base.secret_shapes import found_in

from ..operations import Allowed, NotAllowed, errors, plain
from .ipai_proposal import KEPT_HOURS

CLEAN_CONTEXT = ("lang", "tz", "allowed_company_ids")
PARTNER_FIELDS = frozenset(
    "name email phone website is_company street street2 city zip country_id state_id vat function "
    "comment parent_id category_id".split()
)


class IpaiProposalMaking(models.Model):
    """How a proposal is made: of what, and for whom."""

    _inherit = "ipai.proposal"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _propose(self, operations, *, kind, source, submit=True, **options):
        """Make a proposal, simulate it and submit it; see the class for what it takes.

        :raises ChangeRefused: operation-refused, simulation-failed, nobody-to-ask.
        """
        company = options.pop("company", None) or self.env.company
        context = {key: self.env.context[key] for key in CLEAN_CONTEXT if key in self.env.context}
        model = self.with_env(self.env(context=context)).with_company(company)
        model.browse().check_access("read")
        prepared = model._prepare_operations(operations)
        model._check_no_secret(options)
        # A savepoint: whoever answers the refusal instead of raising it leaves nothing behind.
        with self.env.cr.savepoint():
            # Narrow: the operations were prepared and looked at with the user's rights, in whose name it is made.
            made = model.sudo().create(
                {
                    **model._prepare_proposal(prepared, company=company, **options),
                    "kind": kind,
                    "source": source,
                    "operation_ids": [Command.create(vals) for vals in prepared],
                }
            )
            proposal = model.browse(made.id)
            proposal._simulate()
            proposal._approval_audit("propose")
            if submit:
                proposal._approval_submit()
        return proposal

    @api.model
    def _prepare_proposal(self, prepared, *, company, **options):
        """Values of a new proposal from the options of ``_propose``."""
        bot = options.get("bot_user") or self.env.user
        key = options.get("key") or self.env["ipai.api.key"]
        if company not in bot.sudo().company_ids:
            raise ChangeRefused(
                "operation-refused",
                self.env._("%(bot)s may not see %(company)s.", bot=bot.name, company=company.name),
            )
        hours = options.get("expires_in") or KEPT_HOURS
        amount = options.get("amount") or 0
        stakes = [stake for vals in prepared for stake in self._stakes_of(vals, company)]
        stakes += self._stakes_of_size(len(prepared), amount, company)
        return {
            "summary": options.get("summary") or self._summarize(prepared),
            "case_id": options.get("case_id"),
            "reasoning": options.get("reasoning"),
            "provenance": options.get("provenance") or False,
            "risk": highest([options.get("risk") or "low", *(risk for risk, _why in stakes)]),
            "risk_reasons": self._risk_reasons(stakes),
            "amount": amount,
            "company_id": company.id,
            "requester_id": self.env.uid,
            "bot_user_id": bot.id,
            "key_id": key.id,
            "expires_at": fields.Datetime.now() + timedelta(hours=hours),
            "execute_on_approval": bool(options.get("execute_on_approval")),
            "undo_of_id": (options.get("undo_of") or self).id,
        }

    @api.model
    def _prepare_operations(self, operations):
        """Values of the operations, each value in its plain form.

        :raises ChangeRefused: operation-refused, with all that is wrong in details.
        """
        found = errors(operations, self._allowed_operations())
        prepared = []
        for number, operation in enumerate([] if found else operations):
            kinds = self.env[operation["model"]]._fields
            values = {}
            for name, value in operation["values"].items():
                try:
                    values[name] = self._plain_value(kinds[name], value)
                except NotAllowed as error:
                    where = f"/operations/{number}/values/{name}"
                    found.append({"pointer": where, "detail": str(error)})
            prepared.append(
                {
                    "sequence": number + 1,
                    "name": operation.get("name"),
                    "method": operation["method"],
                    "res_model": operation["model"],
                    "res_id": operation.get("id") if operation["method"] == "write" else False,
                    "kept_values": values,
                }
            )
        if found:
            first = found[0]
            raise ChangeRefused(
                "operation-refused", f"{first['pointer']}: {first['detail']}.", errors=found
            )
        return prepared

    @api.model
    def _plain_value(self, field, value):
        """As ``operations.plain``; neither into a field that nobody reads, nor a secret in a text."""
        if field.groups == fields.NO_ACCESS:
            raise NotAllowed("this field is never written by a proposal")
        if label := found_in(value):
            raise NotAllowed(f"this looks like {label}: put it into the vault, and its place here")
        return plain(field.type, value)

    @api.model
    def _check_no_secret(self, options):
        """:raises ChangeRefused: operation-refused, without the secret itself."""
        found = [
            {"pointer": f"/{name}", "detail": f"this looks like {label}: keep it in the vault"}
            for name in ("summary", "case_id", "reasoning", "provenance")
            if (label := found_in(options.get(name)))
        ]
        if found:
            raise ChangeRefused(
                "operation-refused",
                f"{found[0]['pointer']}: {found[0]['detail']}.",
                errors=found,
            )

    # -- seams --------------------------------------------------------------------------------

    @api.model
    def _allowed_operations(self):
        """Model name → ``Allowed``: what a proposal may write. Extend it, never widen to NEVER."""
        return {
            "res.partner": Allowed(create=PARTNER_FIELDS, write=PARTNER_FIELDS),
        }

    @api.model
    def _summarize(self, prepared):
        """One line that says what the operations do."""
        first, more = prepared[0], len(prepared) - 1
        what = self.env["ir.model"]._get(first["res_model"]).name
        if first["method"] == "create":
            name = first["kept_values"].get("name") or ""
            line = self.env._("Create %(what)s: %(name)s", what=what, name=name)
        else:
            target = self.env[first["res_model"]].browse(first["res_id"]).exists()
            line = self.env._(
                "Change %(what)s: %(name)s", what=what, name=target.sudo().display_name or "?"
            )
        return self.env._("%(line)s, and %(more)s more", line=line, more=more) if more else line

    def _writing_context(self):
        """The context that the writes run in; an addon may switch off messages for a kind here."""
        return {"tracking_disable": False}

    # -- one for another ----------------------------------------------------------------------

    def _supersede(self, older):
        """End older proposals that this one stands for."""
        for proposal in older:
            proposal._approval_close("withdrawn")
            proposal.sudo().write({"state": "superseded", "superseded_by_id": self.id})
            proposal._approval_audit("superseded", field_names=self.code)

    def _writes(self):
        """What the proposal writes: a set of model, id and field."""
        return {
            (operation.res_model, operation.res_id, name)
            for operation in self.sudo().operation_ids
            for name in operation.kept_values
        }

    def _undo_operations(self):
        """The writes that put the values from before back, where nobody wrote since.

        What was made new is not taken away, and what was added to a list stays.
        """
        undo = []
        for operation in self.sudo().operation_ids.filtered(lambda one: one.method == "write"):
            now = operation._values_now()
            kinds = self.env[operation.res_model]._fields
            back = {
                name: before
                for name, before in (operation.kept_before or {}).items()
                if kinds[name].type != "many2many"
                and now.get(name) == (operation.kept_after or {}).get(name) != before
            }
            if back:
                undo.append(
                    {
                        "method": "write",
                        "model": operation.res_model,
                        "id": operation.res_id,
                        "values": back,
                    }
                )
        return undo
