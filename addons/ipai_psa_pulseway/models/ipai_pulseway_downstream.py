# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import contextlib
from datetime import timedelta

import psycopg2

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_base.compat import cron_progress

from ..pulseway import client as api_client
from ..pulseway import values
from ..pulseway.client import ApiError, Busy, Uncertain

RETRY_MINUTES = (0.2, 2, 10, 60, 180, 360)
"""After so many failures in a row it is tried again so much later; then a person is asked."""
BATCH = 20
LOCK = 815_001
"""First number of the advisory lock; the second one is the account's ID."""
SETTLE = timedelta(minutes=2)
"""After an answer that was lost it is not asked for sooner: the server may still be at it."""
NOT_THERE = (404, 405, 501)
OF_ALL = (0, 401, 429, 500, 502, 503, 504)
"""What is wrong with the server or with our token, rather than with one customer."""


class ByHand(Exception):
    """It cannot be done through the API; the text says what a person does instead."""


class Upstream:
    """What is in Pulseway, as far as one batch of customers needs it: each list is read once."""

    def __init__(self, client):
        self.client = client
        self._lists = {}

    def rows(self, path):
        if path not in self._lists:
            self._lists[path] = self.client.every(path)
        return self._lists[path]

    def named(self, path, name, parent=None):
        """The rows of exactly this name, below this parent where there is one."""
        return [
            row
            for row in self.rows(path)
            if values.text(row.get("Name")) == name
            and (parent is None or values.text(row.get("ParentId") or row.get("ParentSiteId")) == parent)
        ]  # fmt: skip

    def numbered(self, path, number):
        return [row for row in self.rows(path) if values.text(row.get("Id")) == number]

    def add(self, path, row):
        if path in self._lists:
            self._lists[path].append(row)

    def forget(self):
        """Read everything anew: something was sent, and its answer was lost."""
        self._lists.clear()


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
        if self.downstream == "none":
            return partners.browse()
        found = partners.filtered(
            lambda partner: (
                partner.is_company
                and not partner.parent_id
                and partner.active
                and _called(partner)
                and partner.company_id in (self.company_id, partner.company_id.browse())
            )
        )
        if self.downstream == "tag":
            found = found.filtered(lambda partner: self.downstream_tag_id in partner.category_id)
        return found

    # -- one after the other ---------------------------------------------------------------------

    def _push_some(self):
        """Bring customers to Pulseway, each kept as soon as it is done; one worker at a time for an account.

        :raises ApiError: when the server takes no more questions, or our token cannot be had.
        """
        with self._alone() as alone:
            if alone:
                self._push_waiting()

    @contextlib.contextmanager
    def _alone(self):
        """Hold the account against other workers; yield whether nobody else holds it.

        The lock is the connection's, for each customer is committed by itself.
        """
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK, self.id])
        if not cr.fetchone()[0]:
            yield False
            return
        try:
            # What the one before has done is seen by a new transaction only.
            cron_progress(self.env, 0, 0, 1)
            self.env.invalidate_all()
            yield True
        finally:
            try:
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, self.id])
            except psycopg2.Error:
                cr.rollback()
                cr.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK, self.id])
                raise

    def _push_waiting(self):
        tasks, now = self.env["ipai.pulseway.task"], fields.Datetime.now()
        due = tasks.search(
            [
                ("account_id", "=", self.id),
                ("state", "=", "waiting"),
                ("next_try", "<=", now),
            ],
            limit=BATCH,
            order="id",
        )
        if not due:
            return
        upstream = Upstream(self._client())
        for partner in due.partner_id:
            own = tasks.search(
                [
                    ("account_id", "=", self.id),
                    ("partner_id", "=", partner.id),
                    ("state", "!=", "done"),
                ]
            )
            waiting = own.filtered(lambda task: task.state == "waiting")
            settling = waiting.filtered(lambda task: task.sent_name and task.next_try > now)
            if settling:
                waiting.next_try = max(settling.mapped("next_try"))
            else:
                self._push_one(upstream, partner, own)
            cron_progress(self.env, 1, 1, 0)

    def _push_one(self, upstream, partner, tasks):
        """Bring one customer there, and note how that went on all that waits for it.

        :raises ApiError: when it would go as badly with the next one.
        """
        try:
            told = self._push(upstream, partner, tasks)
        except ByHand as error:
            self._give_up(tasks, partner, "by_hand", str(error))
        except ApiError as error:
            self._try_later(tasks, partner, error)
            cron_progress(self.env, 1, 1, 0)
            if error.status in OF_ALL:
                raise
            upstream.forget()
        else:
            tasks.write({"state": "done", "reason": told, "sent_name": False})
            self._activities(partner).unlink()

    def _try_later(self, tasks, partner, error):
        attempts = max(tasks.mapped("attempts"))
        if isinstance(error, Busy) or error.status == 401:
            # It is not about this customer.
            wait = timedelta(seconds=api_client.back_off(len(api_client.BACK_OFF), error))
        else:
            if attempts >= len(RETRY_MINUTES) or error.status in (400, 403):
                self._give_up(tasks, partner, "failed", str(error))
                return
            wait = timedelta(minutes=RETRY_MINUTES[attempts])
            attempts += 1
        if isinstance(error, Uncertain):
            wait = max(wait, SETTLE)
        tasks.write(
            {
                "state": "waiting",
                "attempts": attempts,
                "reason": str(error)[:300],
                "next_try": fields.Datetime.now() + wait,
            }
        )

    def _give_up(self, tasks, partner, state, reason):
        """Tell it once: a line in the chatter of the partner, and one activity, until it is settled."""
        tasks.write({"state": state, "reason": reason[:300]})
        if self._activities(partner):
            return
        text = self.env._("Failed to sync to Pulseway: %s", reason)
        partner.message_post(body=text, message_type="notification")
        partner.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self._trouble_summary(),
            note=text,
            user_id=(partner.user_id or self.sudo().source_id.responsible_id or self.env.ref("base.user_admin")).id,
        )  # fmt: skip

    def _trouble_summary(self):
        return self.env._("Customer is not in Pulseway")

    def _activities(self, partner):
        summary = self._trouble_summary()
        return partner.activity_ids.filtered(lambda one: one.summary == summary)

    # -- one customer ----------------------------------------------------------------------------

    def _push(self, upstream, partner, tasks):
        """See that a partner has its organization, site and group; return what there is to say of it.

        :raises ByHand: where the API does not do it, or a person has to decide.
        """
        linked = tasks.filtered("external_id")[:1].external_id
        if not linked and not self._wanted_downstream(partner):
            return self.env._("It is no customer to bring there any more.")
        organization, fresh = self._push_organization(upstream, partner, tasks, linked)
        more = {"ContactInformation": _contact(partner)}
        site, fresh = self._push_below(upstream, partner, "site", self.site_name or "Main", organization, more, fresh)  # fmt: skip
        more = {"Notes": "From Odoo"}
        self._push_below(upstream, partner, "group", self.group_name or "Devices", site, more, fresh)  # fmt: skip
        return False

    def _push_organization(self, upstream, partner, tasks, linked):
        """(row of its organization, whether it was made just now): by the stored ID, then by the name, then made."""
        known = self.env["ipai.pulseway.client"].search(
            [
                ("account_id", "=", self.id),
                ("level", "=", "organization"),
                ("partner_id", "=", partner.id),
                ("external_id", "!=", False),
            ]
        )
        # Of several that were mapped, what was made from here is the one to keep.
        known = known.sorted(lambda row: (row.matched_by != "created", row.id))
        name = _called(partner)
        if known and not linked:
            for row in known:
                if row.matched_by == "created" and row.name != name:
                    self._rename(upstream, row, name)
            return known[0], False
        if linked:
            there = self._listed(upstream.numbered, name, "organizations", linked)
            if not there:
                raise ByHand(self.env._("no organization of Pulseway has the ID %s.", linked))
            return self._take_over(there, partner, "person"), False
        for sent in dict.fromkeys(tasks.filtered("sent_name").mapped("sent_name")):
            # Its answer was lost: it is ours, whatever the partner is called by now.
            if there := self._listed(upstream.named, name, "organizations", sent):
                row = self._take_over(there, partner, "created")
                if row.name != name:
                    self._rename(upstream, row, name)
                return row, False
        if there := self._listed(upstream.named, name, "organizations", name):
            return self._take_over(there, partner, "name"), False
        # Before it goes out it is written down, for whoever comes back after a lost answer.
        tasks.write({"sent_name": name})
        cron_progress(self.env, 0, 0, 1)
        data = self._send(upstream, "POST", "organizations", {"Name": name})
        number = _number(data)
        upstream.add("organizations", {"Id": number, "Name": name})
        return self._keep_client("organization", number, name, partner, "created"), True

    def _take_over(self, there, partner, how):
        """The row of an organization that is there already."""
        if len(there) > 1:
            raise ByHand(
                self.env._(
                    "%s organizations are called so: map the right one under Clients, or enter its ID here.",
                    len(there),
                )
            )
        kind = there[0].get("PsaMappingType")
        if there[0].get("PsaMappingId") or kind:
            raise ByHand(
                self.env._(
                    "the organization is mapped to another PSA (%s): it is left alone.", kind or "?"
                )
            )
        number, name = values.text(there[0].get("Id")), values.text(there[0].get("Name"))
        return self._keep_client("organization", number, name, partner, how)

    def _rename(self, upstream, row, name):
        """Have an organization that was made from here called as its customer is."""
        others = self._listed(upstream.named, name, "organizations", name)
        if any(values.text(one.get("Id")) != row.external_id for one in others):
            raise ByHand(
                self.env._("another organization of Pulseway is called “%s” already: rename one of the two.", name)
            )  # fmt: skip
        self._send(upstream, "PUT", f"organizations/{row.external_id}", {"Name": name})
        for one in upstream.numbered("organizations", row.external_id):
            one["Name"] = name
        row.name = name
        cron_progress(self.env, 0, 0, 1)

    def _push_below(self, upstream, partner, level, name, above, more, fresh):
        """(row of a site or group below another one, whether it was made just now).

        :param fresh: whether the one above was made just now: nothing is in it.
        """
        name = name.strip()
        known = self.env["ipai.pulseway.client"].search(
            [
                ("account_id", "=", self.id),
                ("level", "=", level),
                ("partner_id", "=", partner.id),
                ("above_id", "=", above.id),
                ("external_id", "!=", False),
            ],
            limit=1,
        )
        if known:
            return known, False
        path, parent = f"{level}s", above.external_id
        there = [] if fresh else self._listed(upstream.named, name, path, name, parent)
        if there:
            number, made = values.text(there[0].get("Id")), False
        else:
            body = {"Name": name, "ParentId": int(parent) if parent.isdigit() else parent, **more}
            number, made = _number(self._send(upstream, "POST", path, body)), True
            upstream.add(path, {"Id": number, "Name": name, "ParentId": parent})
        return self._keep_client(level, number, name, partner, "created", above), made

    def _listed(self, look, name, *args):
        """What is there already.

        :raises ByHand: where the server has no such list.
        """
        try:
            return look(*args)
        except ApiError as error:
            raise self._by_hand(error, name) from error

    def _send(self, upstream, method, path, body):
        """:raises ByHand: where the server does not know the call."""
        try:
            return upstream.client.send(method, path, body)
        except ApiError as error:
            raise self._by_hand(error, body["Name"]) from error

    def _by_hand(self, error, name):
        """ByHand instead of an error that says that the server does not do this; else the error."""
        if error.status not in NOT_THERE:
            return error
        return ByHand(
            self.env._(
                "this server does not do it: create “%s” by hand in Pulseway, then try again, with its ID where it is called otherwise.",
                name,
            )
        )

    def _keep_client(self, level, number, name, partner, how, above=None):
        """Remember what stands for the partner, so that its devices are the partner's.

        :raises ByHand: where it is another one's already, or cannot be this one's.
        """
        try:
            with self.env.cr.savepoint():
                row = self._kept(level, number, name, partner, how, above)
        except (UserError, psycopg2.IntegrityError) as error:
            raise ByHand(self.env._("“%(name)s” cannot be kept: %(reason)s", name=name, reason=error)) from error  # fmt: skip
        cron_progress(self.env, 0, 0, 1)
        return row

    def _kept(self, level, number, name, partner, how, above):
        rows = self.env["ipai.pulseway.client"].sudo()
        own = [("account_id", "=", self.id), ("level", "=", level)]
        row = rows.search([*own, ("external_id", "=", number)], limit=1)
        if not row and not above:
            # What was told of by its name alone gets its ID; a name below it may be anybody's.
            row = rows.search([*own, ("external_id", "=", False), ("name", "=", name)], limit=1)
        if row.partner_id and row.partner_id != partner:
            raise UserError(self.env._("it is %s's already.", row.partner_id.display_name))
        vals = {
            "external_id": number,
            "name": name,
            "partner_id": partner.id,
            "state": "mapped",
            "matched_by": how,
            "above_id": above and above.id,
            "parent_name": (above and above.name) or False,
            "warning": False,
            "unmatched_since": False,
        }
        if row:
            row.write(vals)
        else:
            row = rows.create({"account_id": self.id, "level": level, **vals})
        return row


def _called(partner):
    """The name as it is sent, and looked for."""
    return values.text(partner.name)


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
