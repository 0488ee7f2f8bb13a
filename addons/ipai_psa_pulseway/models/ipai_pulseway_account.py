# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.ipai_base import own_secret
from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_base.secret_shapes import found_in

from ..pulseway import addresses
from ..pulseway.providers import PROVIDERS

SOURCES = [
    ("file", "File in the folder of secrets"),
    ("env", "Environment variable"),
    ("conf", "Configuration of the server"),
]
CLOUD = PROVIDERS["pulseway"].cloud


class IpaiPulsewayAccount(models.Model):
    """A Pulseway server, in the cloud or one's own, and what is done with what it says."""

    _name = "ipai.pulseway.account"
    _description = "Pulseway Account"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "name"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True, help="As in: Pulseway in the cloud.")
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    provider = fields.Selection(
        [(code, provider.title) for code, provider in PROVIDERS.items()],
        required=True,
        default="pulseway",
        help="Which program it is.",
    )

    # -- how it is asked
    base_url = fields.Char(
        "Address of Its API",
        required=True,
        default=CLOUD,
        tracking=True,
        help="As in https://api.pulseway.com/v3, or https://pulseway.example/api/v3 of one's own server.",
    )
    credential_source = fields.Selection(
        SOURCES,
        "Our Token From",
        default="file",
        tracking=True,
        help="Token ID and secret are never kept in Odoo: they are read from there each time.",
    )
    token_id_name = fields.Char(
        "Token ID Named", tracking=True, help="Name of the file, of the variable or of the entry."
    )
    token_secret_name = fields.Char("Token Secret Named", tracking=True)
    rate = fields.Float(
        "Calls a Second",
        required=True,
        default=1.0,
        aggregator=None,
        help="Pulseway documents no limit; more than this was refused to others.",
    )
    burst = fields.Integer(
        "At Once", required=True, default=5, aggregator=None, help="Calls before it waits."
    )

    # -- what comes in
    source_id = fields.Many2one(
        "ipai.inbox.source",
        "Event Source",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Where its webhook delivers; made with the account.",
    )
    inventory_id = fields.Many2one(
        "ipai.source",
        "Inventory Source",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        help="As which it reports fields of assets: drift and origins name it.",
    )
    rule_id = fields.Many2one(
        "ipai.alert.rule",
        "Last Ticket Rule",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Where no rule before it fits, every notification of a known asset opens a ticket.",
    )
    client_ids = fields.One2many("ipai.pulseway.client", "account_id", "Clients", readonly=True)
    device_count = fields.Integer(compute="_compute_counts")
    waiting_count = fields.Integer("Waiting Devices", compute="_compute_counts")
    unmatched_count = fields.Integer("Unmatched Clients", compute="_compute_counts")

    _name_uniq = UniqueIndex(
        "(company_id, lower(name))", "There already is an account of this name."
    )
    _source_uniq = UniqueIndex(
        "(source_id) WHERE source_id IS NOT NULL", "This event source has an account already."
    )

    @api.onchange("provider")
    def _onchange_provider(self):
        if self.base_url in [provider.cloud for provider in PROVIDERS.values()]:
            self.base_url = PROVIDERS[self.provider].cloud

    @api.constrains("base_url")
    def _check_base_url(self):
        for account in self:
            try:
                addresses.check(account.base_url)
            except addresses.AddressError as error:
                raise ValidationError(
                    self.env._("Address of %(name)s: %(reason)s.", name=account.name, reason=error)
                ) from error

    @api.constrains("credential_source", "token_id_name", "token_secret_name")
    def _check_token_names(self):
        for account in self:
            for name in filter(None, (account.token_id_name, account.token_secret_name)):
                if found := found_in(name):
                    reason = self.env._("it holds %s; name the place, never the secret", found)
                else:
                    reason = own_secret.check_name(account.credential_source, name)
                if reason:
                    raise ValidationError(
                        self.env._("Our token for %(name)s: %(reason)s.", name=account.name, reason=reason)
                    )  # fmt: skip

    @api.constrains("rate", "burst")
    def _check_rate(self):
        for account in self:
            if not 0.05 <= account.rate <= 50 or not 1 <= account.burst <= 100:
                raise ValidationError(
                    self.env._("Calls a second are from 0.05 to 50, and at once 1 to 100.")
                )

    def _compute_counts(self):
        devices = self.env["ipai.pulseway.device"]._read_group(
            [("account_id", "in", self.ids)], ["account_id", "state"], ["__count"]
        )
        clients = dict(
            self.env["ipai.pulseway.client"]._read_group(
                [("account_id", "in", self.ids), ("state", "=", "unmatched")],
                ["account_id"],
                ["__count"],
            )
        )
        for account in self:
            own = {state: count for one, state, count in devices if one == account}
            account.device_count = sum(own.values())
            account.waiting_count = own.get("waiting", 0)
            account.unmatched_count = clients.get(account, 0)

    # -- its parts -------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        accounts = super().create(vals_list)
        accounts._make_parts()
        return accounts

    def _make_parts(self):
        """Give each an event source and a ticket rule: what a person would have to click otherwise."""
        # Narrow: who may make an account may have what belongs to it.
        for account in self.sudo():
            if not account.source_id:
                account.source_id = account._make_source()
            if not account.rule_id:
                account.rule_id = account._make_rule()

    def _make_source(self):
        sources = self.env["ipai.inbox.source"].with_context(
            active_test=False, ipai_pulseway_account=True
        )
        name, number = self.name, 1
        while sources.search_count(
            [("name", "=ilike", name), ("company_id", "=", self.company_id.id)], limit=1
        ):
            number += 1
            name = f"{self.name} {number}"
        return sources.create(
            {
                "name": name,
                "kind": self.provider,
                "scheme": PROVIDERS[self.provider].scheme,
                "company_id": self.company_id.id,
            }
        )

    def _make_rule(self):
        team = self.env["helpdesk.ticket.team"].search(
            [("company_id", "in", [self.company_id.id, False])], limit=1
        )
        return self.env["ipai.alert.rule"].create(
            {
                "name": self.env._("Every notification of %s", self.name),
                "is_on": True,
                "sequence": 1000,
                "company_id": self.company_id.id,
                "source_ids": [(6, 0, self.source_id.ids)],
                "team_id": team.id,
            }
        )

    @api.model
    def _of_source(self, source):
        """The account of an event source, made when a person or `make hook` has made the source only."""
        # Narrow: the account of this very source.
        account = (
            self.sudo()
            .with_context(active_test=False)
            .search([("source_id", "=", source.id)], limit=1)
        )
        if account:
            return account
        accounts = self.sudo().with_context(active_test=False)
        name, number = source.name, 1
        while accounts.search_count(
            [("name", "=ilike", name), ("company_id", "=", source.company_id.id)], limit=1
        ):
            number += 1
            name = f"{source.name} {number}"
        return accounts.create(
            {
                "name": name,
                "company_id": source.company_id.id,
                "source_id": source.id,
                "provider": source.kind,
                "base_url": PROVIDERS[source.kind].cloud,
            }
        )

    def _inventory(self):
        """The source of discovery as which it reports, whose fields it is the master of."""
        self.ensure_one()
        account = self.sudo()
        if not account.inventory_id:
            sources = account.env["ipai.source"].with_company(account.company_id)
            account.inventory_id = sources._named(
                f"{PROVIDERS[account.provider].title}: {account.name}"
            )
        return account.inventory_id

    def _acting(self):
        """An environment of the user as whom its events are handled, in its company."""
        self.ensure_one()
        account = self.sudo()
        user = account.source_id.user_id or self.env.ref("ipai_inbox.user_bot")
        return (
            account.with_user(user)
            .with_context(allowed_company_ids=account.company_id.ids, lang=user.lang)
            .with_company(account.company_id)
            .env
        )

    def _own_url(self):
        """Where people open Pulseway, as far as the address of the API tells."""
        return addresses.web_of(self.base_url or CLOUD)

    # -- what waits ------------------------------------------------------------------------------

    def _retry_waiting(self):
        """Look anew whose the waiting devices are; events that waited for them are replayed."""
        for account in self:
            account._take_again(self.env["ipai.pulseway.device"].sudo().search(account._waiting()))

    def _waiting(self):
        """The devices of this account of which nobody knows whose they are."""
        return [("account_id", "=", self.id), ("state", "in", ["waiting", "ignored"])]

    def _take_again(self, devices):
        if devices:
            self._acting()["ipai.pulseway.device"]._take(
                self, [{**(device.facts or {}), "identifier": device.identifier} for device in devices], again=True
            )  # fmt: skip

    def action_view_devices(self):
        return self._act("ipai_psa_pulseway.ipai_pulseway_device_action")

    def action_view_unmatched(self):
        return self._act("ipai_psa_pulseway.ipai_pulseway_client_action")

    def action_view_source(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_inbox.ipai_inbox_source_action")  # fmt: skip
        return {**action, "res_id": self.source_id.id, "views": [(False, "form")]}

    def _act(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        return {**action, "domain": [("account_id", "=", self.id)]}
