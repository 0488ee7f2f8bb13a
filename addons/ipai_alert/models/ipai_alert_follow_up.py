# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging
import time
from collections import Counter, defaultdict
from datetime import timedelta

import psycopg2
from psycopg2 import errorcodes

from odoo import api, fields, models
from odoo.modules import module

from odoo.addons.ipai_base.batches import Clock, each_in_batches
from odoo.addons.ipai_topology.models.ipai_impact import TO_EFFECTS

from ..alerting.grouping import Burning, leaders
from ..alerting.severities import worst
from ..alerting.storms import Opened, storms
from .ipai_alert import OPEN, QUIET

_logger = logging.getLogger(__name__)

RAGES = timedelta(minutes=5)
"""For so long after its last alert a storm takes in what comes."""
ATTEMPTS = 5
GOES_ON = "ipai.alert.follow_up"
CONFLICTS = (errorcodes.SERIALIZATION_FAILURE, errorcodes.DEADLOCK_DETECTED)


class IpaiAlert(models.Model):
    """What follows from alerts once they are known: who leads, who is told, what is held back."""

    _inherit = "ipai.alert"

    @api.model
    def _cron_follow_up(self):
        """Group anew and tell, once it has settled; what a lane changes meanwhile is done again."""
        if not self.env["ipai.batch.mark"].sudo()._place(GOES_ON):
            self._wait_until_settled()
        clock = Clock()
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._follow_up_now(clock)
                self.env.flush_all()
                return
            except psycopg2.OperationalError as error:
                if error.pgcode not in CONFLICTS or attempt == ATTEMPTS:
                    raise
                self.env.cr.rollback()
                self.env.invalidate_all()
                time.sleep(0.2 * attempt)

    @api.model
    def _wait_until_settled(self):
        """Let a few seconds pass in which alerts gather, so that whoever is told is told the root."""
        if module.current_test:
            return
        waiting = self.search([("to_follow", "=", True), ("state", "=", OPEN)])
        settle = max(waiting.source_id.mapped("alert_settle"), default=0)
        # Counted from now: a scheduled action is called when the first of them came.
        self.env.cr.rollback()
        self.env.invalidate_all()
        time.sleep(settle)

    @api.model
    def _follow_up_now(self, clock):
        """Follow up all that is marked: grouped at once, then told in batches that are committed; return whether all were."""
        self._release()
        waiting = self.search([("to_follow", "=", True)])
        for company in waiting.company_id:
            self._regroup(company)
        waiting = self.search([("to_follow", "=", True)])
        roots = sorted({(alert.parent_id or alert).id for alert in waiting})
        is_done = each_in_batches(self.env, roots, self._follow_up_below, clock=clock)
        # What goes on need not settle anew.
        self.env["ipai.batch.mark"].sudo()._keep(GOES_ON, None if is_done else 1)
        return is_done

    @api.model
    def _follow_up_below(self, roots):
        """Follow up what leads, together with what it leads: one ticket is made of them."""
        alerts = self.search(
            [("to_follow", "=", True), "|", ("id", "in", roots), ("parent_id", "in", roots)]
        )
        alerts._follow_up()
        alerts.with_context(**QUIET).write({"to_follow": False})
        self.env.flush_all()

    def _follow_up(self):
        """Tell people of what is new; addons that make something of alerts begin here.

        They are grouped. Only what leads, is open and lies within no maintenance is told, once.
        """
        news = self._to_tell().filtered(lambda alert: not alert.noticed_at)
        if news:
            news._notify()
            news.with_context(**QUIET).write({"noticed_at": fields.Datetime.now()})

    def _to_tell(self):
        """Those of which people are told at all."""
        return self.filtered(
            lambda alert: alert.state == OPEN and not alert.parent_id and not alert.held_until
        )

    def _notify(self):
        """Tell who is to be told; without a rota no person is, and programs that asked for notices are."""
        self._announce("alert.notice")

    # -- maintenance -------------------------------------------------------------------------

    def _hold(self):
        """Hold back what lies within maintenance."""
        for alert, until in self._maintenance_until().items():
            alert.with_context(**QUIET).held_until = until

    @api.model
    def _release(self):
        """Let go what the end of its maintenance has passed: what still is so, is told now."""
        now = fields.Datetime.now()
        alerts = self.search([("held_until", "<=", now), ("is_standing", "=", True)])
        further = alerts._maintenance_until()
        for alert, until in further.items():
            alert.with_context(**QUIET).held_until = until
        free = alerts - self.browse([alert.id for alert in further])
        # What comes out of a window comes at once, however long ago it began: many of it are a storm.
        free.with_context(**QUIET).write({"held_until": False, "let_go_at": now, "to_follow": True})

    def _maintenance_until(self):
        """`{alert: end}` of those whose machine or service is being worked on now.

        Nothing here knows of maintenance; who does overrides this.
        """
        return {}

    # -- grouping ----------------------------------------------------------------------------

    @api.model
    def _regroup(self, company):
        """Put each standing alert of a company below the one that leads it now."""
        alerts = self.search(
            [
                ("company_id", "=", company.id),
                ("is_standing", "=", True),
                ("storm_kind", "=", False),
            ]
        )
        by_id = {alert.id: alert for alert in alerts}
        parents = self._led_by_impact(alerts)
        parents |= self._led_by_storms(self._outside_storms(alerts, parents))
        moved = defaultdict(list)
        for alert_id, alert in by_id.items():
            parent = parents.get(alert_id)
            while parent in parents:
                parent = parents[parent]
            if alert.parent_id.id != (parent or False):
                moved[parent].append(alert_id)
        for parent, ids in moved.items():
            self.browse(ids).with_context(**QUIET).write(
                {"parent_id": parent or False, "to_follow": True}
            )
        self._end_storms(company)

    @api.model
    def _outside_storms(self, alerts, parents):
        """Those that a storm may take: what nothing leads, and what does not explain one itself."""
        led = Counter(parents.values())
        return alerts.filtered(
            lambda alert: (
                alert.id not in parents
                and led[alert.id] <= max(alert.source_id.alert_storm_limit, 1)
            )
        )

    @api.model
    def _led_by_impact(self, alerts):
        """`{id: id of the leader}` by what fails with what."""
        burning = [
            Burning(alert.id, node, alert.severity, alert.opened_at)
            for alert, node in zip(alerts, alerts._nodes(), strict=True)
        ]
        nodes = {one.node for one in burning} - {0}
        if not nodes:
            return {}
        # Narrow: of what burns it says only which hangs on which, and tells no names.
        edges, groups = self.env["ipai.impact"].sudo()._closure(nodes, TO_EFFECTS)
        return leaders(burning, edges, groups)

    @api.model
    def _led_by_storms(self, alerts):
        """`{id: id of the storm}` of those that nothing else leads."""
        found = {}
        for source, told in alerts.grouped("source_id").items():
            going = self._standing_storms(source)
            caught = storms(
                [
                    Opened(alert.id, alert.let_go_at or alert.opened_at, alert._storm_keys())
                    for alert in told
                    if alert.parent_id not in going.values()
                ],
                source.alert_storm_limit,
                [key for key, storm in going.items() if storm._rages()],
            )
            for alert in told:
                if alert.parent_id in going.values():
                    found[alert.id] = alert.parent_id.id
            for key, ids in caught.items():
                storm = going.get(key) or self._open_storm(source, key, self.browse(ids))
                found |= dict.fromkeys(ids, storm.id)
        return found

    def _storm_keys(self):
        self.ensure_one()
        return {
            "asset": self.asset_id.id,
            "site": self.site_id.id,
            "customer": self.customer_id.id,
            "source": self.source_id.id,
        }

    @api.model
    def _standing_storms(self, source):
        storms_ = self.search(
            [
                ("source_id", "=", source.id),
                ("storm_kind", "!=", False),
                ("is_standing", "=", True),
            ]
        )
        return {(storm.storm_kind, storm.storm_of): storm for storm in storms_}

    def _rages(self):
        """Whether it took in something lately."""
        self.ensure_one()
        since = fields.Datetime.now() - RAGES
        lately = ["|", ("opened_at", ">=", since), ("let_go_at", ">=", since)]
        return bool(self.search_count([("parent_id", "=", self.id), *lately], limit=1))

    @api.model
    def _open_storm(self, source, key, alerts):
        """The alert that stands for a storm: made at the first, opened again at each later one."""
        kind, of = key
        now = fields.Datetime.now()
        vals = {
            "name": self._storm_name(source, kind, of),
            "severity": worst(alerts.mapped("severity")),
            "state": OPEN,
            "began_at": min(alerts.mapped("began_at")),
            "opened_at": now,
            "told_at": now,
            "last_seen": now,
            "ended_at": False,
            "closed_by": False,
            "noticed_at": False,
            "user_id": False,
            "acknowledged_at": False,
            "to_follow": True,
        }
        fingerprint = f"storm:{kind}:{of}"
        storm = self._known(source, [fingerprint]).get(fingerprint)
        if storm:
            storm.with_context(**QUIET).write({**vals, "count": storm.count + 1})
        else:
            storm = self.with_context(**QUIET).create(
                {
                    **vals,
                    "source_id": source.id,
                    "company_id": source.company_id.id,
                    "fingerprint": fingerprint,
                    "check_name": "Storm",
                    "storm_kind": kind,
                    "storm_of": of,
                    "asset_id": of if kind == "asset" else False,
                    "first_seen": now,
                }
            )
        self.env["ipai.alert.occurrence"]._begin(storm)
        return storm.with_env(self.env)

    @api.model
    def _storm_name(self, source, kind, of):
        model = {
            "asset": "ipai.asset",
            "site": "ipai.site",
            "customer": "res.partner",
            "source": "ipai.inbox.source",
        }[kind]
        # Narrow: the name of what alerts of the same company have in common.
        what = self.env[model].sudo().browse(of).display_name
        return self.env._("Many alerts at once: %s", what)[:250]

    @api.model
    def _end_storms(self, company):
        """A storm is over with the last of its alerts."""
        self.flush_model()
        self.env.cr.execute(
            """
            SELECT id FROM ipai_alert storm
             WHERE company_id = %s AND storm_kind IS NOT NULL AND is_standing
               AND NOT EXISTS (
                   SELECT FROM ipai_alert WHERE parent_id = storm.id AND is_standing)
            """,
            [company.id],
        )
        self.browse([row[0] for row in self.env.cr.fetchall()])._close(
            "storm", fields.Datetime.now()
        )
