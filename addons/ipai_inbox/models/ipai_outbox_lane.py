# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses
import datetime
import logging
import time
import uuid
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait

import psycopg2

from odoo import api, fields, models
from odoo.modules import module

from odoo.addons.ipai_base import audit, compat
from odoo.addons.ipai_base.models.ipai_audit_anchor import ANCHORED

from .. import turn
from ..outbox import schedule
from ..outbox.calls import Answer
from .ipai_inbox_lane import CONFLICTS, _sentence

_logger = logging.getLogger(__name__)

POOL = 32
"""Messages that are under way at once, each to another target."""
LINGER = 0.3
PATIENCE = 20
"""Seconds that a run waits for what is gathered or tried again; nobody calls it for that before the next minute."""
TRIES = 8
"""How often it is tried to write down what came of a message."""

NOW = "clock_timestamp() AT TIME ZONE 'UTC'"
DUE = f"""
    SELECT t.id FROM ipai_outbox_target t
     WHERE t.active AND t.state = 'on' AND t.id <> ALL(%(busy)s)
       AND (t.held_until IS NULL OR t.held_until <= {NOW})
       AND EXISTS (
           SELECT FROM ipai_outbox_delivery d
            WHERE d.target_id = t.id AND d.next_try IS NOT NULL
              AND d.next_try <= CASE WHEN d.message_key IS NULL
                                     THEN {NOW} - t.gather * interval '1 second' ELSE {NOW} END
       )
     ORDER BY t.last_try NULLS FIRST, t.id
"""
BEGUN = f"""
    SELECT message_key FROM ipai_outbox_delivery
     WHERE target_id = %(target)s AND next_try <= {NOW} AND message_key IS NOT NULL
     ORDER BY id LIMIT 1
"""
NEW = f"""
    SELECT d.id FROM ipai_outbox_delivery d
     WHERE d.target_id = %(target)s AND d.message_key IS NULL AND d.next_try <= {NOW}
       AND NOT EXISTS (
           SELECT FROM ipai_outbox_delivery held
            WHERE held.target_id = d.target_id AND held.order_key = d.order_key
              AND held.next_try IS NOT NULL AND held.message_key IS NOT NULL
       )
     ORDER BY d.event_id LIMIT %(most)s
"""


SOON = f"""
    SELECT extract(epoch FROM min(greatest(due, t.held_until)) - {NOW})
      FROM ipai_outbox_target t CROSS JOIN LATERAL (
           (SELECT next_try + t.gather * interval '1 second' AS due FROM ipai_outbox_delivery
             WHERE target_id = t.id AND next_try IS NOT NULL AND message_key IS NULL ORDER BY event_id LIMIT 1)
           UNION ALL
           SELECT min(next_try) FROM ipai_outbox_delivery
            WHERE target_id = t.id AND next_try IS NOT NULL AND message_key IS NOT NULL
      ) waiting
     WHERE t.active AND t.state = 'on' AND greatest(due, t.held_until) > {NOW} - interval '1 second'
"""
"""Seconds until something is to be sent that was not a moment ago."""


@dataclasses.dataclass(frozen=True)
class Message:
    """What is under way to a target."""

    target_id: int
    key: str
    delivery_ids: tuple
    call: Callable


