# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.ipai_approval.models.ipai_approval_policy import RISKS
from odoo.addons.ipai_base.compat import Index, UniqueIndex

from ..waiting import TRIGGER

KEPT_HOURS = 168
"""How long a proposal waits when its caller says nothing: a week."""
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
OVER = ("executed", "rejected", "withdrawn", "expired", "superseded")


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
    _announced = tuple(
        f"proposal.{verb}"
        for verb in ("made", "approved", "rejected", "granted", "withdrawn", "executed", "failed")
    )
    _announced_fields = ("code", "state", "kind", "source", "case_id", "risk")
    _settled = tuple(state for state, _label in STATES if state not in ("draft", "pending"))

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
    risk_reasons = fields.Json(
        "Why This Risk", help="A list of risk and why, as computed when it was last simulated."
    )
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
    author_ids = fields.Many2many(
        "res.users",
        "ipai_proposal_author_rel",
        string="Written By",
        readonly=True,
        copy=False,
        help="Who wrote anything that a decision on it binds, and so does not decide it.",
    )
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
    _case_idx = Index("(source, company_id, case_id, id) WHERE case_id IS NOT NULL")

    def init(self):
        """Let those who wait for a decision hear of it."""
        self.env.cr.execute(TRIGGER)
        return super().init()

    # -- public: each checks by itself --------------------------------------------------------

    def action_execute(self, confirmed=True):
        """Carry it out now: by who asked for it, or a technician. See ``_execute``."""
        self.ensure_one()
        self._approval_check_readable("execute")
        if not self.may_execute:
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

    # -- records ------------------------------------------------------------------------------

    @api.depends("code", "summary")
    def _compute_display_name(self):
        for proposal in self:
            proposal.display_name = f"{proposal.code}: {proposal.summary}"

    def write(self, vals):
        if self.env.su and vals.keys() & self._approval_bound_fields():
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
