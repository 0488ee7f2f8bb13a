# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from operator import attrgetter

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get

from ..counting import Terms

SOURCES = [("assets", "Devices"), ("users", "People the devices are assigned to")]
BASES = [
    ("cut_off", "Devices at the Cut-off"),
    ("daily", "By the Day"),
    ("peak", "The Day with the Most"),
]
COUNTED = ("active", "maintenance", "missing")


class IpaiSeatPlan(models.Model):
    """What is a seat, how it is counted, and what a contract makes of the count.

    A plan sells one product: workstations and servers are two plans.
    """

    _name = "ipai.seat.plan"
    _description = "Seat Plan"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    product_id = fields.Many2one(
        "product.product",
        required=True,
        check_company=True,
        ondelete="restrict",
        help="What a seat is sold as. Lines that a run proposes are of it.",
    )

    # What counts
    source = fields.Selection(SOURCES, "Count", required=True, default="assets")
    type_ids = fields.Many2many(
        "ipai.asset.type",
        string="Types",
        ondelete="restrict",
        help="Assets of these types and the kinds below them, as they were then. Empty: of all types.",
    )
    tag_ids = fields.Many2many(
        "ipai.asset.tag",
        string="Tags",
        ondelete="restrict",
        help="With one of these tags when counted. Empty: any.",
    )
    operating_system_ids = fields.Many2many(
        "ipai.operating.system",
        string="Operating Systems",
        ondelete="restrict",
        help="With one of these when counted. Empty: any.",
    )
    site_ids = fields.Many2many(
        "ipai.site",
        string="Sites",
        check_company=True,
        ondelete="restrict",
        help="At one of these when counted. Empty: anywhere.",
    )
    count_active = fields.Boolean("Active", default=True)
    count_maintenance = fields.Boolean("In Maintenance", default=True)
    count_missing = fields.Boolean("Missing", default=True)

    # How it is counted
    basis = fields.Selection(BASES, "Count Basis", required=True, default="cut_off")
    cut_off_day = fields.Integer(
        required=True,
        default=31,
        aggregator=None,
        help="Day of the month at whose end is counted. 29 to 31 mean the last day of a shorter month.",
    )
    tz = fields.Selection(
        _tz_get,
        "Time Zone",
        required=True,
        default=lambda self: self.env.company.partner_id.tz or self.env.user.tz or "UTC",
        help="Where the days of this plan begin and end.",
    )
    late = fields.Selection(
        [("next", "Next Month"), ("prorata", "By the Day")],
        "Late Additions",
        required=True,
        default="next",
        help="What comes after the cut-off: counted the next month, or at once for its days.",
    )
    stale_hours = fields.Integer(
        "Stale After",
        required=True,
        default=24,
        aggregator=None,
        help="Hours. A line is held when the source of its devices was last heard longer than this "
        "before the cut-off. What was entered by hand is never stale. 0: never look.",
    )

    # What a contract makes of the count
    free = fields.Integer("Free Allowance", aggregator=None, help="So many are not billed.")
    cap = fields.Integer(aggregator=None, help="Never more than so many. 0: no cap.")
    minimum = fields.Integer(aggregator=None, help="Never less than so many.")
    included = fields.Integer(
        aggregator=None,
        help="So many are in the package: the product is billed once, and what goes beyond as overage.",
    )
    overage_product_id = fields.Many2one("product.product", check_company=True, ondelete="restrict")
    digits = fields.Integer(
        "Decimals", required=True, default=2, aggregator=None, help="Of a quantity, rounded once."
    )
    propose = fields.Boolean(
        "Propose Lines",
        default=True,
        help="A customer with devices, one contract and no line of this plan gets one proposed.",
    )
    correction = fields.Selection(
        [
            ("next", "With the Next Invoice"),
            ("credit", "By Credit Note"),
            ("none", "Not at All"),
        ],
        "Corrections",
        required=True,
        default="next",
        help="How the difference is settled when a period that was invoiced is counted again.",
    )
    contract_line_ids = fields.One2many(
        "contract.line", "seat_plan_id", "Contract Lines", readonly=True
    )
    line_count = fields.Integer(
        compute="_compute_line_count",
        groups="ipai_seat_billing.group_billing",
    )

    @api.constrains("cut_off_day", "free", "cap", "minimum", "included", "digits", "stale_hours")
    def _check_numbers(self):
        for plan in self:
            if not 1 <= plan.cut_off_day <= 31:
                raise ValidationError(
                    self.env._("%s: the cut-off is a day of the month, from 1 to 31.", plan.name)
                )
            numbers = (plan.free, plan.cap, plan.minimum, plan.included, plan.stale_hours)
            if min(numbers) < 0 or not 0 <= plan.digits <= 6:
                raise ValidationError(
                    self.env._(
                        "%s: allowance, cap, minimum, included seats and hours are not negative, "
                        "and a quantity has at most 6 decimals.",
                        plan.name,
                    )
                )
            if plan.cap and plan.cap < plan.minimum:
                raise ValidationError(
                    self.env._("%s: the cap is less than the minimum. Raise it.", plan.name)
                )

    @api.constrains("company_id")
    def _check_line_companies(self):
        self.sudo().with_context(active_test=False).contract_line_ids._check_seat_plan_company()

    @api.constrains("included", "overage_product_id")
    def _check_overage(self):
        for plan in self:
            if plan.included and not plan.overage_product_id:
                raise ValidationError(
                    self.env._(
                        "%s: choose the product for what goes beyond the included seats.", plan.name
                    )
                )

    @api.constrains("source", "basis")
    def _check_basis(self):
        for plan in self:
            if plan.source == "users" and plan.basis != "cut_off":
                raise ValidationError(
                    self.env._(
                        "%s: history knows whose a device was, not who used it, so people are "
                        "counted at the cut-off only.",
                        plan.name,
                    )
                )

    @api.constrains("count_active", "count_maintenance", "count_missing")
    def _check_statuses(self):
        for plan in self:
            if not plan._statuses():
                raise ValidationError(
                    self.env._("%s: choose at least one status that counts.", plan.name)
                )

    def _compute_line_count(self):
        groups = (
            self.env["contract.line"]
            .sudo()
            ._read_group([("seat_plan_id", "in", self.ids)], ["seat_plan_id"], ["__count"])
        )
        counts = {plan.id: count for plan, count in groups}
        for plan in self:
            plan.line_count = counts.get(plan.id, 0)

    def action_view_contract_lines(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Contract Lines"),
            "res_model": "contract.line",
            "view_mode": "list,form",
            "domain": [("seat_plan_id", "=", self.id)],
        }

    def _terms(self):
        self.ensure_one()
        return Terms(self.free, self.cap, self.minimum, self.included, self.digits)

    def _statuses(self):
        """The statuses that count; planned and decommissioned never do."""
        return {status for status in COUNTED if self[f"count_{status}"]}

    def _matcher(self):
        """A function that says whether alike rows of the snapshot are devices of this plan.

        The seam for a new kind of filter.
        """
        self.ensure_one()
        # What is archived is still what was chosen: without it none would mean all.
        plan = self.with_context(active_test=False)
        statuses = plan._statuses()
        types = plan.type_ids and set(
            plan.env["ipai.asset.type"].search([("id", "child_of", plan.type_ids.ids)]).ids
        )
        tags, systems = set(plan.tag_ids.ids), set(plan.operating_system_ids.ids)
        sites = set(plan.site_ids.ids)

        def matches(row):
            return (
                row.status in statuses
                and (not types or row.type_id in types)
                and (not systems or row.operating_system_id in systems)
                and (not sites or row.site_id in sites)
                and (not tags or not tags.isdisjoint(row.tag_ids or ()))
            )

        return matches

    def _counter(self):
        """A function from alike rows of the snapshot to whom or what they count as: one key, one seat.

        Keys of a row are in order. The seam for a new source of quantity.
        """
        self.ensure_one()
        if self.source == "users":
            return lambda row: [row.user_partner_id] if row.user_partner_id else []
        return attrgetter("asset_ids")
