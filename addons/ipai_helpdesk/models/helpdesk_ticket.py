# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import format_datetime

SHOWN = 5


class HelpdeskTicket(models.Model):
    _inherit = "helpdesk.ticket"
    _announced = ("ticket.created", "ticket.changed")
    _announced_fields = (
        *("number", "stage_id", "priority", "partner_id", "team_id", "user_id"),
        *("asset_id", "service_ids"),
    )

    asset_id = fields.Many2one(
        "ipai.asset",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        domain="['|', ('customer_id', '=', False), ('customer_id', '=?', commercial_partner_id)]",
        groups="ipai_base.group_user",
        help="The machine that it is about: of the ticket's customer, or one's own.",
    )
    service_ids = fields.Many2many(
        "ipai.service",
        string="Services",
        check_company=True,
        domain="['|', ('customer_id', '=', False), ('customer_id', '=?', commercial_partner_id)]",
        groups="ipai_base.group_user",
    )
    # The ticket that it repeats may be another customer's, and the name of it says what that is about.
    duplicate_id = fields.Many2one(groups="base.group_user")
    duplicate_ids = fields.One2many(groups="base.group_user")
    duplicate_count = fields.Integer(groups="base.group_user")
    article_ids = fields.Many2many(
        "ipai.kb.link",
        string="Runbooks and Articles",
        compute="_compute_article_ids",
        groups="ipai_base.group_user",
    )
    asset_panel = fields.Html(
        "About the Machine",
        compute="_compute_asset_panel",
        sanitize=False,
        groups="ipai_base.group_user",
    )
    hours_spent = fields.Float(
        related="task_id.effective_hours",
        groups="ipai_base.group_user",
        help="What was booked on the ticket's task, by everybody.",
    )

    # -- what it is about --------------------------------------------------------------------

    @api.constrains("asset_id", "service_ids", "partner_id")
    def _check_customer(self):
        """What a ticket is about belongs to its customer, or to oneself."""
        for ticket in self.sudo():
            customer = ticket.partner_id.commercial_partner_id
            about = [*ticket.asset_id, *ticket.service_ids]
            foreign = [
                one
                for one in about
                if customer
                and one.customer_id
                and one.customer_id.commercial_partner_id != customer
            ]
            if foreign:
                raise ValidationError(
                    self.env._(
                        "%(what)s belongs to %(owner)s, and the ticket is %(customer)s's. "
                        "Choose what belongs to %(customer)s, or another contact.",
                        what=foreign[0].display_name,
                        owner=foreign[0].customer_id.name,
                        customer=customer.name,
                    )
                )

    @api.onchange("partner_id")
    def _onchange_partner_asset(self):
        """Who reports has, as a rule, trouble with the machine that is assigned to them."""
        if (
            self.partner_id
            and not self.asset_id
            and self.env.user.has_group("ipai_base.group_user")
        ):
            self.asset_id = self._asset_of_contact(self.partner_id)

    @api.model
    def _asset_of_contact(self, contact):
        """The one machine in service that is assigned to a contact; none where there are several."""
        assets = self.env["ipai.asset"].search(
            [("assigned_partner_id", "=", contact.id), ("status", "!=", "decommissioned")], limit=2
        )
        return assets if len(assets) == 1 else assets.browse()

    @api.depends("asset_id", "service_ids")
    def _compute_article_ids(self):
        for ticket in self:
            ticket.article_ids = ticket.asset_id.kb_link_ids | ticket.service_ids.kb_link_ids

    @api.depends("asset_id", "service_ids")
    @api.depends_context("uid", "lang")
    def _compute_asset_panel(self):
        for ticket in self:
            ticket.asset_panel = ticket.asset_id and self.env["ir.qweb"]._render(
                "ipai_helpdesk.ticket_panel", ticket._panel_values()
            )

    def _panel_values(self):
        """The values of the template of the panel; an addon with more to tell adds to them."""
        self.ensure_one()
        asset = self.asset_id
        return {
            "ticket": self,
            "asset": asset,
            "fails": self._what_fails_with(asset),
            "recent": [
                (format_datetime(self.env, message.date), message.author_id.name, text)
                for message, text in asset._recent_changes(SHOWN)
            ],
        }

    def _what_fails_with(self, asset):
        """The names of the services and assets that fail with the asset, as far as the user may see."""
        nodes = asset._nodes()
        outcome = self.env["ipai.impact"]._what_fails(nodes)
        assets, services = self.env["ipai.impact"]._records(
            [node for node in outcome.failed if node not in nodes]
        )
        return [*services.mapped("display_name"), *assets.mapped("display_name")]

    # -- its life ----------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        """Name and address are those of the contact, as in the form, wherever else a ticket comes from."""
        for vals in vals_list:
            contact = self.env["res.partner"].browse(vals.get("partner_id") or [])
            # Of a contact whom the writer may not read, a ticket tells no address either.
            if contact and contact.has_access("read"):
                vals.setdefault("partner_name", contact.name)
                vals.setdefault("partner_email", contact.email)
        tickets = super().create(vals_list)
        tickets._announce("ticket.created")
        return tickets

    def write(self, vals):
        if vals.get("stage_id"):
            stage = self.env["helpdesk.ticket.stage"].browse(vals["stage_id"])
            if not stage.closed:
                # Reopened: it is not closed any more, in no report.
                vals = {**vals, "closed_date": False}
        self._announce_changes("ticket.changed", vals)
        return super().write(vals)

    def _stages_to_close(self):
        """The stages to which the portal may move the ticket: those of its team and company."""
        self.ensure_one()
        ticket = self.sudo()
        stages = ticket.team_id._get_applicable_stages()
        return stages.filtered(
            lambda stage: (
                stage.close_from_portal
                and stage.closed
                and stage.company_id in (ticket.company_id, stage.company_id.browse())
            )
        )

    def _close_from_portal(self, stage):
        """Close it as the user: a customer their own, others what they may write anyway.

        :raises AccessError: for a user of one's own without the right to write the ticket.
        """
        self.ensure_one().check_access("read")
        if not self.env.user.share:
            self.check_access("write")
            self.stage_id = stage
            return
        partner = self.env.user.partner_id
        if self.sudo().partner_id.commercial_partner_id != partner.commercial_partner_id and (
            partner not in self.sudo().message_partner_ids
        ):
            raise AccessError(self.env._("This ticket is not yours to close."))
        # The one field, to a stage that was just checked: a portal user has no right to write tickets.
        self.sudo().stage_id = stage

    @api.model
    def message_new(self, msg, custom_values=None):
        """A mail of somebody with one machine is about that machine.

        The mail itself is kept as it came, and listed when it holds a secret; the ticket made of it does not.
        """
        mask = self.env["ipai.secret.scan"]._mask
        msg = {**msg, **{name: mask(msg[name]) for name in ("subject", "body") if msg.get(name)}}
        if self.env.user.share:
            # The mail is processed as its author, to whom a company may assign what is new.
            custom_values = {"user_id": False, **(custom_values or {})}
        ticket = super().message_new(msg, custom_values=custom_values)
        if ticket.partner_id and not ticket.sudo().asset_id:
            # Narrow: the asset of the contact who wrote; a ticket says nothing of it to the sender.
            ticket.sudo().asset_id = self.sudo()._asset_of_contact(ticket.partner_id)
        return ticket

    def message_update(self, msg, update_vals=None):
        """A reply adds followers and copies only if its author takes part in the ticket.

        Who has come by a mail of another's ticket would, by answering it with a copy to themselves,
        become a follower, to whom the ticket is open.
        """
        if not all(ticket._takes_part(msg.get("author_id")) for ticket in self):
            msg = {**msg, "to": "", "cc": ""}
        return super().message_update(msg, update_vals=update_vals)

    def message_post(self, **kwargs):
        """Who has no part in the ticket does not follow it for having answered by mail (18.0 would)."""
        if kwargs.get("message_type") == "email" and not self._takes_part(kwargs.get("author_id")):
            self = self.with_context(
                mail_create_nosubscribe=True, mail_post_autofollow_author_skip=True
            )
        return super().message_post(**kwargs)

    def _takes_part(self, partner_id):
        """Whether a partner is of the ticket's customer, follows it, or is a colleague who may read it."""
        self.ensure_one()
        # Narrow: yes or no.
        author = self.env["res.partner"].sudo().browse(partner_id or [])
        ticket = self.sudo()
        return bool(author) and (
            author.commercial_partner_id == ticket.commercial_partner_id
            or author in ticket.message_partner_ids
            or any(ticket._is_read_by(user) for user in author.user_ids if not user.share)
        )

    def _is_read_by(self, user):
        """Whether a user may read it, in whichever of their companies."""
        companies = {"allowed_company_ids": user.company_ids.ids}
        return self.with_user(user).with_context(**companies).has_access("read")

    # -- actions -----------------------------------------------------------------------------

    def action_view_asset(self):
        self.ensure_one()
        return self.asset_id._get_records_action(context={})

    def action_book_time(self):
        """The dialog that books time of the user on the ticket's task, which is made if there is none."""
        self.ensure_one()
        task = self.task_id or self._make_task()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Book Time"),
            "res_model": "account.analytic.line",
            "views": [(self.env.ref("hr_timesheet.timesheet_view_form_user").id, "form")],
            "target": "new",
            "context": {
                "is_timesheet": 1,
                "default_project_id": task.project_id.id,
                "default_task_id": task.id,
                "default_name": self.name,
            },
        }

    def _make_task(self):
        """The task that carries the ticket's time, in its project or else that of its team.

        :raises UserError: where neither says a project, or it takes no time.
        """
        self.ensure_one()
        self.check_access("write")
        project = self.project_id or self.team_id.with_company(self.company_id).default_project_id
        if not project:
            raise UserError(
                self.env._(
                    "Time is booked on a task. Choose the project of the ticket, or a manager chooses "
                    "one for all tickets of the team: Helpdesk > Configuration > Teams."
                )
            )
        if not project.allow_timesheets:
            raise UserError(
                self.env._(
                    "%s takes no timesheets. Allow them in its settings, or choose another project.",
                    project.display_name,
                )
            )
        task = self.env["project.task"].create(
            {
                "name": self.display_name,
                "project_id": project.id,
                "partner_id": self.partner_id.id,
                "user_ids": [Command.link(self.env.uid)],
            }
        )
        # In this order: another project takes the task away.
        self.project_id = project
        self.task_id = task
        return task
