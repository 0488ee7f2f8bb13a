# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict
from typing import NamedTuple

import psycopg2.extras

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.ipai_asset.identity import is_hostname, usable_serial
from odoo.addons.ipai_asset.linkage.placeholders import serial_key
from odoo.addons.ipai_asset.linkage.texts import one_form
from odoo.addons.ipai_base.compat import Index, UniqueIndex
from odoo.addons.ipai_discovery.importing.snapshot import Snapshot

from ..pulseway import facts as device_facts

STATES = [
    ("waiting", "Waits for a Client"),
    ("question", "Question"),
    ("linked", "Linked"),
    ("ignored", "Ignored"),
    ("stale", "Stale"),
    ("missing", "Missing Upstream"),
    ("gone", "Decommissioned"),
]
TOLD = ("name", "facts", "digest", "client_id", "serial", "os_info", "group_name", "user_hint", "url", "reason")  # fmt: skip
"""Fields that hold what is told of a device that has its asset."""
LINKED = ("linked", "stale", "missing", "gone")
"""States of what has an asset."""


class Taken(NamedTuple):
    """What became of what was told of a device.

    `result`: created, updated, unchanged, waiting, ignored or question.
    """

    result: str
    device: object
    reason: str = ""

    @property
    def asset(self):
        return self.device.asset_id


