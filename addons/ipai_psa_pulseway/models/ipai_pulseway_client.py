# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.ipai_base import audit
from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_base.showing import shown_once

from ..pulseway import facts as device_facts
from ..pulseway import matching
from ..pulseway.client import ApiError
from ..pulseway.facts import PLACES

LEVELS = [("organization", "Organization"), ("site", "Site"), ("group", "Group")]
NO_PLACE = "-"
"""The name of the client of devices that name none."""
MOST_PARTNERS = 50000
WINDOWS = "windows_agent_x64"


class Place(NamedTuple):
    """Whose a device is: the row that says so, or that waits to say it."""

    client: object
    partner: int = 0
    ignored: bool = False

    @property
    def reason(self):
        return self.client.warning or ""


class IpaiPulsewayClient(models.Model):
    """An organization, a site or a group of Pulseway, and the customer that it stands for.

    Found by its stored ID, then by its stored name, then by the exact name of a partner. All else waits here for a person.
    """

    _name = "ipai.pulseway.client"
    _description = "Pulseway Client"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, readonly=True)
    level = fields.Selection(LEVELS, required=True, readonly=True)
    external_id = fields.Char("ID in Pulseway", readonly=True, copy=False)
    account_id = fields.Many2one(
        "ipai.pulseway.account", required=True, readonly=True, index=True, ondelete="cascade"
    )
    above_id = fields.Many2one(
        "ipai.pulseway.client",
        "Made Within",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The organization or the site in which it was made from here.",
    )
    parent_name = fields.Char("Within", readonly=True, help="The organization, or the site, above.")
    partner_id = fields.Many2one(
        "res.partner",
        "Customer",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("is_company", "=", True)],
        help="Whose its devices are. What waits for it is taken in at once.",
    )
    state = fields.Selection(
        [
            ("known", "Known"),
            ("unmatched", "Unmatched"),
            ("mapped", "Mapped"),
            ("ignored", "Ignored"),
        ],
        required=True,
        readonly=True,
        default="known",
        index=True,
    )
    matched_by = fields.Selection(
        [("name", "Exact Name"), ("person", "A Person"), ("created", "Created From Here")],
        readonly=True,
    )
    warning = fields.Char(readonly=True, help="Why it waits.")
    unmatched_since = fields.Datetime(readonly=True)
    suggestion_ids = fields.One2many(
        "ipai.pulseway.suggestion", "client_id", "Suggestions", readonly=True
    )
    suggestion_text = fields.Char("Perhaps", compute="_compute_suggestion_text")
    device_ids = fields.One2many("ipai.pulseway.device", "client_id", "Devices", readonly=True)
    device_count = fields.Integer(compute="_compute_counts")
    waiting_count = fields.Integer("Waiting Devices", compute="_compute_counts")
    company_id = fields.Many2one(
        related="account_id.company_id", store=True, index=True, precompute=True
    )

    _external_uniq = UniqueIndex(
        "(account_id, level, external_id) WHERE external_id IS NOT NULL",
        "This ID of Pulseway is known already.",
    )
    _name_uniq = UniqueIndex(
        "(account_id, level, name) WHERE external_id IS NULL",
        "A client of this name and without an ID is known already.",
    )

    @api.depends("suggestion_ids.partner_id")
    def _compute_suggestion_text(self):
        for client in self:
            client.suggestion_text = ", ".join(
                client.suggestion_ids.partner_id.mapped("display_name")[:3]
            )

    def _compute_counts(self):
        groups = self.env["ipai.pulseway.device"]._read_group(
            [("client_id", "in", self.ids)], ["client_id", "state"], ["__count"]
        )
        all_, waiting = defaultdict(int), defaultdict(int)
        for client, state, count in groups:
            all_[client.id] += count
            waiting[client.id] += count if state == "waiting" else 0
        for client in self:
            client.device_count, client.waiting_count = all_[client.id], waiting[client.id]

    # -- what a person does ----------------------------------------------------------------------

    def write(self, vals):
        """Who maps a client has what waits for it taken in."""
        if self.env.su:
            return super().write(vals)
        if vals.keys() != {"partner_id"}:
            raise AccessError(self.env._("Only the customer of a client is chosen by hand."))
        mapped = bool(vals["partner_id"])
        result = super().write(
            {
                **vals,
                "state": "mapped" if mapped else "unmatched",
                "matched_by": "person" if mapped else False,
                "warning": False if mapped else self.env._("It was mapped, and no longer is."),
                "unmatched_since": False if mapped else fields.Datetime.now(),
            }
        )
        if mapped:
            self._take_waiting()
        return result

    def action_ignore(self):
        """Leave its devices alone: they become no assets, and their notifications no tickets."""
        self._check_may_map()
        self.sudo().write({"state": "ignored", "warning": False, "unmatched_since": False})
        self.sudo().account_id._retry_waiting()
        return True

    def action_look_again(self):
        """Match it anew: for a client that was ignored, or whose partner has been made meanwhile."""
        self._check_may_map()
        clients = self.sudo().filtered(lambda client: not client.partner_id)
        clients.write({"state": "known"})
        clients._suggest()
        clients.account_id._retry_waiting()
        return True

    def action_installer(self):
        """Ask for the agent's installer of the group, and show its address once: it holds a secret."""
        self.ensure_one()
        self._check_may_map()
        if self.level != "group" or not self.external_id:
            raise UserError(
                self.env._("Agents are installed into a group that Pulseway knows by its ID.")
            )
        try:
            data, _total = (
                self.sudo().account_id._client().get(f"groups/{self.external_id}/package/{WINDOWS}")
            )
        except ApiError as error:
            raise UserError(
                self.env._("%(name)s: %(reason)s.", name=self.name, reason=error)
            ) from error
        url = device_facts.web(data.get("Url")) if isinstance(data, dict) else ""
        if not url:
            raise UserError(self.env._("Pulseway has no installer for this group."))
        audit.done(self, "pulseway.installer")
        return shown_once(
            self.env,
            self.env._("Installer of %s", self.name),
            url,
            [self.env._("Whoever has this address puts machines into the group.")],
        )

    def action_view_devices(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "ipai_psa_pulseway.ipai_pulseway_device_action"
        )
        return {**action, "domain": [("client_id", "=", self.id)], "context": {}}

    def _check_may_map(self):
        self.check_access("read")
        if not self.env.user.has_group("ipai_base.group_technician"):
            raise AccessError(self.env._("Technicians of IT Operations map clients: ask one."))

    def _take_waiting(self):
        """Take in what waits; narrow: who may map clients brings about no more than the events would have."""
        for account in self.sudo().account_id:
            account._retry_waiting()

    # -- whose a device is -----------------------------------------------------------------------

    @api.model
    def _place(self, account, told):
        """Whose each device is, of which these facts are told, in a fixed number of queries.

        What is found by an exact name is remembered, so that a later rename moves nothing.

        :return: a list of Place, one for each.
        """
        rows = self._rows(account, told)
        names = {facts[level] for facts in told for level in PLACES if facts.get(level)}
        partners = self._partners_named(account, names)
        return [self._placed(account, facts, rows, partners) for facts in told]

    @api.model
    def _rows(self, account, told):
        """The known clients that facts name: ``{(level, "id" or "name", key): clients}``; missing ones are made.

        Only what will have to wait, or to remember, gets a row of its own.
        """
        ids = {facts[f"{level}_id"] for facts in told for level in PLACES if facts.get(f"{level}_id")}  # fmt: skip
        names = {facts[level] for facts in told for level in PLACES if facts.get(level)} | {NO_PLACE}  # fmt: skip
        known = self.search(
            [
                ("account_id", "=", account.id),
                "|",
                ("external_id", "in", list(ids)),
                ("name", "in", list(names)),
            ]
        )
        found = defaultdict(list)
        # In one look for all: what is taken out of a list by its place is read one by one.
        known.partner_id.fetch(["active"])
        for client in known:
            if client.external_id:
                found[client.level, "id", client.external_id].append(client.id)
            found[client.level, "name", client.name].append(client.id)
        # What is read of one of them is read of all.
        rows = defaultdict(self.browse)
        rows.update({key: self.browse(ids).with_prefetch(known.ids) for key, ids in found.items()})
        return rows

    @api.model
    def _partners_named(self, account, names):
        """``{name: partners}`` of those exactly so called: companies; where there is none, people on their own."""
        found = defaultdict(lambda: self.env["res.partner"])
        if not names:
            return found
        domain = [
            ("name", "in", list(names)),
            ("company_id", "in", [False, account.company_id.id]),
            "|",
            ("is_company", "=", True),
            ("parent_id", "=", False),
        ]
        partners = self.env["res.partner"].search_fetch(domain, ["name", "is_company"])
        for partner in partners.sorted(lambda one: (not one.is_company, one.id)):
            others = found[partner.name]
            if not others or partner.is_company == others[0].is_company:
                found[partner.name] = others | partner
        return found

    @api.model
    def _placed(self, account, facts, rows, partners):
        """The Place of one device."""
        told = [level for level in PLACES if facts.get(level) or facts.get(f"{level}_id")]
        for level in reversed(told):
            for client in self._named(level, facts, rows):
                if client.state == "ignored" or client.partner_id.active:
                    # What was known by its name alone gets its ID, and follows it from now on.
                    client = self._row(account, level, facts, rows)
                    is_ignored = client.state == "ignored"
                    return Place(client, 0 if is_ignored else client.partner_id.id, is_ignored)
        named = {level: partners[facts[level]] for level in told if facts.get(level)}
        found = self.env["res.partner"].union(*named.values())
        if len(found) == 1:
            level = next(level for level in told if named.get(level))
            client = self._row(account, level, facts, rows)
            client._map(found)
            return Place(client, found.id)
        level = told[0] if told else "group"
        client = self._row(account, level, facts, rows)
        client._wait(found, facts)
        return Place(client)

    @api.model
    def _named(self, level, facts, rows):
        """The row of a level by its ID, else by its name: of several of one name only what all agree on."""
        own, name = facts.get(f"{level}_id"), facts.get(level)
        if own and (client := rows.get((level, "id", own))):
            return client
        clients = rows.get((level, "name", name), self.browse()) if name else self.browse()
        if own:
            # A name that came without an ID stands for this one; a row of another ID does not.
            clients = clients.filtered(lambda client: not client.external_id)
        if len({(client.state == "ignored", client.partner_id.id) for client in clients}) > 1:
            return self.browse()
        return clients[:1]

    @api.model
    def _row(self, account, level, facts, rows):
        """The row of a level, made when there is none; one without an ID gets it."""
        own, name = facts.get(f"{level}_id"), facts.get(level)
        client = self._named(level, facts, rows)
        if not (own or name):
            client = rows.get((level, "name", NO_PLACE), self.browse())
        if not client:
            above = [facts.get(one) for one in PLACES[: PLACES.index(level)] if facts.get(one)]
            client = self.create(
                {
                    "account_id": account.id,
                    "level": level,
                    "external_id": own or False,
                    "name": name or (f"#{own}" if own else NO_PLACE),
                    "parent_name": " › ".join(above) or False,
                }
            )
        elif own and not client.external_id:
            client.external_id = own
        if name and client.name != name and client.external_id:
            client.name = name
        if client.external_id:
            rows[level, "id", client.external_id] = client
        rows[level, "name", client.name] |= client
        return client

    def _map(self, partner):
        """Remember what an exact name has found."""
        if self.partner_id != partner:
            self.write(
                {
                    "partner_id": partner.id,
                    "state": "mapped",
                    "matched_by": "name",
                    "warning": False,
                    "unmatched_since": False,
                }
            )

    def _wait(self, found, facts):
        """Put it into the queue, with the reason and with suggestions."""
        if found:
            warning = self.env._(
                "%(count)s partners fit %(names)s by name: choose one.",
                count=len(found),
                names=", ".join(facts[level] for level in PLACES if facts.get(level)),
            )
        elif self.name == NO_PLACE:
            warning = self.env._("No organization and no group is told.")
        elif self.partner_id:
            warning = self.env._("The partner %s is archived.", self.partner_id.display_name)
        else:
            what = dict(self._fields["level"]._description_selection(self.env))[self.level]
            warning = self.env._("Partner not found for %(level)s: %(name)s", level=what.lower(), name=self.name)  # fmt: skip
        if self.state == "unmatched" and self.warning == warning:
            return
        self.write(
            {
                "state": "unmatched",
                "warning": warning,
                "unmatched_since": self.unmatched_since or fields.Datetime.now(),
            }
        )
        self._suggest()

    # -- suggestions -----------------------------------------------------------------------------

    def _suggest(self):
        """Rank anew which partners these may be."""
        self.suggestion_ids.unlink()
        for account, clients in self.grouped("account_id").items():
            companies = self.env["res.partner"].search_fetch(
                [("is_company", "=", True), ("company_id", "in", [False, account.company_id.id])],
                ["name"],
                limit=MOST_PARTNERS,
            )
            names = {partner.id: partner.name or "" for partner in companies}
            self.env["ipai.pulseway.suggestion"].create(
                [
                    {
                        "client_id": client.id,
                        "partner_id": one.partner,
                        "score": one.score,
                        "why": one.why,
                    }
                    for client in clients
                    for one in matching.suggestions(client._told_names(), names)
                ]
            )

    def _told_names(self):
        """The names by which a partner may be called: its own, and those of the groups of what waits."""
        self.ensure_one()
        told = [self.name, *(self.parent_name or "").split(" › ")]
        for device in self.device_ids[:20]:
            told += [(device.facts or {}).get(level) for level in PLACES]
        return [name for name in dict.fromkeys(told) if name and name != NO_PLACE]
