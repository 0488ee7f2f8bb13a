# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import secrets

from odoo import fields, models

from odoo.addons.ipai_base.compat import Index, UniqueIndex

from .ipai_approval_policy import RISKS

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
    case_id = fields.Char("Case", index="btree_not_null")
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
    key_id = fields.Many2one(
        "ipai.api.key", "API Key", index="btree_not_null", ondelete="restrict"
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
    superseded_by_id = fields.Many2one(
        "ipai.proposal", index="btree_not_null", ondelete="restrict"
    )
    undo_of_id = fields.Many2one(
        "ipai.proposal", "Undoes", index="btree_not_null", ondelete="restrict"
    )

    _code_uniq = UniqueIndex("(code)", "There already is a proposal with this code.")
    _state_idx = Index("(state, id)")
