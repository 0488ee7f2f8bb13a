# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.tools import SQL

SHOWN = 200


class IpaiLoomCase(models.Model):
    """What was proposed for one case of Loom, and what became of it. It only reads.

    The row of a case is its first proposal; the newest cases come first, so that a page of them counts the
    proposals of those cases only.
    """

    _name = "ipai.loom.case"
    _description = "Case of Loom"
    _auto = False
    _order = "id desc"

    name = fields.Char("Case", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    first_date = fields.Datetime("First Proposal", readonly=True)
    last_date = fields.Datetime("Last Change", readonly=True)
    proposal_count = fields.Integer("Proposals", readonly=True)
    open_count = fields.Integer("Open", readonly=True, help="Waiting for a decision or execution.")
    executed_count = fields.Integer("Carried Out", readonly=True)

    proposal_ids = fields.Many2many(
        "ipai.proposal", string="Proposals of the Case", compute="_compute_proposal_ids"
    )
    decision_ids = fields.Many2many(
        "ipai.decision", string="Decisions", compute="_compute_proposal_ids"
    )
    operation_ids = fields.Many2many(
        "ipai.proposal.operation", string="Records Written", compute="_compute_proposal_ids"
    )
    audit_ids = fields.Many2many(
        "ipai.audit",
        string="Calls",
        compute="_compute_audit_ids",
        groups="ipai_base.group_manager",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT first.id, first.case_id AS name, first.company_id,
                   first.create_date AS first_date, every.last_date, every.proposal_count,
                   every.open_count, every.executed_count
              FROM ipai_proposal first
              JOIN LATERAL (
                   SELECT max(write_date) AS last_date, count(*) AS proposal_count,
                          count(*) FILTER (WHERE state IN ('draft', 'pending', 'approved'))
                              AS open_count,
                          count(*) FILTER (WHERE state = 'executed') AS executed_count
                     FROM ipai_proposal
                    WHERE source = 'Loom' AND case_id = first.case_id
                      AND company_id = first.company_id
                   ) every ON TRUE
             WHERE first.source = 'Loom' AND first.case_id IS NOT NULL
               AND NOT EXISTS (
                   SELECT FROM ipai_proposal earlier
                    WHERE earlier.source = 'Loom' AND earlier.case_id = first.case_id
                      AND earlier.company_id = first.company_id AND earlier.id < first.id)
            """
        )

    @api.depends("name", "company_id")
    def _compute_proposal_ids(self):
        for case in self:
            proposals = self.env["ipai.proposal"].search(
                [
                    ("source", "=", "Loom"),
                    ("case_id", "=", case.name),
                    ("company_id", "=", case.company_id.id),
                ],
                limit=SHOWN,
            )
            case.proposal_ids = proposals
            case.decision_ids = proposals.decision_ids
            case.operation_ids = proposals.filtered("executed_at").operation_ids

    @api.depends("name", "company_id")
    def _compute_audit_ids(self):
        for case in self:
            case.audit_ids = self.env["ipai.audit"].search(
                [("case_id", "=", case.name), ("company_id", "=", case.company_id.id)], limit=SHOWN
            )
