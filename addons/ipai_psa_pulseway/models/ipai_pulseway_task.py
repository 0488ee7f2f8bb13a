# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.ipai_base.batches import in_batches
from odoo.addons.ipai_base.compat import Index, cron_progress

from ..pulseway import client as api_client
from ..pulseway import values
from ..pulseway.client import ApiError, Uncertain

GIVE_UP = 6
BATCH = 20


class ByHand(Exception):
    """It cannot be done through the API; the text says what a person does instead."""


class IpaiPulsewayTask(models.Model):
    """A customer that is to be in Pulseway: written with the partner, done after it, or not at all.

    Rows are only ever added by who writes a partner, so that nobody waits for a call that is under way.
    """

    _name = "ipai.pulseway.task"
    _description = "Customer on Its Way to Pulseway"
    _log_access = False
    _order = "id desc"
    _rec_name = "partner_id"

    account_id = fields.Many2one(
        "ipai.pulseway.account", required=True, readonly=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(
        [("waiting", "Waits"), ("done", "Done"), ("by_hand", "By Hand"), ("failed", "Failed")],
        required=True,
        readonly=True,
        default="waiting",
    )
    reason = fields.Char(readonly=True)
    attempts = fields.Integer(readonly=True, aggregator=None)
    next_try = fields.Datetime(readonly=True)
    asked_on = fields.Datetime(readonly=True, default=fields.Datetime.now)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _waiting_idx = Index("(account_id, next_try) WHERE state = 'waiting'")

    @api.model
    def _ask(self, account, partners):
        """Have these partners brought to Pulseway once this transaction stands."""
        self.create(
            [
                {
                    "account_id": account.id,
                    "partner_id": partner.id,
                    "company_id": account.company_id.id,
                    "next_try": fields.Datetime.now(),
                }
                for partner in partners
            ]
        )
        self.env.ref("ipai_psa_pulseway.cron_work").sudo()._trigger()

    @api.autovacuum
    def _gc(self):
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=90)
        old = [("state", "=", "done"), ("asked_on", "<", limit)]
        in_batches(self, old, lambda tasks: tasks.unlink(), light=True)

    def action_try_again(self):
        """Try it once more, now."""
        self.check_access("write")
        self.sudo().write(
            {"state": "waiting", "attempts": 0, "next_try": fields.Datetime.now(), "reason": False}
        )
        self.env.ref("ipai_psa_pulseway.cron_work").sudo()._trigger()
        return True


