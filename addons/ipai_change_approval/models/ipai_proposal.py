# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets
from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.ipai_base.compat import Index, UniqueIndex

from ..matching import highest
from ..operations import Allowed, NotAllowed, errors, plain
from ..refusal import ChangeRefused
from .ipai_approval_policy import RISKS

KEPT_HOURS = 168
"""How long a proposal waits when its caller says nothing: a week."""
OVER = ("executed", "rejected", "withdrawn", "expired", "superseded")
CLEAN_CONTEXT = ("lang", "tz", "allowed_company_ids")
PARTNER_FIELDS = frozenset(
    "name email phone website is_company street street2 city zip country_id state_id vat function "
    "comment parent_id category_id".split()
)
SERVICE_FIELDS = frozenset(
    "name purpose owner_id customer_id criticality environment hours ports url".split()
)
ASSET_FIELDS = frozenset(
    "name hostname type_id manufacturer_id model_id serial_number operating_system_id os_version "
    "host_id site_id location environment owner_id customer_id assigned_partner_id status "
    "status_reason criticality purpose purchase_date warranty_date end_of_life_date tag_ids".split()
)

STATES = [
    ("draft", "Draft"),
    ("pending", "Waiting"),
    ("approved", "Approved"),
    ("executing", "Being Carried Out"),
    ("executed", "Carried Out"),
    ("failed", "Failed"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
    ("expired", "Expired"),
    ("superseded", "Superseded"),
]


class IpaiProposal(models.Model):
    """Creates and writes that somebody wants: simulated, decided, then carried out once.

    For callers in Python, as the current user, who must be able to read proposals:

    ``env["ipai.proposal"]._propose(operations, kind=, source=, …)`` → the proposal, simulated and
    submitted. ``operations`` is a list of dicts: ``method`` (create or write), ``model``, ``id``
    (for write), ``values`` (field → plain value: many2one an id, many2many a list of ids to add,
    dates as Odoo writes them), ``name`` (free, given back in the result). Further: ``summary``,
    ``case_id``, ``reasoning``, ``provenance``, ``risk``, ``amount``, ``company``, ``bot_user``
    (default: the current user), ``key`` (ipai.api.key), ``expires_in`` (hours),
    ``execute_on_approval``, ``submit`` (default True).

    ``proposal._simulate()`` runs it in a savepoint with mail off, rolls back, and keeps what came
    of it in ``simulation`` (errors, warnings, mails), ``operation_ids.before/after/duplicates``.

    ``proposal._execute(confirmed)`` → dict of proposal_id, case_id, state (executed or failed),
    executed_at (RFC 3339), error, results: a list of op, model, method, success, record_id. Done
    already: the same dict again. A failed write is recorded and returned, not raised.

    Both raise ``refusal.ChangeRefused``, a UserError with ``code``, ``next_step``, ``details``;
    then nothing was done: approval-required (details: waiting_for, url), confirmation-required,
    change-freeze (details: until), target-changed (details: differences), proposal-expired,
    proposal-closed (details: state), payload-changed, operation-refused (details: errors, each a
    pointer and a detail), simulation-failed, nobody-to-ask.
    """

    _name = "ipai.proposal"
    _description = "Proposal"
    _inherit = ["ipai.guarded", "ipai.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_names_search = ["code", "summary", "case_id"]
    _mail_post_access = "read"

    code = fields.Char(
        required=True, copy=False, default=lambda self: secrets.token_hex(4), help="For programs."
    )
    summary = fields.Char(required=True, tracking=True)
    kind = fields.Char(required=True, index=True, help="As in: partner, lead, asset.")
    source = fields.Char(required=True, index=True, help="Who wants it, as in: Loom.")
    case_id = fields.Char(index="btree_not_null")
    reasoning = fields.Text(help="What the program says; nobody verified it.")
    provenance = fields.Json(help="Where it was found: a list of url, confidence, note.")
    state = fields.Selection(STATES, required=True, default="draft", index=True, tracking=True)
    risk = fields.Selection(RISKS, required=True, default="low")
    amount = fields.Float(help="In the currency of the company, where there is one.")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    bot_user_id = fields.Many2one(
        "res.users",
        "Carried Out As",
        required=True,
        ondelete="restrict",
        help="The writes are made with the rights of this user.",
    )
    key_id = fields.Many2one("ipai.api.key", "API Key", index="btree_not_null", ondelete="restrict")
    expires_at = fields.Datetime(required=True, index=True)
    execute_on_approval = fields.Boolean(help="Carried out as soon as it is approved.")

    # What it does
    operation_ids = fields.One2many("ipai.proposal.operation", "proposal_id", "Operations")
    simulation = fields.Json(help="errors, warnings, mails; of the last simulation.")
    simulated_at = fields.Datetime()

    # What came of it
    executed_at = fields.Datetime()
    executed_by_id = fields.Many2one("res.users", ondelete="restrict")
    result = fields.Json(help="A list of operation, model, id; given again to who asks again.")
    error = fields.Text()
    superseded_by_id = fields.Many2one("ipai.proposal", index="btree_not_null", ondelete="restrict")
    undo_of_id = fields.Many2one(
        "ipai.proposal", "Undoes", index="btree_not_null", ondelete="restrict"
    )

    _code_uniq = UniqueIndex("(code)", "There already is a proposal with this code.")
    _state_idx = Index("(state, id)")

    # -- public: each checks by itself --------------------------------------------------------

    def action_execute(self, confirmed=True):
        """Carry it out now: by who asked for it, or a technician. See ``_execute``."""
        self.ensure_one()
        self._approval_check_readable("execute")
        mine = self.env.user in self.requester_id | self.create_uid | self.bot_user_id
        if not mine and not self.env.user.has_group("ipai_base.group_technician"):
            self._approval_deny(
                "execute",
                "not-allowed",
                self.env._("Only %s or a technician carries it out.", self.requester_id.name),
            )
        if self.state == "approved" and (reason := self._approval_lapse()):
            # Kept, not raised: it has to wait for its approvers again.
            self._approval_reopen()
            return self._notice(self.env._("It waits for approval again: %s", reason), "warning")
        outcome = self._execute(confirmed)
        if outcome["state"] == "failed":
            return self._notice(outcome["error"], "danger")
        return True

    def action_propose_again(self):
        """Simulate it on what is there now and submit that as a new revision."""
        self.ensure_one()
        self._approval_check_requester("submit")
        if self.state in OVER:
            self._deny_closed("submit")
        self._approval_renew()
        self._approval_submit()
        return True

    def action_propose_undo(self):
        """Propose to write back the values from before. Nothing is deleted: see ``_undo_operations``."""
        self.ensure_one()
        self._approval_check_readable("undo")
        operations = self._undo_operations()
        if self.state != "executed" or not operations:
            self._approval_deny(
                "undo",
                "operation-refused",
                self.env._("There is no value from before to write back."),
                self.env._("A record that was made new is archived by hand."),
            )
        undo = self._propose(
            operations,
            kind=self.kind,
            source=self.source,
            case_id=self.case_id,
            summary=self.env._("Undo: %s", self.summary),
            company=self.company_id,
            undo_of=self,
        )
        return undo._get_records_action()

    # -- making one ---------------------------------------------------------------------------

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
        # A savepoint: whoever answers the refusal instead of raising it leaves nothing behind.
        with self.env.cr.savepoint():
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
        risks = [self._risk_of(vals) for vals in prepared]
        return {
            "summary": options.get("summary") or self._summarize(prepared),
            "case_id": options.get("case_id"),
            "reasoning": options.get("reasoning"),
            "provenance": options.get("provenance") or False,
            "risk": highest([*risks, options.get("risk") or "low"]),
            "amount": options.get("amount") or 0,
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
                    values[name] = plain(kinds[name].type, value)
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
                    "values": values,
                }
            )
        if found:
            first = found[0]
            raise ChangeRefused(
                "operation-refused", f"{first['pointer']}: {first['detail']}.", errors=found
            )
        return prepared

    # -- seams --------------------------------------------------------------------------------

    @api.model
    def _allowed_operations(self):
        """Model name → ``Allowed``: what a proposal may write. Extend it, never widen to NEVER."""
        return {
            "ipai.asset": Allowed(create=ASSET_FIELDS - {"status"}, write=ASSET_FIELDS),
            "ipai.service": Allowed(create=SERVICE_FIELDS, write=SERVICE_FIELDS),
            "res.partner": Allowed(create=PARTNER_FIELDS, write=PARTNER_FIELDS),
        }

    @api.model
    def _risk_of(self, operation):
        """The risk of one operation: what its model says in ``_proposal_risk``, else low."""
        target = self.env[operation["res_model"]].browse(operation["res_id"] or ())
        return target.sudo()._proposal_risk() if hasattr(target, "_proposal_risk") else "low"

    @api.model
    def _summarize(self, prepared):
        """One line that says what the operations do."""
        first, more = prepared[0], len(prepared) - 1
        what = self.env["ir.model"]._get(first["res_model"]).name
        if first["method"] == "create":
            name = first["values"].get("name") or ""
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

    # -- of the approval ----------------------------------------------------------------------

    def _approval_facts(self):
        self.ensure_one()
        proposal = self.sudo()
        return {
            "kind": proposal.kind,
            "models": set(proposal.operation_ids.mapped("res_model")),
            "risk": proposal.risk,
            "amount": proposal.amount,
            "source": proposal.source,
            "company": proposal.company_id,
            "confirmable": True,
        }

    def _approval_payload(self):
        self.ensure_one()
        proposal = self.sudo()
        return {
            "proposal": proposal.code,
            "kind": proposal.kind,
            "source": proposal.source,
            "case": proposal.case_id or None,
            "company": proposal.company_id.id,
            "as": proposal.bot_user_id.id,
            "operations": [operation._payload() for operation in proposal.operation_ids],
        }

    def _approval_bound_fields(self):
        return {"code", "kind", "source", "case_id", "company_id", "bot_user_id", "operation_ids"}

    def _approval_guarded_fields(self):
        return super()._approval_guarded_fields() | {"state", "result", "executed_at"}

    def _approval_excluded_users(self):
        proposal = self.sudo()
        users = super()._approval_excluded_users() | proposal.bot_user_id | proposal.key_id.user_id
        return users | proposal.undo_of_id.bot_user_id

    def _approval_owners(self):
        owners = self.env["res.users"]
        for operation in self.sudo().operation_ids:
            target = operation._target()
            for name in ("owner_id", "user_id"):
                if name in target._fields and target[name]._name == "res.users":
                    owners |= target[name]
        return owners

    def _approval_submit(self):
        if self.state in OVER:
            self._deny_closed("submit")
        if found := (self.simulation or {}).get("errors"):
            raise ChangeRefused(
                "simulation-failed",
                self.env._("Odoo would refuse it: %s", found[0]["detail"]),
                errors=found,
            )
        # Before the steps: with a policy that asks nobody it goes on to approved at once.
        self.sudo().state = "pending"
        return super()._approval_submit()

    def _approval_check_open(self, verdict):
        if self.state == "pending" and self.expires_at <= fields.Datetime.now():
            self._approval_deny(
                verdict,
                "proposal-expired",
                self.env._("It was good until %s UTC.", self.expires_at),
                self.env._("Let it be proposed anew."),
            )
        return super()._approval_check_open(verdict)

    def _approval_granted(self):
        self.sudo().state = "approved"
        if self.execute_on_approval:
            self._execute_if_possible()

    def _approval_refused(self):
        self.sudo().state = "rejected"

    def _approval_withdrawn(self):
        self.sudo().state = "withdrawn"

    def _approval_voided(self):
        self.sudo().state = "draft"

    def _approval_reopened(self):
        self.sudo().state = "pending"

    def _approval_renew(self):
        """A new revision, simulated anew on what is there now; what was decided counts no more."""
        self._approval_lock()
        self._approval_void_steps()
        self.sudo().write(
            {
                "approval_state": "no",
                "state": "draft",
                "revision": self.revision + 1,
                "payload_hash": False,
                "error": False,
                "expires_at": max(
                    self.expires_at, fields.Datetime.now() + timedelta(hours=KEPT_HOURS)
                ),
            }
        )
        self._simulate()
        self._approval_audit("renewed")

    # -- records ------------------------------------------------------------------------------

    @api.depends("code", "summary")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = f"{proposal.code}: {proposal.summary}"

    def write(self, vals):
        if vals.keys() & self._approval_bound_fields():
            for proposal in self:
                if proposal.state in ("executing", "executed"):
                    raise AccessError(
                        self.env._("%s was carried out and stays as it was.", proposal.code)
                    )
        return super().write(vals)

    # -- helpers ------------------------------------------------------------------------------

    def _deny_closed(self, verb):
        labels = dict(self._fields["state"]._description_selection(self.env))
        self._approval_deny(
            verb,
            "proposal-closed",
            self.env._("It has come to its end: %s.", labels[self.state]),
            self.env._("Let it be proposed anew."),
            state=self.state,
        )

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
            for name in operation.values
        }

    def _notice(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.code,
                "message": message,
                "type": kind,
                "sticky": True,
                "next": {"type": "ir.actions.act_window_close"},
            },
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
                for name, before in (operation.before or {}).items()
                if kinds[name].type != "many2many"
                and now.get(name) == (operation.after or {}).get(name) != before
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