class IpaiOutboxLane(models.AbstractModel):
    """The scheduled action that sends events: each target has one message under way at most, so none waits for another.

    What a message is made of is committed before it is sent, so a repetition has the same ID and the same events.
    """

    _name = "ipai.outbox.lane"
    _description = "Outbox Lane"

    @api.model
    def _run(self):
        """Send what waits until nothing does, or the time is over."""
        self.env["ipai.outbox.target"]._beat()
        self._commit()
        deadline, quiet_since = turn.deadline(), time.monotonic()
        flying = {}
        with ThreadPoolExecutor(POOL) as pool:
            while True:
                if time.monotonic() < deadline:
                    for message in self._begin([one.target_id for one in flying.values()]):
                        flying[pool.submit(message.call)] = message
                if not flying and time.monotonic() - quiet_since > LINGER:
                    pause = self._soon()
                    if pause is None or pause > min(PATIENCE, deadline - time.monotonic()):
                        return
                    # In short steps: new events may come meanwhile.
                    time.sleep(max(min(pause, LINGER), 0))
                done, _waiting = wait(flying, timeout=0.05, return_when=FIRST_COMPLETED)
                if not flying:
                    time.sleep(0.05)
                for future in done:
                    self._end(flying.pop(future), _result(future))
                    quiet_since = time.monotonic()

    @api.model
    def _soon(self):
        """Return the seconds until something is to be sent, None when nothing waits for its time."""
        self.env.cr.execute(SOON)
        [seconds] = self.env.cr.fetchone()
        self._commit()
        return None if seconds is None else float(seconds)

    def _commit(self):
        self.env.cr.flush()
        if module.current_test:
            compat.commit_batch(
                self.env, 1, 0, 0
            )  # nothing, but for a test that ends the work here
        else:
            # Before a message is sent it stands what it is made of, and after it what came of it.
            self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()

    @api.model
    def _begin(self, busy):
        """Yield a message for each target that has something to be sent and is not busy."""
        self.env["ipai.outbox.event"]._deliver_pending()
        self.env.cr.execute(DUE, {"busy": busy})
        ids = [target_id for (target_id,) in self.env.cr.fetchall()][: POOL - len(busy)]
        for target_id in ids:
            try:
                message = self._message(target_id)
                self._commit()
            except psycopg2.OperationalError as error:
                if error.pgcode not in CONFLICTS:
                    raise
                self.env.cr.rollback()
                continue
            if message:
                yield message
        if not ids:
            self._commit()

    @api.model
    def _message(self, target_id):
        """Compose the next message of a target; None when what waits has to wait for what failed."""
        target = self.env["ipai.outbox.target"].sudo().browse(target_id)
        target = target.with_company(target.company_id)
        where = {"target": target_id, "most": target.batch_size}
        cr = self.env.cr
        cr.execute(BEGUN, where)
        [key] = cr.fetchone() or [None]
        if not key:
            cr.execute(NEW, where)
            ids = [delivery_id for (delivery_id,) in cr.fetchall()]
            if not ids:
                return None
            deliveries = self.env["ipai.outbox.delivery"].sudo().browse(ids)
            key = deliveries.event_id.key if len(ids) == 1 else f"msg_{uuid.uuid4().hex}"
            cr.execute(
                "UPDATE ipai_outbox_delivery SET message_key = %s WHERE id = ANY(%s)", [key, ids]
            )
            self.env["ipai.outbox.delivery"].invalidate_model(["message_key"])
        deliveries = target._of_message(key)
        cr.execute(
            "UPDATE ipai_outbox_target SET last_try = now() AT TIME ZONE 'UTC' WHERE id = %s",
            [target_id],
        )
        return Message(target_id, key, tuple(deliveries.ids), self._call(target, key, deliveries))

    @api.model
    def _call(self, target, key, deliveries):
        sender = self.env["ipai.outbox.sender"]._of_kind(target.kind)
        if sender is None:
            return lambda: Answer(error="The addon that sends to targets of its kind is missing.")
        try:
            with self.env.cr.savepoint():
                return sender.sudo()._prepare(target, key, deliveries.event_id)
        except Exception as error:
            if getattr(error, "pgcode", None) in CONFLICTS:
                raise
            _logger.info("A message to %s could not be made.", target.name, exc_info=True)
            text = _sentence(error)
            return lambda: Answer(error=text)

    @api.model
    def _end(self, message, answer):
        """Write down what came of a message, however often others write the same."""
        for attempt in range(TRIES):
            try:
                self._settle(message, answer)
                self._commit()
                return
            except psycopg2.OperationalError as error:
                if error.pgcode not in CONFLICTS or attempt == TRIES - 1:
                    raise
                self.env.cr.rollback()
                self.env.invalidate_all()
                time.sleep(0.05 * (attempt + 1))

    @api.model
    def _settle(self, message, answer):
        target = self.env["ipai.outbox.target"].sudo().browse(message.target_id).exists()
        deliveries = self.env["ipai.outbox.delivery"].sudo().browse(message.delivery_ids).exists()
        # Replayed or dropped while it was under way: what came of it is not theirs any more.
        deliveries = deliveries.filtered(lambda one: one.message_key == message.key)
        if not target:
            return
        sender = self.env["ipai.outbox.sender"]._of_kind(target.kind)
        sender = sender if sender is not None else self.env["ipai.outbox.sender"]
        verdict = sender.sudo()._answered(target, deliveries, answer)
        attempt = (
            self.env["ipai.outbox.attempt"]
            .sudo()
            .create(
                {
                    "target_id": target.id,
                    "company_id": target.company_id.id,
                    "message_key": message.key,
                    "sent_on": fields.Datetime.now(),
                    "event_count": len(message.delivery_ids),
                    "status": answer.status,
                    "seconds": answer.seconds,
                    "reason": verdict.reason[:500],
                    "answer": answer.body.decode(errors="replace").replace(
                        "\0", "\N{REPLACEMENT CHARACTER}"
                    ),
                }
            )
        )
        now = fields.Datetime.now()
        first = min(filter(None, deliveries.mapped("first_try")), default=now)
        state, next_try = verdict.state, None
        if state in ("failed", "gone"):
            attempts = max(deliveries.mapped("attempts"), default=0) + 1
            seconds = schedule.wait(attempts, int((now - first).total_seconds()), answer.wait)
            if state == "gone":
                seconds = seconds or 0
            state = "dead" if seconds is None else "failed"
            next_try = None if seconds is None else now + datetime.timedelta(seconds=seconds)
        self._write_down(deliveries, attempt, verdict, state, first, next_try)
        if state == "sent":
            anchors = deliveries.event_id.filtered(lambda one: one.topic == ANCHORED)
            self.env["ipai.audit.anchor"].sudo().browse(anchors.mapped("res_id")).exists()._give()
        self._note(target, verdict, answer)

    @api.model
    def _write_down(self, deliveries, attempt, verdict, state, first, next_try):
        self.env.cr.execute(
            """
            UPDATE ipai_outbox_delivery
               SET state = %(state)s, reason = %(reason)s, attempts = attempts + 1,
                   first_try = coalesce(first_try, %(first)s), next_try = %(next)s, attempt_id = %(attempt)s,
                   sent_on = CASE WHEN %(state)s = 'sent' THEN now() AT TIME ZONE 'UTC' ELSE sent_on END
             WHERE id = ANY(%(ids)s)
            """,
            {
                "state": state,
                "reason": verdict.reason[:1000],
                "first": first,
                "next": next_try,
                "attempt": attempt.id,
                "ids": deliveries.ids,
            },
        )
        self.env["ipai.outbox.delivery"].invalidate_model()

    @api.model
    def _note(self, target, verdict, answer):
        """What a message says of its target: whether it is there, and when it is tried again."""
        now = fields.Datetime.now()
        if verdict.state in ("failed", "dropped"):
            streak = target.streak + 1
            seconds = schedule.hold(streak, answer.wait if answer.status in (429, 503) else 0)
            until = seconds and now + datetime.timedelta(seconds=seconds)
            target.write({"streak": streak, "held_until": until or False})
        elif verdict.state == "gone":
            target.write({"state": "gone", "streak": 0, "held_until": False})
            audit.done(target, "outbox.gone", outcome="failed")
            target._tell(
                self.env._("It wants no more events"),
                self.env._(
                    "It answered 410. Its events are kept: resume it when its receiver takes them again."
                ),
            )
        elif verdict.state == "sent":
            if target.streak >= schedule.STREAK:
                # It is back: what failed with it has waited long enough.
                self.env.cr.execute(
                    "UPDATE ipai_outbox_delivery SET next_try = now() AT TIME ZONE 'UTC'"
                    " WHERE target_id = %s AND state = 'failed'",
                    [target.id],
                )
            target.write({"streak": 0, "held_until": False, "last_sent_on": now})


def _result(future):
    """The Answer of a call; whatever it raised is one too."""
    error = future.exception()
    return Answer(error=_sentence(error)) if error else future.result()
