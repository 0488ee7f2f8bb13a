# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from collections import defaultdict

from odoo import api, fields, models

from ..alerting import lifecycle
from ..alerting.conditions import NAME_LENGTH
from ..alerting.lifecycle import AGAIN, BEGIN, CONTINUE, END, NOTHING, REMIND, Known
from ..alerting.severities import rank
from .ipai_alert import CLOSED, OPEN, QUIET


class IpaiAlert(models.Model):
    """What a source tells becomes alerts."""

    _inherit = "ipai.alert"

    @api.model
    def _take(self, source, conditions, received=None):
        """Take in what a source tells, in its order, in as many queries for many as for one.

        :param conditions: of ``alerting.conditions``.
        :param received: when the message came, in naive UTC; now, if nothing is said.
        :return: `{effect: alerts}`, the effects as in ``alerting.lifecycle``.
        """
        received = received or fields.Datetime.now()
        taken = defaultdict(self.browse)
        for turn in _turns(conditions):
            for effect, alerts in self._take_each_once(source, turn, received).items():
                taken[effect] |= alerts
        if taken.keys() - {REMIND, NOTHING}:
            self._ask_for_follow_up()
        return dict(taken)

    @api.model
    def _take_each_once(self, source, conditions, received):
        """The same of conditions that have each fingerprint once."""
        known = self._known(source, list(conditions))
        effects = defaultdict(list)
        for fingerprint, condition in conditions.items():
            alert = known.get(fingerprint)
            so_far = alert and Known(
                alert.is_standing, alert.began_told or alert.began_at, alert.told_at
            )
            effects[lifecycle.effect(so_far, condition, received)].append((alert, condition))
        taken = {BEGIN: self._begin(source, [c for _a, c in effects[BEGIN]], received)}
        for effect in (AGAIN, CONTINUE):
            taken[effect] = self._reopen(source, effects[effect], received, effect == AGAIN)
        taken[REMIND] = self._remind(effects[REMIND], received)
        taken[END] = self._end(effects[END], received)
        return {effect: alerts for effect, alerts in taken.items() if alerts}

    @api.model
    def _known(self, source, fingerprints):
        alerts = self.search([("source_id", "=", source.id), ("fingerprint", "in", fingerprints)])
        return {alert.fingerprint: alert for alert in alerts}

    @api.model
    def _begin(self, source, conditions, received):
        places = self.env["ipai.alert.host"]._places(source, conditions)
        mask = self.env["ipai.secret.scan"]._mask
        vals_list = [
            {
                "source_id": source.id,
                "company_id": source.company_id.id,
                "fingerprint": condition.fingerprint,
                "name": mask(condition.name)[:NAME_LENGTH],
                "severity": condition.severity or source.alert_default_severity,
                "first_seen": received,
                **self._told(condition),
                **self._this_time(condition, received),
                **place,
            }
            for condition, place in zip(conditions, places, strict=True)
        ]
        alerts = self.with_context(**QUIET).create(vals_list).with_env(self.env)
        self.env["ipai.alert.occurrence"]._begin(alerts)
        alerts._hold()
        alerts._announce("alert.opened")
        return alerts

    def _reopen(self, source, pairs, received, counted):
        """Open again what began again, or was taken for closed.

        :param pairs: (alert, condition) each.
        :param counted: whether it began again.
        """
        alerts = self.browse()
        standing = self.browse([alert.id for alert, _c in pairs]).filtered("is_standing")
        # Its end was lost: the time before has ended all the same.
        self.env["ipai.alert.occurrence"]._end(standing, received)
        places = self.env["ipai.alert.host"]._places(source, [c for _a, c in pairs])
        for (alert, condition), place in zip(pairs, places, strict=True):
            vals = {
                **self._told(condition, keep=True),
                **self._this_time(condition, received),
                "state": alert.state if alert in standing else OPEN,
                "ended_at": False,
                "closed_by": False,
                "noticed_at": False,
            }
            if alert not in standing:
                vals |= {"user_id": False, "acknowledged_at": False, "parent_id": False}
            if condition.severity:
                vals["severity"] = condition.severity
            if alert.is_unmatched:
                vals |= place
            if counted:
                vals["count"] = alert.count + 1
            alert.with_context(**QUIET).write(vals)
            alerts |= alert
        self.env["ipai.alert.occurrence"]._begin(alerts)
        alerts._hold()
        (alerts - standing)._announce("alert.opened")
        return alerts

    def _remind(self, pairs, received):
        """A reminder moves ``last_seen``, nothing else; only what got worse is looked at again."""
        alerts = self.browse([alert.id for alert, _condition in pairs])
        alerts.with_context(**QUIET).write({"last_seen": received})
        worse = self.browse()
        for alert, condition in pairs:
            if condition.severity and rank(condition.severity) > alert.severity_rank:
                # Who is to be told of this severity may not have been told of the milder one.
                alert.with_context(**QUIET).write(
                    {"severity": condition.severity, "noticed_at": False, "to_follow": True}
                )
                worse |= alert
        if worse:
            self._ask_for_follow_up()
        return alerts

    def _end(self, pairs, received):
        """Close; a resolved alert comes without its texts, which stay as they were."""
        by_end = defaultdict(self.browse)
        for alert, condition in pairs:
            by_end[min(condition.ended or received, received)] |= alert
        ended = self.browse()
        for moment, alerts in by_end.items():
            alerts._close("resolved", moment, received)
            ended |= alerts
        return ended

    @api.model
    def _told(self, condition, keep=False):
        """What the source says about it.

        :param keep: leave out what it does not say, so that what was said before stays.
        """
        # What came by a poll was not looked at yet; of an event, the secrets are out already.
        mask = self.env["ipai.secret.scan"]._mask
        labels = mask(condition.labels)
        vals = {
            "check_name": mask(condition.check),
            "description": mask(condition.description),
            "labels": labels,
            "label_text": "\n".join(f"{key}={text}" for key, text in labels.items()),
            "host": condition.host,
            "runbook_url": condition.runbook_url,
            "url": condition.url,
        }
        if keep:
            vals["name"] = mask(condition.summary or condition.check)[:NAME_LENGTH]
            vals = {name: value for name, value in vals.items() if value}
        return vals

    @api.model
    def _this_time(self, condition, received):
        return {
            "began_at": min(condition.began or received, received),
            "began_told": condition.began,
            "let_go_at": False,
            "opened_at": received,
            "told_at": received,
            "last_seen": received,
            "seen_in": False,
            "gone_at": False,
            "to_follow": True,
        }

    @api.model
    def _gone(self, alerts):
        """Close what its source no longer has."""
        alerts._close("poll", fields.Datetime.now())
        return alerts.filtered(lambda alert: alert.state == CLOSED)


def _turns(conditions):
    """The conditions in turns that have each fingerprint once, so that their order stays."""
    turns, seen = [], defaultdict(int)
    for condition in conditions:
        turn = seen[condition.fingerprint]
        seen[condition.fingerprint] += 1
        if turn == len(turns):
            turns.append({})
        turns[turn][condition.fingerprint] = condition
    return turns
