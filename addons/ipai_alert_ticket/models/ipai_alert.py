# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
from datetime import timedelta

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_alert.models.ipai_alert import OPEN, QUIET

from .ipai_alert_rule import PRIORITY_OF

_logger = logging.getLogger(__name__)


class IpaiAlert(models.Model):
    """An alert that leads becomes a ticket by the first rule that fits."""

    _inherit = "ipai.alert"

    ticket_id = fields.Many2one(
        "helpdesk.ticket", readonly=True, index="btree_not_null", ondelete="set null"
    )
    ticket_told_at = fields.Datetime(readonly=True)

    def action_view_ticket(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_helpdesk.ticket_action")
        return {
            **action,
            "res_id": self.ticket_id.id,
            "views": [(False, "form")],
            "context": {},
        }

    def _follow_up(self):
        result = super()._follow_up()
        self._join_leaders()
        leading = self._to_tell() | self.parent_id._to_tell().filtered(
            lambda leader: not leader.ticket_id
        )
        for company, alerts in leading.grouped("company_id").items():
            alerts.with_company(company)._make_tickets()
        self._follow_leaders()
        self.filtered(lambda alert: not alert.is_standing).ticket_id._settle_alerts()
        return result

    # -- below a leader ----------------------------------------------------------------------

    def _join_leaders(self):
        """Where the root came later: it takes over the ticket of what it leads, the others end.

        A ticket that a person has touched stays theirs.
        """
        for leader, children in self.filtered("parent_id").grouped("parent_id").items():
            tickets = (children.ticket_id - leader.ticket_id).filtered(
                lambda ticket: not ticket.closed and not ticket._is_touched()
            )
            if not tickets:
                continue
            if not leader.ticket_id or leader.ticket_id.closed:
                ticket = tickets.sorted("id")[:1]
                ticket._lead_by(leader)
                leader.with_context(**QUIET).write(
                    {"ticket_id": ticket.id, "ticket_told_at": leader.opened_at}
                )
            for ticket in tickets - leader.ticket_id:
                ticket._end_below(leader.ticket_id)

    def _follow_leaders(self):
        """What is led is of its leader's ticket, unless a person works on one of its own."""
        for leader, children in self.filtered("parent_id").grouped("parent_id").items():
            if leader.ticket_id:
                children.filtered(
                    lambda alert, ticket=leader.ticket_id: (
                        alert.ticket_id != ticket
                        and (not alert.ticket_id or alert.ticket_id.closed)
                    )
                ).with_context(**QUIET).write({"ticket_id": leader.ticket_id.id})

    # -- a ticket ----------------------------------------------------------------------------

    def _make_tickets(self):
        """Join what has a ticket, make one for what a rule says; one that fails costs that one only."""
        new = self.browse()
        perhaps = self._with_others_of_the_same()
        for alert in self:
            if not alert._join_ticket(look=alert in perhaps):
                new |= alert
        causes = [(leader, *cause) for leader, cause in new._ticket_causes().items()]
        try:
            with self.env.cr.savepoint():
                self._make_each(causes)
        except UserError:
            for cause in causes:
                self._make_alone(*cause)

    def _make_alone(self, leader, alert, rule):
        try:
            with self.env.cr.savepoint():
                self._make_each([(leader, alert, rule)])
        except UserError as error:
            _logger.warning("Rule %s makes no ticket of alert %s: %s", rule.id, alert.id, error)

    def _ticket_causes(self):
        """``{leader: (alert, rule)}`` of those of which a rule makes a ticket; in one look for most of them."""
        found = self._ticket_rules()._first_for(self)
        causes = {}
        for leader in self:
            alert, rule = leader, found.get(leader)
            if not (rule and rule.makes_ticket):
                alert, rule = leader._ticket_cause()
            if rule:
                causes[leader] = alert, rule
        return causes

    def _ticket_cause(self):
        """Of what goes together, the alert that makes the ticket, and the rule that says so; None without.

        It is the one that leads; where no rule makes a ticket of that, the worst one of which a rule does.
        """
        self.ensure_one()
        rules = self._ticket_rules()
        below = self.child_ids.filtered(lambda child: child.state == OPEN and not child.held_until)
        for alerts in (self, below.sorted(lambda child: (-child.severity_rank, child.id))):
            found = rules._first_for(alerts)
            for alert in alerts:
                if alert in found and found[alert].makes_ticket:
                    return alert, found[alert]
        return self, None

    @api.model
    def _ticket_rules(self):
        """The rules that are switched on."""
        return self.env["ipai.alert.rule"].search([("is_on", "=", True)])

    def _join_ticket(self, look=True):
        """Whether it has a ticket, or finds one to join, where it is looked for.

        Told once for each time that it begins. A closed ticket opens again within its rule's hours.
        """
        self.ensure_one()
        ticket = self.ticket_id
        if not ticket and look:
            ticket = self._ticket_of_the_same()
        if not ticket:
            return False
        begun = self.ticket_told_at != self.opened_at
        if ticket.closed:
            if not begun:
                # A person closed it while it was so; it is told again when it begins again.
                return True
            if not ticket._may_reopen():
                return False
            ticket._reopen_for(self)
        elif begun and self.ticket_told_at:
            ticket._note(self.env._("%(name)s: %(count)s times by now.", name=self.name, count=self.count))  # fmt: skip
        elif begun:
            ticket._note(self.env._("Also: %s.", self.name))
        ticket._raise_priority(self.severity)
        self.with_context(**QUIET).write({"ticket_id": ticket.id, "ticket_told_at": self.opened_at})
        return True

    def _with_others_of_the_same(self):
        """Those of whose check on the same machine there is, or was, a ticket of another alert."""
        asked = self.filtered(lambda alert: alert.asset_id and alert.check_name)
        groups = self._read_group(
            [
                ("asset_id", "in", asked.asset_id.ids),
                ("check_name", "in", list(set(asked.mapped("check_name")))),
                ("ticket_id", "!=", False),
            ],
            ["asset_id", "check_name"],
        )
        known = {(asset.id, check) for asset, check in groups}
        return asked.filtered(lambda alert: (alert.asset_id.id, alert.check_name) in known)

    def _ticket_of_the_same(self):
        """An open ticket of the same check on the same machine: its fingerprint may have changed."""
        self.ensure_one()
        if not self.asset_id or not self.check_name or self.storm_kind:
            return self.ticket_id
        return self.search(
            [
                ("id", "!=", self.id),
                ("asset_id", "=", self.asset_id.id),
                ("check_name", "=", self.check_name),
                ("ticket_id.closed", "=", False),
            ],
            limit=1,
        ).ticket_id

    @api.model
    def _make_each(self, causes):
        """Make the tickets of (leader, alert, rule) each, in as many statements for many as for few."""
        tickets = (
            self.env["helpdesk.ticket"]
            .with_context(**QUIET, mail_auto_subscribe_no_notify=True)
            .create(
                self._numbered([alert._prepare_ticket(rule) for _leader, alert, rule in causes])
            )
            .with_env(self.env)
        )
        notes = {}
        for ticket, (leader, alert, rule) in zip(tickets, causes, strict=True):
            vals = {"ticket_id": ticket.id, "ticket_told_at": alert.opened_at}
            alert.with_context(**QUIET).write(vals)
            if alert != leader:
                leader.with_context(**QUIET).ticket_id = ticket
            notes[ticket.id] = self.env._(
                "Made by the rule %(rule)s of the alert %(alert)s.",
                rule=rule.name,
                alert=alert.name,
            )
        if notes:
            tickets._message_log_batch(bodies=notes)
        return tickets

    @api.model
    def _numbered(self, vals_list):
        """Add to the values of tickets what each would look up by itself: its first stage and its number."""
        teams = self.env["helpdesk.ticket.team"]
        stages = {
            team: teams.browse(team or [])._get_applicable_stages()[:1].id
            for team in {vals["team_id"] for vals in vals_list}
        }
        sequences = {
            company: self._ticket_sequence(company)
            for company in {vals["company_id"] for vals in vals_list}
        }
        for vals in vals_list:
            vals["stage_id"] = stages[vals["team_id"]]
            if sequence := sequences[vals["company_id"]]:
                vals["number"] = sequence._next()
        return vals_list

    @api.model
    def _ticket_sequence(self, company_id):
        """The sequence that counts the tickets of a company, as ``next_by_code`` finds it."""
        asked = [
            ("code", "=", "helpdesk.ticket.sequence"),
            ("company_id", "in", [company_id, False]),
        ]
        return self.env["ir.sequence"].search(asked, order="company_id", limit=1)

    def _prepare_ticket(self, rule):
        """The values of its ticket; texts of others are escaped and bounded."""
        self.ensure_one()
        customer = self.customer_id if rule.for_customer else self.env["res.partner"]
        service = self.service_id.filtered(
            lambda one: not customer or not one.customer_id or one.customer_id == customer
        )
        vals = {
            "name": self.name,
            "description": self._body() + self._ticket_links(),
            "company_id": self.company_id.id,
            "partner_id": customer.id,
            "team_id": rule.team_id.id,
            "user_id": rule.user_id.id,
            "priority": rule.priority or PRIORITY_OF[self.severity],
            "asset_id": self.asset_id.id,
            "alert_rule_id": rule.id,
        }
        if service:
            vals["service_ids"] = [Command.set(service.ids)]
        return vals

    def _ticket_links(self):
        return Markup("<p><a href='%s'>%s</a></p>") % (self._link(), self.env._("The alert"))

    def _silence_reason(self):
        """The ticket's number stands in the silence, for who reads it there."""
        reason = super()._silence_reason()
        return f"{reason} ({self.ticket_id.number})" if self.ticket_id else reason


class HelpdeskTicketOfAlerts(models.Model):
    """What the follow-up does to tickets, as the system: no mail to anybody."""

    _inherit = "helpdesk.ticket"

    def _note(self, text):
        """A note for colleagues, which mails nobody."""
        for ticket in self:
            ticket.with_context(mail_create_nosubscribe=True).message_post(
                body=text, subtype_xmlid="mail.mt_note", message_type="notification"
            )

    def _quietly(self):
        """Without the mails of stages."""
        return self.with_context(**QUIET)

    def _raise_priority(self, severity):
        for ticket in self:
            wanted = PRIORITY_OF[severity]
            if wanted > (ticket.priority or "0") and not ticket.alert_rule_id.priority:
                ticket._quietly().priority = wanted
                ticket._note(ticket.env._("It got worse: the priority was raised."))

    def _may_reopen(self):
        self.ensure_one()
        hours = self.alert_rule_id.reopen_hours
        since = fields.Datetime.now() - timedelta(hours=hours)
        return bool(hours and self.closed_date and self.closed_date >= since)

    def _reopen_for(self, alert):
        self.ensure_one()
        stage = self.team_id._get_applicable_stages().filtered(lambda stage: not stage.closed)[:1]
        if stage:
            self._quietly().stage_id = stage
        self._note(self.env._("Opened again: %s came back.", alert.name))

    def _lead_by(self, leader):
        """The root of what it is about was found: it is that one's from now on."""
        self.ensure_one()
        vals = {"name": leader.name, "description": leader._body() + leader._ticket_links()}
        if leader.asset_id.customer_id in (self.partner_id.commercial_partner_id, leader.customer_id.browse()):  # fmt: skip
            vals["asset_id"] = leader.asset_id.id
        self._quietly().write(vals)
        self._raise_priority(leader.severity)
        self._note(self.env._("The cause was found: %s.", leader.name))

    def _end_below(self, ticket):
        """It goes with another one."""
        for one in self:
            one._note(one.env._("It goes with %s: closed.", ticket.display_name))
            one._close_quietly()

    def _close_quietly(self):
        for ticket in self:
            stage = ticket.team_id._get_applicable_stages().filtered("closed")[:1]
            if stage:
                ticket._quietly().stage_id = stage

    def _settle_alerts(self):
        """Close what is over and nobody has touched; a person is told otherwise."""
        for ticket in self.filtered(lambda ticket: not ticket.closed):
            if any(ticket.alert_ids.mapped("is_standing")):
                continue
            ticket._note(ticket.env._("It is over: its source tells no alert of it any more."))
            if ticket.alert_rule_id.close_on_recovery and not ticket._is_touched():
                ticket._close_quietly()
