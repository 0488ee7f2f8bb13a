# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.ipai_approval.models.ipai_approval_policy import RISKS

from .ipai_change import STATES, TYPES


class IpaiChangeMetric(models.Model):
    """How changes go: times and shares, a row for each change that was not called off."""

    _name = "ipai.change.metric"
    _description = "Change Metric"
    _auto = False
    _rec_name = "change_id"
    _order = "requested_at desc, id desc"
    _depends = {
        "ipai.change": [
            "type",
            "risk",
            "state",
            "requester_id",
            "responsible_id",
            "approval_asked_at",
            "approval_decided_at",
            "actual_end",
            "company_id",
        ],
        "ipai.decision": ["res_model", "res_id", "own", "verdict", "revision"],
    }

    change_id = fields.Many2one("ipai.change", readonly=True)
    type = fields.Selection(TYPES, readonly=True)
    risk = fields.Selection(RISKS, readonly=True)
    state = fields.Selection(STATES, readonly=True)
    requester_id = fields.Many2one("res.users", readonly=True)
    responsible_id = fields.Many2one("res.users", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    requested_at = fields.Datetime("Requested", readonly=True)
    finished_at = fields.Datetime("Finished", readonly=True)
    lead_hours = fields.Float(
        "Lead Time (h)", readonly=True, aggregator="avg", help="Request to end."
    )
    approval_hours = fields.Float(
        "Approval Time (h)", readonly=True, aggregator="avg", help="Submission to decision."
    )
    failure_rate = fields.Float(
        "Failed (%)",
        readonly=True,
        aggregator="avg",
        help="Failed or backed out, of those finished.",
    )
    emergency_share = fields.Float("Emergencies (%)", readonly=True, aggregator="avg")
    self_approved_share = fields.Float(
        "Self-Approved (%)",
        readonly=True,
        aggregator="avg",
        help="Of those approved: with the decision of who asked for it.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT c.id, c.id AS change_id, c.type, c.risk, c.state, c.requester_id,
                   c.responsible_id, c.company_id, c.create_date AS requested_at,
                   c.actual_end AS finished_at,
                   extract(epoch FROM c.actual_end - c.create_date) / 3600.0 AS lead_hours,
                   extract(epoch FROM c.approval_decided_at - c.approval_asked_at) / 3600.0
                       AS approval_hours,
                   CASE WHEN c.state IN ('failed', 'backed_out') THEN 100.0
                        WHEN c.state = 'closed' THEN 0.0 END AS failure_rate,
                   CASE WHEN c.type = 'emergency' THEN 100.0 ELSE 0.0 END AS emergency_share,
                   CASE WHEN c.approval_state <> 'granted' THEN NULL
                        WHEN EXISTS (
                            SELECT FROM ipai_decision d
                             WHERE d.res_model = 'ipai.change' AND d.res_id = c.id
                               AND d.revision = c.revision AND d.own AND d.verdict = 'approve'
                        ) THEN 100.0 ELSE 0.0 END AS self_approved_share
              FROM ipai_change c
             WHERE c.state <> 'cancelled'
            """
        )


class IpaiDecisionMetric(models.Model):
    """How long decisions take: a row for each, by the person who decided and the kind of thing."""

    _name = "ipai.decision.metric"
    _description = "Decision Metric"
    _auto = False
    _order = "date desc, id desc"
    _depends = {
        "ipai.decision": [
            "res_model",
            "res_id",
            "verdict",
            "user_id",
            "own",
            "date",
            "seconds",
            "company_id",
        ],
        "ipai.change": ["type"],
        "ipai.proposal": ["kind"],
    }

    kind = fields.Char(readonly=True)
    verdict = fields.Selection(
        selection=lambda self: (
            self.env["ipai.decision"]._fields["verdict"]._description_selection(self.env)
        ),
        readonly=True,
    )
    user_id = fields.Many2one("res.users", "Decided By", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    date = fields.Datetime(readonly=True)
    hours = fields.Float(
        "Time Taken (h)", readonly=True, aggregator="avg", help="From the asking to the decision."
    )
    self_approvals = fields.Integer(
        "Self-Approvals", readonly=True, help="Decided by who asked for it, as the policy allowed."
    )

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT d.id, d.verdict, d.user_id, d.company_id, d.date, d.seconds / 3600.0 AS hours,
                   CASE WHEN d.own AND d.verdict = 'approve' THEN 1 ELSE 0 END AS self_approvals,
                   CASE d.res_model WHEN 'ipai.change' THEN 'change-' || c.type
                                    WHEN 'ipai.change.template' THEN 'change-template'
                                    ELSE p.kind END AS kind
              FROM ipai_decision d
         LEFT JOIN ipai_change c ON d.res_model = 'ipai.change' AND c.id = d.res_id
         LEFT JOIN ipai_proposal p ON d.res_model = 'ipai.proposal' AND p.id = d.res_id
            """
        )
