# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import hashlib
from collections import defaultdict
from datetime import datetime, timedelta
from typing import NamedTuple

from odoo import api, fields, models

from odoo.addons.ipai_alert.alerting.conditions import Condition
from odoo.addons.ipai_alert.alerting.severities import worst
from odoo.addons.ipai_base.compat import Index, UniqueIndex

from ..pulseway import titles

OVER = timedelta(days=2)
"""For so long a recovery ends problems that are told after it, though they were before it."""
KEEP_DAYS = 90


class Standing(NamedTuple):
    """What is open under a fingerprint."""

    title: str
    began: datetime | None
    severity: str
    """The worst so far: a milder repeat makes nothing better."""


class IpaiPulsewayNotification(models.Model):
    """One notification of Pulseway, by its Id: taken in once, however often and by whichever way it is told."""

    _name = "ipai.pulseway.notification"
    _description = "Pulseway Notification"
    _log_access = False
    _order = "id desc"
    _rec_name = "title"

    account_id = fields.Many2one(
        "ipai.pulseway.account", required=True, readonly=True, ondelete="cascade"
    )
    number = fields.Char(
        "ID in Pulseway", required=True, readonly=True, help="Unique in its account only."
    )
    is_own_number = fields.Boolean(readonly=True, help="Whether Pulseway told the number.")
    device_id = fields.Many2one(
        "ipai.pulseway.device", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    alert_id = fields.Many2one(
        "ipai.alert", readonly=True, index="btree_not_null", ondelete="set null"
    )
    title = fields.Char(readonly=True)
    is_recovery = fields.Boolean(readonly=True)
    happened_at = fields.Datetime("Happened", readonly=True)
    taken_at = fields.Datetime("Taken", readonly=True)
    state = fields.Selection(
        [
            ("there", "There"),
            ("clearing", "To Be Cleared"),
            ("cleared", "Cleared"),
            ("gone", "Gone"),
        ],
        readonly=True,
        default="there",
    )
    seen_upstream = fields.Boolean("Seen by a Poll", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _number_uniq = UniqueIndex("(account_id, number)", "This notification was taken in already.")
    _recovery_idx = Index("(device_id, happened_at) WHERE is_recovery")
    _open_idx = Index("(account_id, state) WHERE is_own_number")

    @api.autovacuum
    def _gc(self):
        """Forget what closed long ago."""
        self.env.cr.execute(
            """
            DELETE FROM ipai_pulseway_notification n
             WHERE n.taken_at < now() AT TIME ZONE 'UTC' - %s * interval '1 day'
               AND NOT EXISTS (SELECT FROM ipai_alert a WHERE a.id = n.alert_id AND a.is_standing)
            """,
            [KEEP_DAYS],
        )

    # -- taking in -------------------------------------------------------------------------------

    @api.model
    def _take(self, account, told, received):
        """Take in notifications of known devices, in their order.

        :param told: (key, number or "", Notification, device) each; a number that was taken in says nothing.
        :param received: when the last of them came, in naive UTC.
        :return: ``{key: (what it was, alert)}``, of known, opened, ended, over and nothing.
        """
        results = {}
        fresh = self._fresh(account, told, received)
        devices = self.env["ipai.pulseway.device"].browse([d.id for *_rest, d in told]).sudo()
        standing, ends = self._standing(account, devices), self._ends(devices, received)
        conditions, walk = [], {}
        pairs = self.env["ipai.pulseway.recovery"]._pairs()
        for key, _number, one, device in told:
            if key not in fresh:
                results[key] = ("known", "")
                continue
            when = one.when or received
            own = standing[device.id]
            closing = titles.ended(
                one.title,
                {
                    fingerprint: known.title
                    for fingerprint, known in own.items()
                    if not known.began or known.began <= when
                },
                pairs,
            )
            if closing:
                walk[key] = ("ended", closing)
                for fingerprint in closing:
                    own.pop(fingerprint)
                    conditions.append(Condition(fingerprint=fingerprint, firing=False, ended=when))
                ends[device.id].append((one.title, when))
            elif titles.says_end(one.title):
                walk[key] = ("nothing", [])
                ends[device.id].append((one.title, when))
            elif self._is_over(one, when, ends[device.id], pairs):
                walk[key] = ("over", [])
            else:
                before = own.get(fingerprint_of(device, one.title))
                severity = worst(filter(None, (one.severity, before and before.severity)))
                condition = self._condition(account, one, device, when, severity)
                conditions.append(condition)
                own[condition.fingerprint] = Standing(one.title, when, severity)
                walk[key] = ("opened", [condition.fingerprint])
        # The bot brings about alerts of its own source, and nothing else.
        alerts = self.env["ipai.alert"].sudo()
        alerts._take(account.source_id, conditions, received)
        known = alerts._known(account.source_id, [one.fingerprint for one in conditions])
        self._note(fresh, walk, told, known, received)
        for key, (what, fingerprints) in walk.items():
            results[key] = (what, alerts.union(*(known[one] for one in fingerprints if one in known)))  # fmt: skip
        return results

    @api.model
    def _fresh(self, account, told, received):
        """``{key: id of its row}`` of what is told for the first time; the rows are made."""
        rows = {}
        for key, number, one, device in told:
            rows.setdefault(number or f"event {key}", (key, number, one, device))
        self.env.cr.execute(
            """
            INSERT INTO ipai_pulseway_notification
                   (account_id, company_id, number, is_own_number, device_id, title, happened_at, taken_at,
                    state, is_recovery, seen_upstream)
            SELECT %s, %s, told.number, told.own, told.device, told.title, told.moment, %s, 'there', FALSE, FALSE
              FROM unnest(%s::text[], %s::bool[], %s::int[], %s::text[], %s::timestamp[])
                   AS told(number, own, device, title, moment)
                ON CONFLICT (account_id, number) DO NOTHING
            RETURNING id, number
            """,
            [
                account.id,
                account.company_id.id,
                received,
                list(rows),
                [bool(number) for _key, number, *_rest in rows.values()],
                [device.id for *_rest, device in rows.values()],
                [one.title for _key, _number, one, _device in rows.values()],
                [one.when or received for _key, _number, one, _device in rows.values()],
            ],
        )
        self.invalidate_model()
        return {rows[number][0]: row_id for row_id, number in self.env.cr.fetchall()}

    @api.model
    def _standing(self, account, devices):
        """``{device id: {fingerprint: Standing}}`` of what is open of these devices."""
        found = defaultdict(dict)
        self.env["ipai.alert"].flush_model()
        self.env.cr.execute(
            """
            SELECT d.id, a.fingerprint, a.name, a.began_at, a.severity
              FROM ipai_alert a
              JOIN ipai_pulseway_device d
                ON d.account_id = %s AND d.id = ANY(%s) AND d.asset_id = a.asset_id
             WHERE a.source_id = %s AND a.is_standing AND a.storm_kind IS NULL
               AND split_part(a.fingerprint, ':', 1) = d.id::text
             ORDER BY a.id
            """,
            [account.id, devices.ids, account.source_id.id],
        )
        for device, fingerprint, *known in self.env.cr.fetchall():
            found[device][fingerprint] = Standing(*known)
        return found

    @api.model
    def _ends(self, devices, received):
        """``{device id: [(title, moment)]}`` of the recoveries that were taken in lately."""
        found = defaultdict(list)
        # Narrow: of these very devices.
        recent = self.sudo().search_fetch(
            [
                ("device_id", "in", devices.ids),
                ("is_recovery", "=", True),
                ("happened_at", ">=", received - OVER),
            ],
            ["device_id", "title", "happened_at"],
        )
        for one in recent:
            found[one.device_id.id].append((one.title, one.happened_at))
        return found

    @api.model
    def _is_over(self, one, when, ends, pairs):
        """Whether a later recovery, which came first, has ended this already."""
        return any(
            when < moment and titles.ended(title, {0: one.title}, pairs) for title, moment in ends
        )

    @api.model
    def _condition(self, account, one, device, when, severity):
        asset = device.asset_id
        facts = device.facts or {}
        labels = {
            "asset_id": str(asset.id),
            "host": facts.get("hostname") or device.name or "",
            "pulseway_id": device.identifier,
            "organization": facts.get("organization") or facts.get("group") or "",
            "site": facts.get("site") or "",
            "group": facts.get("group") or "",
        }
        return Condition(
            fingerprint=fingerprint_of(device, one.title),
            firing=True,
            began=when,
            check=titles.normalised(one.title)[:250] or one.title,
            summary=one.title,
            description=one.message,
            severity=severity,
            url=device._link(),
            labels={name: value for name, value in labels.items() if value},
        )

    @api.model
    def _note(self, fresh, walk, told, known, received):
        """Keep of each what it was, in one statement."""
        rows = []
        for key, _number, _one, _device in told:
            if key not in fresh:
                continue
            what, fingerprints = walk[key]
            alert = next((known[one].id for one in fingerprints if one in known), None)
            rows.append(
                (fresh[key], what in ("ended", "nothing"), alert if what == "opened" else None)
            )
        if rows:
            self.env.cr.execute(
                """
                UPDATE ipai_pulseway_notification n
                   SET is_recovery = told.recovery, alert_id = told.alert
                  FROM unnest(%s::int[], %s::bool[], %s::int[]) AS told(id, recovery, alert)
                 WHERE n.id = told.id
                """,
                [list(column) for column in zip(*rows, strict=True)],
            )
            self.invalidate_model()


def fingerprint_of(device, title):
    """What repeats have in common: the device and the title without its numbers."""
    digest = hashlib.sha256(titles.normalised(title).encode()).hexdigest()[:24]
    return f"{device.id}:{digest}"
