# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_asset.models.ipai_asset import CRITICALITIES

NAMED_IN_MESSAGE = 40


class IpaiOutage(models.TransientModel):
    """What fails if some assets or services fail, whom to tell, and in which words."""

    _name = "ipai.outage"
    _description = "Simulate Outage"

    question = fields.Selection(
        [("fails", "What fails if these fail?"), ("needs", "What do these need?")],
        required=True,
        default="fails",
    )
    asset_ids = fields.Many2many("ipai.asset", string="Assets")
    service_ids = fields.Many2many("ipai.service", string="Services")
    starts_at = fields.Datetime("From", help="For the message; empty: now.")
    ends_at = fields.Datetime("Until", help="For the message; empty: unknown.")
    simulated = fields.Boolean()
    line_ids = fields.One2many("ipai.outage.line", "outage_id", "Affected")
    notice_ids = fields.One2many("ipai.outage.notice", "outage_id", "Whom to Tell")
    asset_count = fields.Integer(compute="_compute_counts")
    service_count = fields.Integer(compute="_compute_counts")
    customer_count = fields.Integer(compute="_compute_counts")
    weakened_count = fields.Integer(compute="_compute_counts")
    summary = fields.Char(compute="_compute_summary")

    @api.depends("question", "line_ids")
    def _compute_counts(self):
        for outage in self:
            spared = outage.line_ids.filtered(lambda line: line.state in ("weakened", "redundant"))
            hit = outage.line_ids - spared
            if outage.question == "needs":  # nobody asks whether it needs itself
                hit = hit.filtered(lambda line: line.state != "root")
            outage.asset_count = len(hit.asset_id)
            outage.service_count = len(hit.service_id)
            outage.customer_count = len(hit.customer_id)
            outage.weakened_count = len(spared)

    @api.depends("question", "line_ids")
    def _compute_summary(self):
        for outage in self:
            counts = {
                "assets": outage.asset_count,
                "services": outage.service_count,
                "customers": outage.customer_count,
                "others": outage.weakened_count,
            }
            outage.summary = (
                self.env._(
                    "Assets that fail: %(assets)s. Services that fail: %(services)s. Customers "
                    "concerned: %(customers)s. Left with less redundancy: %(others)s.",
                    **counts,
                )
                if outage.question == "fails"
                else self.env._(
                    "Assets needed: %(assets)s. Services needed: %(services)s. Needed, but with a "
                    "substitute: %(others)s.",
                    **counts,
                )
            )

    @api.depends("question")
    def _compute_display_name(self):
        labels = dict(self._fields["question"]._description_selection(self.env))
        for outage in self:
            outage.display_name = labels.get(outage.question)

    @api.model
    def default_get(self, fields_list):
        values = super().default_get(fields_list)
        chosen = self.env.context.get("active_ids", [])
        for model, name in (("ipai.asset", "asset_ids"), ("ipai.service", "service_ids")):
            if self.env.context.get("active_model") == model and name in fields_list:
                values.setdefault(name, [Command.set(chosen)])
        return values

    def action_simulate(self):
        """Fill the lines and the notices, and show them."""
        self.ensure_one()
        roots = self.asset_ids._nodes() + self.service_ids._nodes()
        if not roots:
            raise UserError(self.env._("Choose at least one asset or service."))
        self.asset_ids.check_access("read")
        self.service_ids.check_access("read")
        Impact = self.env["ipai.impact"]
        if self.question == "fails":
            outcome, states = Impact._what_fails(roots), ("failed", "weakened")
        else:
            outcome, states = Impact._what_is_needed(roots), ("needed", "redundant")
        records = self._records_of(outcome)
        reasons = Impact._reasons(outcome, {n: record.name for n, record in records.items()})
        lines = []
        for state, steps in zip(states, outcome, strict=True):
            for node, step in steps.items():
                if node in records:
                    values = self._prepare_line(records[node], step.depth)
                    lines.append(
                        {
                            **values,
                            "state": state if step.depth else "root",
                            "reason": reasons[node],
                        }
                    )
        self.write(
            {
                "simulated": True,
                "line_ids": [Command.clear(), *map(Command.create, lines)],
                "notice_ids": [Command.clear()],
            }
        )
        if self.question == "fails":
            failed = [records[node] for node in outcome.failed if node in records]
            self.notice_ids = [Command.create(values) for values in self._prepare_notices(failed)]
        return self._reopen()

    def action_simulate_here(self):
        """The button of the form: the answer comes on the page that asked."""
        self.action_simulate()
        return True

    def action_open_map(self):
        """The map around the first root; with the outage drawn in where that was the question."""
        self.ensure_one()
        root = (self.asset_ids or self.service_ids)[:1]
        action = root.action_open_map()
        if self.question == "fails":
            action["context"]["map_failed"] = self.asset_ids._nodes() + self.service_ids._nodes()
        return action

    # -- seams -------------------------------------------------------------------------------

    def _records_of(self, outcome):
        """node → the asset or service, of those that the user may see."""
        found = self.env["ipai.impact"]._records([*outcome.failed, *outcome.weakened])
        return {
            node: record
            for records in found
            for node, record in zip(records._nodes(), records, strict=True)
        }

    def _prepare_line(self, record, depth):
        end = record._relation_end()
        return {
            end: record.id,
            "name": record.display_name,
            "depth": depth,
            "criticality": record.criticality,
            "owner_id": record.owner_id.id,
            "customer_id": record.customer_id.id,
        }

    def _prepare_notices(self, failed):
        """A notice for one's own people, and one for each customer that tells only of its own."""
        owners = self.env["res.partner"]
        by_customer = {}
        for record in failed:
            owners |= record.owner_id.partner_id
            if record.customer_id:
                by_customer.setdefault(record.customer_id, []).append(record)
        notices = [self._prepare_notice(self.env["res.partner"], owners, failed)]
        for customer, records in by_customer.items():
            partners = customer
            for record in records:
                if record._name == "ipai.asset":
                    partners |= record.assigned_partner_id
            notices.append(self._prepare_notice(customer, partners, records))
        return notices

    def _prepare_notice(self, customer, partners, records):
        services = [record.name for record in records if record._name == "ipai.service"]
        assets = [record.name for record in records if record._name == "ipai.asset"]
        named = services or assets
        subject = self.env._("Outage: %(names)s", names=", ".join(named[:3]))
        if len(named) > 3:
            subject = self.env._(
                "Outage: %(names)s and %(more)s more",
                names=", ".join(named[:3]),
                more=len(named) - 3,
            )
        parts = [Markup("<p>%s</p>") % self._message_opening()]
        for title, names in (
            (self.env._("Services that are not available:"), services),
            (self.env._("Machines that are down:"), assets),
        ):
            if names:
                shown = names[:NAMED_IN_MESSAGE]
                if len(names) > len(shown):
                    shown.append(self.env._("and %s more", len(names) - len(shown)))
                items = Markup().join(Markup("<li>%s</li>") % name for name in shown)
                parts.append(Markup("<p>%s</p><ul>%s</ul>") % (title, items))
        parts.append(Markup("<p>%s</p>") % self.env._("We write again as soon as all is back."))
        return {
            "name": customer.name or self.env._("Our own people"),
            "customer_id": customer.id,
            "partner_ids": [Command.set(partners.ids)],
            "subject": subject,
            "body": Markup().join(parts),
        }

    def _message_opening(self):
        moments = {
            name: fields.Datetime.context_timestamp(self, moment).strftime("%Y-%m-%d %H:%M %Z")
            for name, moment in (("start", self.starts_at), ("end", self.ends_at))
            if moment
        }
        if {"start", "end"} <= moments.keys():
            return self.env._("From %(start)s until %(end)s there is an outage.", **moments)
        if "start" in moments:
            return self.env._("From %(start)s on there is an outage.", **moments)
        if "end" in moments:
            return self.env._("There is an outage, probably until %(end)s.", **moments)
        return self.env._("There is an outage.")

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
        }