class IpaiPulsewayAccount(models.Model):
    """Customers down to Pulseway: organization, then site, then group, each looked for before it is made."""

    _inherit = "ipai.pulseway.account"

    downstream = fields.Selection(
        [("none", "None"), ("tag", "Those With a Tag"), ("all", "All Companies")],
        "Customers to Pulseway",
        required=True,
        default="none",
        tracking=True,
        help="Which company contacts become an organization with a site and a group in Pulseway.",
    )
    downstream_tag_id = fields.Many2one("res.partner.category", "Tag", index="btree_not_null")
    site_name = fields.Char("Site Named", default="Main")
    group_name = fields.Char("Group Named", default="Devices")

    def _wanted_downstream(self, partners):
        """Which of some partners are to be in Pulseway."""
        self.ensure_one()
        found = partners.filtered(
            lambda partner: (
                partner.is_company
                and not partner.parent_id
                and partner.active
                and partner.name
                and partner.company_id in (self.company_id, partner.company_id.browse())
            )
        )
        if self.downstream == "tag":
            found = found.filtered(lambda partner: self.downstream_tag_id in partner.category_id)
        return found

    def _push_some(self):
        """Bring customers to Pulseway, one after the other, each kept as soon as it is done."""
        now = fields.Datetime.now()
        self.env["ipai.pulseway.task"].flush_model()
        self.env.cr.execute(
            """
            SELECT id FROM ipai_pulseway_task
             WHERE account_id = %s AND state = 'waiting' AND next_try <= %s
             ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
            """,
            [self.id, now, BATCH],
        )
        tasks = self.env["ipai.pulseway.task"].browse([row[0] for row in self.env.cr.fetchall()])
        if not tasks:
            return
        client = self._client()
        for partner, own in tasks.grouped("partner_id").items():
            try:
                self._push(client, partner)
                own.write({"state": "done", "reason": False})
            except ByHand as error:
                self._give_up(own, partner, "by_hand", str(error))
            except ApiError as error:
                self._try_later(own, partner, error)
            cron_progress(self.env, 1, 1, 0)

    def _try_later(self, tasks, partner, error):
        attempts = max(tasks.mapped("attempts")) + 1
        if attempts >= GIVE_UP or error.status in (400, 401, 403):
            self._give_up(tasks, partner, "failed", str(error))
            return
        wait = timedelta(seconds=api_client.back_off(attempts, error) * attempts)
        tasks.write(
            {
                "attempts": attempts,
                "reason": str(error)[:300],
                "next_try": fields.Datetime.now() + wait,
            }
        )

    def _give_up(self, tasks, partner, state, reason):
        """Tell it once: a line in the chatter of the partner, and one activity."""
        tasks.write({"state": state, "reason": reason[:300]})
        text = self.env._("Failed to sync to Pulseway: %s", reason)
        partner.message_post(body=text, message_type="notification")
        partner.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Customer is not in Pulseway"),
            note=text,
            user_id=(partner.user_id or self.sudo().source_id.responsible_id or self.env.ref("base.user_admin")).id,
        )  # fmt: skip

    # -- one customer ----------------------------------------------------------------------------

    def _push(self, client, partner):
        """See that a partner has its organization, site and group.

        :raises ByHand: where the API does not do it, or a person has to decide.
        """
        organization = self._push_organization(client, partner)
        site = self._push_below(
            client, partner, "site", self.site_name or "Main", organization, {"ContactInformation": _contact(partner)}
        )  # fmt: skip
        self._push_below(
            client, partner, "group", self.group_name or "Devices", site, {"Notes": "From Odoo"}
        )

    def _push_organization(self, client, partner):
        """The row of its organization; found by the stored ID, then by the exact name, then made."""
        rows = self.env["ipai.pulseway.client"]
        known = rows.search(
            [
                ("account_id", "=", self.id),
                ("level", "=", "organization"),
                ("partner_id", "=", partner.id),
                ("external_id", "!=", False),
            ],
            limit=1,
        )
        if known:
            if known.matched_by == "created" and known.name != partner.name:
                self._send(
                    client, "PUT", f"organizations/{known.external_id}", {"Name": partner.name}
                )
                known.name = partner.name
            return known
        there = [
            row
            for row in client.every("organizations")
            if values.text(row.get("Name")) == partner.name
        ]
        if len(there) > 1:
            raise ByHand(self.env._("%s organizations are called so: map the right one under Clients.", len(there)))  # fmt: skip
        if there:
            kind = there[0].get("PsaMappingType")
            if there[0].get("PsaMappingId") or kind:
                raise ByHand(
                    self.env._("the organization is mapped to another PSA (%s): it is left alone.", kind or "?")
                )  # fmt: skip
            number, how = values.text(there[0].get("Id")), "name"
        else:
            data = self._send(client, "POST", "organizations", {"Name": partner.name})
            number, how = _number(data), "created"
        return self._keep_client("organization", number, partner.name, partner, how, "")

    def _push_below(self, client, partner, level, name, above, more):
        """The row of a site or group below another one."""
        rows = self.env["ipai.pulseway.client"]
        known = rows.search(
            [
                ("account_id", "=", self.id),
                ("level", "=", level),
                ("partner_id", "=", partner.id),
                ("external_id", "!=", False),
            ],
            limit=1,
        )
        if known:
            return known
        path = f"{level}s"
        there = [
            row
            for row in client.every(path)
            if values.text(row.get("Name")) == name
            and values.text(row.get("ParentId") or row.get("ParentSiteId")) == above.external_id
        ]
        if there:
            number = values.text(there[0].get("Id"))
        else:
            parent = above.external_id
            body = {"Name": name, "ParentId": int(parent) if parent.isdigit() else parent, **more}
            number = _number(self._send(client, "POST", path, body))
        return self._keep_client(level, number, name, partner, "created", above.name)

    def _send(self, client, method, path, body):
        """:raises ByHand: where the server does not know the call."""
        try:
            return client.send(method, path, body)
        except ApiError as error:
            if error.status in (404, 405):
                raise ByHand(
                    self.env._("this server makes none: create “%s” by hand in Pulseway, then map it under Clients.", body["Name"])
                ) from error  # fmt: skip
            raise

    def _keep_client(self, level, number, name, partner, how, above):
        """Remember what stands for the partner, so that its devices are the partner's."""
        rows = self.env["ipai.pulseway.client"].sudo()
        row = rows.search(
            [
                ("account_id", "=", self.id),
                ("level", "=", level),
                "|",
                ("external_id", "=", number),
                "&",
                ("external_id", "=", False),
                ("name", "=", name),
            ],
            limit=1,
            order="external_id",
        )
        vals = {
            "external_id": number,
            "name": name,
            "partner_id": partner.id,
            "state": "mapped",
            "matched_by": how,
            "parent_name": above or False,
            "warning": False,
        }
        if row and row.external_id and row.partner_id and row.partner_id != partner:
            raise ByHand(self.env._("“%(name)s” is %(other)s's already.", name=name, other=row.partner_id.display_name))  # fmt: skip
        if row:
            row.write(vals)
        else:
            row = rows.create({"account_id": self.id, "level": level, **vals})
        cron_progress(self.env, 1, 1, 0)
        return row


def _number(data):
    """The ID in the answer to a creation.

    >>> _number({"Id": 7}), _number(8), _number([{"id": "9"}])
    ('7', '8', '9')
    """
    if isinstance(data, list):
        data = data[0] if data else None
    if isinstance(data, dict):
        data = values.Folded(data).get("Id", "Identifier")
    if isinstance(data, (int, str)) and not isinstance(data, bool) and str(data).strip():
        return str(data).strip()
    raise Uncertain("it said no ID of what it made")


def _contact(partner):
    told = {
        "Phone": partner.phone,
        "Email": partner.email,
        "ContactName": partner.name,
        "CountryCode": partner.country_id.code,
        "City": partner.city,
        "Address1": partner.street,
        "Address2": partner.street2,
        "Zip": partner.zip,
    }
    return {name: value for name, value in told.items() if value}