class IpaiPulsewayDevice(models.Model):
    """A device of Pulseway: all that it says of it, and the asset that it is.

    Its identifier is unique in its account, and says nothing in another one.
    """

    _name = "ipai.pulseway.device"
    _description = "Pulseway Device"
    _log_access = False
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(readonly=True, index=True)
    identifier = fields.Char("Pulseway ID", required=True, readonly=True, index=True)
    account_id = fields.Many2one(
        "ipai.pulseway.account", required=True, readonly=True, ondelete="cascade"
    )
    asset_id = fields.Many2one(
        "ipai.asset",
        readonly=True,
        check_company=True,
        index="btree_not_null",
        ondelete="set null",
    )
    client_id = fields.Many2one(
        "ipai.pulseway.client",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="The organization, site or group that says whose it is.",
    )
    customer_id = fields.Many2one(related="asset_id.customer_id")
    state = fields.Selection(STATES, required=True, readonly=True, default="waiting", index=True)
    reason = fields.Char(readonly=True)
    question_id = fields.Many2one(
        "ipai.import.line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        help="Where discovery asks which asset it is.",
    )
    facts = fields.Json(readonly=True)
    digest = fields.Char(readonly=True)
    serial = fields.Char("Serial Number", readonly=True)
    os_info = fields.Char("OS", readonly=True)
    group_name = fields.Char("Group", readonly=True)
    user_hint = fields.Char(
        "Last User",
        readonly=True,
        help="As Pulseway says; a suggestion, never written to the asset.",
    )
    url = fields.Char(readonly=True)
    last_audit = fields.Datetime("Last Sync", readonly=True)
    first_seen = fields.Datetime(readonly=True)
    missed = fields.Integer("Runs Missed", readonly=True, aggregator=None)
    unseen_since = fields.Datetime("Not Seen Since", readonly=True)
    is_offline = fields.Boolean("Offline", readonly=True)
    fact_text = fields.Text("What Pulseway Says", compute="_compute_fact_text")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _identifier_uniq = UniqueIndex(
        "(account_id, identifier)", "This device of the account is known already."
    )
    _state_idx = Index("(account_id, state)")

    @api.depends("facts")
    def _compute_fact_text(self):
        for device in self:
            device.fact_text = "\n".join(
                f"{name}: {', '.join(value) if isinstance(value, list) else value}"
                for name, value in (device.facts or {}).items()
            )

    def action_open(self):
        """Open it in Pulseway."""
        self.ensure_one()
        self.check_access("read")
        return {"type": "ir.actions.act_url", "url": self._link(), "target": "new"}

    def action_view_asset(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("ipai_asset.ipai_asset_action")
        return {**action, "res_id": self.asset_id.id, "views": [(False, "form")], "context": {}}

    def _answer(self, asset):
        """Say which asset it is, an empty one for none of those that are asked about; it is taken in at once."""
        self.ensure_one()
        question = self.sudo().question_id
        if self.state != "question" or not question.candidate_ids:
            raise UserError(self.env._("Nothing is asked about it any more: reload the page."))
        question.with_env(self.env).action_answer(asset.id)
        account = self.sudo().account_id
        told = {**(self.facts or {}), "identifier": self.identifier}
        account._acting()["ipai.pulseway.device"]._take(account, [told], again=True)
        return True

    def _link(self):
        self.ensure_one()
        device = self.sudo()
        own = device.account_id._own_url()
        if device.account_id.provider != "pulseway":
            return device.url or own
        return device.url or f"{own}/app/main/systems/{device.identifier}/details"

    # -- taking in -------------------------------------------------------------------------------

    @api.model
    def _take(self, account, told, again=False):
        """Take in what is told of devices: the later of two about one counts, what is not told stays.

        In as many queries for many as for one. It acts as this environment's user; what is its own bookkeeping
        stands in tables that nobody writes.

        :param told: facts of ``pulseway.facts``, each with an identifier.
        :param again: look anew at what waits, though nothing about it is new.
        :return: ``{identifier: Taken}``.
        """
        account = account.sudo()
        merged = {}
        for facts in told:
            known = merged.get(facts["identifier"], {})
            merged[facts["identifier"]] = device_facts.joined(known, facts)
        if not merged:
            return {}
        now = fields.Datetime.now()
        devices = self._ensured(account, merged, now)
        full = {
            identifier: device_facts.joined(devices[identifier].facts or {}, facts)
            for identifier, facts in merged.items()
        }
        new = [
            identifier
            for identifier, facts in full.items()
            if again or devices[identifier]._is_news(facts)
        ]
        taken = {
            identifier: Taken("ignored" if device.state == "ignored" else "unchanged", device)
            for identifier, device in devices.items()
            if identifier not in new
        }
        taken |= self._take_news(account, {one: full[one] for one in new}, devices)
        self._note_seen(devices.values(), now)
        linked = [one for one, done in taken.items() if done.result == "created" or again]
        self._replay(account, [one for one in linked if taken[one].device.asset_id])
        return taken

    def _is_news(self, facts):
        """Whether these facts ask for anything to be done."""
        return (
            self.state not in ("linked", "ignored")
            or not self.digest
            or self.digest != device_facts.digest(facts)
            or (self.state == "linked" and not self.asset_id)
        )

    @api.model
    def _ensured(self, account, merged, now):
        """``{identifier: device}``; rows that are missing are made, by whoever comes first."""
        self.env.cr.execute(
            """
            INSERT INTO ipai_pulseway_device
                   (account_id, company_id, identifier, name, state, first_seen, last_audit, missed)
            SELECT %s, %s, told.identifier, told.name, 'waiting', %s, %s, 0
              FROM unnest(%s::text[], %s::text[]) AS told(identifier, name)
             WHERE NOT EXISTS (SELECT FROM ipai_pulseway_device known
                                WHERE known.account_id = %s AND known.identifier = told.identifier)
                ON CONFLICT DO NOTHING
            """,
            [
                account.id,
                account.company_id.id,
                now,
                now,
                list(merged),
                [_name(facts) for facts in merged.values()],
                account.id,
            ],
        )
        # Narrow: devices of the account that reports.
        devices = self.sudo().search(
            [("account_id", "=", account.id), ("identifier", "in", list(merged))]
        )
        return {device.identifier: device for device in devices}

    @api.model
    def _take_news(self, account, news, devices):
        """Bring the devices of which something is new to what is told."""
        taken, objects = {}, defaultdict(list)
        ids = list(news)
        unlinked = [one for one in ids if not devices[one].asset_id]
        clients = self.env["ipai.pulseway.client"].sudo()
        placed = dict(zip(ids, clients._place(account, [news[one] for one in ids]), strict=True))
        partners = self.env["res.partner"].sudo().browse([placed[one].partner for one in unlinked if placed[one].partner])  # fmt: skip
        names = _speaking_names(self.env, account.company_id, partners)
        for one, facts in news.items():
            device, place = devices[one], placed[one]
            if not device.asset_id and not (place.partner and _name(facts)):
                taken[one] = device._keep_waiting(facts, place)
            else:
                told, customer = _object(facts, device), 0
                if not device.asset_id:
                    name = names.get(place.partner)
                    told |= {"customer": name} if name else {}
                    customer = 0 if name else place.partner
                objects[customer].append((one, told))
        as_before = []
        for customer, reported in objects.items():
            results = self._report(account, [told for _one, told in reported], customer)
            for (one, _told), result in zip(reported, results, strict=True):
                device = devices[one]
                taken[one], told = device._settled(result, placed[one], news[one])
                if device._stays_linked(told):
                    as_before.append((device, told))
                else:
                    device.write(told)
        self._write_told(as_before)
        return taken

    def _stays_linked(self, told):
        """Whether it is the same asset's as before, and only something else is told of it."""
        return bool(
            self.state == told["state"] == "linked"
            and self.asset_id.id == told["asset_id"]
            and not self.question_id
            and not self._has_secrets(told)
        )

    @api.model
    def _write_told(self, rows):
        """Write what is told of devices in one statement: most of what comes in is this.

        :param rows: (device, values) each, of those that stay linked.
        """
        if not rows:
            return
        devices = self.browse([device.id for device, _told in rows])
        devices.flush_recordset()
        values = [
            (device.id, *(psycopg2.extras.Json(told[name]) if name == "facts" else told[name] or None for name in TOLD))
            for device, told in rows
        ]  # fmt: skip
        psycopg2.extras.execute_values(
            self.env.cr._obj,
            f"""
            UPDATE ipai_pulseway_device AS device
               SET {", ".join(f"{name} = new.{name}" for name in TOLD)}, unseen_since = NULL
              FROM (VALUES %s) AS new(id, {", ".join(TOLD)})
             WHERE device.id = new.id
            """,
            values,
            template="(%s, %s, %s::jsonb, %s, %s::int, %s, %s, %s, %s, %s, %s)",
            page_size=len(values),
        )
        devices.invalidate_recordset([*TOLD, "unseen_since"], flush=False)
        devices.modified(TOLD)

    def _told_values(self, facts, place):
        return {
            "name": _name(facts) or self.identifier,
            "facts": facts,
            "digest": device_facts.digest(facts),
            "client_id": place.client.id,
            "serial": facts.get("serial"),
            "os_info": device_facts.os_text(facts),
            "group_name": facts.get("group") or facts.get("organization"),
            "user_hint": facts.get("user"),
            "url": facts.get("url"),
        }

    def _keep_waiting(self, facts, place):
        """Keep what is told of a device that nobody has yet; one write, as for what has an asset."""
        told = self._told_values(facts, place)
        if place.ignored:
            self.write({**told, "state": "ignored", "reason": False})
            return Taken("ignored", self, self.env._("%s is ignored.", place.client.name))
        reason = place.reason
        if place.partner:
            reason = self.env._("No name is told of it yet: the next registration or reconciliation does.")  # fmt: skip
        self.write({**told, "state": "waiting", "reason": reason})
        return Taken("waiting", self, reason)

    @api.model
    def _report(self, account, objects, customer):
        """Report machines to discovery as the account's source; what a person keeps becomes drift there.

        :param customer: whose those are that name no customer, 0 for nobody in particular.
        """
        source = account._inventory()
        source._take_turn(objects, False)
        snapshot = Snapshot(source.with_env(self.env), complete=False)
        if customer:
            snapshot.run.sudo().default_customer_id = customer
        results = snapshot.take(objects)
        if any(result["result"] == "conflict" for result in results):
            asked = snapshot.run.sudo().line_ids.filtered("candidate_ids")
            lines = {line.position: line for line in asked}
            for position, result in enumerate(results):
                result["question"] = lines.get(position, asked.browse()).id
        return results

    def _settled(self, result, place, facts):
        """What becomes of it, by what discovery says of the report, and the values that it is to have."""
        kind, told = result["result"], self._told_values(facts, place)
        if kind in ("conflict", "rejected"):
            reason = result["reason"] or ""
            asked = {"state": "question", "reason": reason[:500], "question_id": result.get("question")}  # fmt: skip
            return Taken("question", self, reason), {**told, **asked}
        notes = list(result["warnings"])
        if result["drift"]:
            notes.append(self.env._("A person keeps: %s", ", ".join(result["drift"])))
        # Narrow: an asset that the report has just found or made in the account's company.
        asset = self.env["ipai.asset"].sudo().browse(result["asset"])
        if place.partner and asset.customer_id.id != place.partner:
            notes.append(
                self.env._("Upstream it is %s's: the next reconciliation proposes the move.", place.client.name)
            )  # fmt: skip
        reason = "; ".join(notes)[:500]
        linked = {
            "state": "linked",
            "asset_id": asset.id,
            "reason": reason or False,
            "unseen_since": False,
            "question_id": False,
        }
        return Taken("created" if not self.asset_id else kind, self, reason), {**told, **linked}

    @api.model
    def _note_seen(self, devices, now):
        """Note when these were told last, in one statement."""
        ids = [device.id for device in devices]
        self.env["ipai.pulseway.device"].flush_model()
        self.env.cr.execute(
            """
            UPDATE ipai_pulseway_device SET last_audit = %s, missed = 0, unseen_since = NULL
             WHERE id = ANY(%s)
            """,
            [now, ids],
        )
        self.env["ipai.pulseway.device"].browse(ids).invalidate_recordset(
            ["last_audit", "missed", "unseen_since"]
        )

    @api.model
    def _replay(self, account, identifiers):
        """Replay the events that waited for these devices."""
        source = account.source_id
        if not identifiers or not source:
            return
        keys = [f"{source.id}:{identifier[:200]}" for identifier in identifiers]
        events = account._acting()["ipai.inbox.event"].search(
            [("source_id", "=", source.id), ("state", "=", "unmatched"), ("order_key", "in", keys)],
            order="id",
        )
        events = events.filtered(lambda event: not event.is_pruned)
        if events:
            events._replay()


def _name(facts):
    return facts.get("name") or facts.get("hostname") or ""


def _is_serial(text):
    """Whether it is a serial number, and not what a firmware says in words where none was written."""
    is_number = bool(text) and any(map(str.isdigit, text))
    return bool(usable_serial(text)) and (is_number or len(text) < 4 or bool(serial_key(text)))


def _object(facts, device):
    """A machine as discovery takes it; what says nothing is left out, so that it empties nothing."""
    told = {"id": facts["identifier"]}
    if name := _name(facts):
        told["name"] = name
    hostname = facts.get("hostname") or name
    if hostname and is_hostname(hostname):
        told["hostname"] = hostname
    if _is_serial(facts.get("serial")):
        told["serial"] = facts["serial"]
    if facts.get("manufacturer"):
        told |= {key: facts[key] for key in ("manufacturer", "model") if facts.get(key)}
    if system := facts.get("os") or facts.get("description"):
        told["os"] = system
    if facts.get("os_version"):
        told["os_version"] = facts["os_version"]
    if not device.asset_id and (kind := device_facts.kind_of(facts)):
        told["type"] = kind
    if device.asset_id.status == "missing":
        told["status"] = "active"
    return told


def _speaking_names(env, company, partners):
    """``{id: name}`` of the partners that discovery finds by their name alone; the others are told by run."""
    names = {
        partner.id: partner.name
        for partner in partners
        if partner.is_company and partner.name and one_form(partner.name) == partner.name
    }
    if not names:
        return {}
    env.cr.execute(
        """
        SELECT lower(trim(name)) FROM res_partner
         WHERE active AND is_company AND (company_id IS NULL OR company_id = %s)
           AND lower(trim(name)) = ANY(%s)
         GROUP BY 1 HAVING count(*) = 1
        """,
        [company.id, [name.strip().lower() for name in names.values()]],
    )
    alone = {name for (name,) in env.cr.fetchall()}
    return {key: name for key, name in names.items() if name.strip().lower() in alone}