class IpaiOutageLine(models.TransientModel):
    _name = "ipai.outage.line"
    _description = "Affected by an Outage"
    _order = "depth, id"

    outage_id = fields.Many2one("ipai.outage", required=True, index=True, ondelete="cascade")
    name = fields.Char()
    asset_id = fields.Many2one("ipai.asset", ondelete="cascade")
    service_id = fields.Many2one("ipai.service", ondelete="cascade")
    state = fields.Selection(
        [
            ("root", "Start"),
            ("failed", "Fails"),
            ("weakened", "Less Redundancy"),
            ("needed", "Needed"),
            ("redundant", "Has a Substitute"),
        ]
    )
    depth = fields.Integer("Steps", help="How many relations lie between it and the start.")
    reason = fields.Char("Why")
    criticality = fields.Selection(CRITICALITIES)
    owner_id = fields.Many2one("res.users")
    customer_id = fields.Many2one("res.partner")

    def action_open(self):
        self.ensure_one()
        record = self.asset_id or self.service_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
        }


class IpaiOutageNotice(models.TransientModel):
    """A message about the outage to those who share one view of it."""

    _name = "ipai.outage.notice"
    _description = "Notice of an Outage"

    outage_id = fields.Many2one("ipai.outage", required=True, index=True, ondelete="cascade")
    name = fields.Char("Audience")
    customer_id = fields.Many2one("res.partner", help="Empty: our own people.")
    partner_ids = fields.Many2many("res.partner", string="Tell")
    subject = fields.Char()
    body = fields.Html("Message")

    def action_compose(self):
        """The mail composer, filled in; what is sent stands in the chatter of the first root."""
        self.ensure_one()
        root = (self.outage_id.asset_ids or self.outage_id.service_ids)[:1]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tell Them"),
            "res_model": "mail.compose.message",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_composition_mode": "comment",
                "default_model": root._name,
                "default_res_ids": root.ids,
                "default_partner_ids": self.partner_ids.ids,
                "default_subject": self.subject,
                "default_body": self.body,
            },
        }
