# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import dataclasses
import datetime
import logging
import time
import zlib

import psycopg2
from psycopg2 import errorcodes
from psycopg2.extras import Json, execute_values

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.modules import module

from odoo.addons.ipai_base.compat import UniqueIndex
from odoo.addons.ipai_base.http.cursors import short

from .. import awake, door, in_hand, outcome, turn
from ..redaction import storable

_logger = logging.getLogger(__name__)

FIRST, BATCH = 50, 200
"""Events of a run's first batch, and of any: the next is as large as BATCH_SECONDS allow at the pace so far."""
BATCH_SECONDS = 5
LINGER = 0.5
"""Seconds that a lane waits for more; longer than ``door.WAKE_EVERY``, in which nobody calls it."""
LOOK = 0.1
"""Seconds between two looks whether there is more."""
GATHER, LONGEST_GATHER = 0.4, 2
"""Seconds between two batches that are not half full, twice as many as the last one took: many small ones cost more than a
few large ones, the more the busier the machine is."""
SORTING = 1_229_996_362
"""Advisory lock: one lane at a time finds out which lane events belong to, so their order holds."""
LATE = 300
"""Seconds for which work may lie before a lane is red."""
CONFLICTS = (
    errorcodes.SERIALIZATION_FAILURE,
    errorcodes.DEADLOCK_DETECTED,
    errorcodes.LOCK_NOT_AVAILABLE,
)

CLAIM = """
    SELECT e.id, e.crashes FROM ipai_inbox_event e
     WHERE e.lane = %(lane)s AND e.next_try <= clock_timestamp() AT TIME ZONE 'UTC'
       AND NOT EXISTS (
           SELECT FROM ipai_inbox_event held
            WHERE held.order_key = e.order_key AND held.state = 'failed' AND held.id < e.id
              AND held.next_try IS NOT NULL
              AND held.held_until > clock_timestamp() AT TIME ZONE 'UTC'
              AND held.next_try > clock_timestamp() AT TIME ZONE 'UTC'
       )
     ORDER BY e.id LIMIT %(limit)s
       FOR UPDATE OF e SKIP LOCKED
"""
SETTLE = """
    UPDATE ipai_inbox_event e
       SET state = new.state, reason = new.reason, attempts = new.attempts, next_try = new.next_try,
           held_until = new.held_until, touched = new.touched, duration = new.duration
      FROM (VALUES %s) AS new(id, state, reason, attempts, next_try, held_until, touched, duration)
     WHERE e.id = new.id
"""
SETTLED = "(%s, %s, %s, %s::int, %s::timestamp, %s::timestamp, %s::jsonb, %s::float)"


class IpaiInboxLane(models.Model):
    """One scheduled action that handles events. Events about the same thing stay in one lane, in their order.

    A run is a row of short transactions; each claims some events, hands them over, and settles them, all or nothing.
    """

    _name = "ipai.inbox.lane"
    _description = "Inbox Lane"
    _order = "number"
    _rec_name = "number"

    number = fields.Integer(required=True, readonly=True, aggregator=None)
    cron_id = fields.Many2one(
        "ir.cron", "Scheduled Action", readonly=True, ondelete="restrict", copy=False
    )
    cron_active = fields.Boolean("Switched On", related="cron_id.active")
    last_run_on = fields.Datetime("Last Run", readonly=True)
    waiting = fields.Integer(compute="_compute_health")
    oldest = fields.Datetime("Waiting Since", compute="_compute_health")
    health = fields.Selection([("green", "Well"), ("red", "Stuck")], compute="_compute_health")
    health_reason = fields.Char("Why", compute="_compute_health")

    _number_uniq = UniqueIndex("(number)", "There already is a lane of this number.")

    def init(self):
        self.env.cr.execute(in_hand.SCHEMA)
        return super().init()

    def _compute_health(self):
        self.env["ipai.inbox.event"].flush_model()
        self.env.cr.execute(
            """
            SELECT coalesce(lane, 0), count(*), min(next_try)
              FROM ipai_inbox_event WHERE next_try IS NOT NULL GROUP BY 1
            """
        )
        found = {lane: (count, oldest) for lane, count, oldest in self.env.cr.fetchall()}
        late = fields.Datetime.now() - datetime.timedelta(seconds=LATE)
        for lane in self:
            lane.waiting, oldest = found.get(lane.number, (0, False))
            lane.oldest = oldest and oldest.replace(microsecond=0)
            reason = ""
            if not lane.sudo().cron_id.active:
                reason = self.env._("Its scheduled action is switched off: switch it on.")
            elif lane.oldest and lane.oldest < late:
                reason = self.env._(
                    "Events wait for more than %s minutes: see whether scheduled actions run.",
                    LATE // 60,
                )
            lane.health = "red" if reason else "green"
            lane.health_reason = reason

    @api.model_create_multi
    def create(self, vals_list):
        taken = set(self.search([("number", ">=", 0)]).mapped("number"))
        for vals in vals_list:
            free = next(number for number in range(len(taken) + 1) if number not in taken)
            vals["number"] = free
            taken.add(free)
        lanes = super().create(vals_list)
        for lane in lanes:
            lane.sudo()._make_cron()
        self._sort_anew()
        return lanes

    @api.ondelete(at_uninstall=False)
    def _unlink_except_last(self):
        if not self.search_count([("id", "not in", self.ids)], limit=1):
            raise UserError(self.env._("One lane has to stay, or nobody handles events."))

    def unlink(self):
        crons = self.sudo().cron_id
        self.sudo().cron_id = False
        self._sort_anew()
        result = super().unlink()
        crons.unlink()
        return result

    def action_switch_on(self):
        """Switch the scheduled actions on and call them."""
        self.check_access("write")
        self.sudo().cron_id.active = True
        self.sudo().cron_id.flush_recordset()
        door.wake(self.env.registry, self.env.cr)
        return True

    def _make_cron(self):
        self.cron_id = self.env["ir.cron"].create(
            {
                "name": f"IT Operations: inbox lane {self.number}",
                "model_id": self.env["ir.model"]._get_id(self._name),
                "state": "code",
                "code": f"model.browse({self.id})._run()",
                "interval_number": 1,
                "interval_type": "minutes",
                "user_id": self.env.ref("base.user_root").id,
            }
        )

    @api.model
    def _sort_anew(self):
        """The number of lanes changed: what waits finds its lane again."""
        self.env.cr.execute("UPDATE ipai_inbox_event SET lane = NULL WHERE next_try IS NOT NULL")

    # -- a run ---------------------------------------------------------------------------------

    def _run(self):
        """Handle what waits in this lane until nothing does, or the time is over."""
        deadline = turn.deadline()
        self._recover()
        while self._run_until_quiet(deadline):
            # What came while it fell asleep called nobody.
            if not any(self._turn(FIRST)):
                break
        else:
            door.wake(self.env.registry, self.env.cr)
        with short(self.env.registry, durable=False) as cr:
            in_hand.forget(cr, self.id)

    def _run_until_quiet(self, deadline):
        """Handle what is there and what comes; return whether nothing did for a while, and so before the deadline."""
        with awake.staying(self.env.registry, self.id):
            size, quiet_since = FIRST, time.monotonic()
            while (began := time.monotonic()) < deadline:
                found, handled, conflicts = self._turn(size)
                if found or handled:
                    quiet_since = time.monotonic()
                if handled:
                    took = quiet_since - began
                    if not module.current_test:
                        time.sleep(_pause(size, handled, took))
                    size = _next_size(size, handled, took)
                elif time.monotonic() - quiet_since > LINGER:
                    return True
                if not handled or conflicts:
                    time.sleep(LOOK)
        return False

    def _turn(self, size):
        """Do one transaction's work and commit it; return what ``_work`` returns."""
        try:
            done = self._work(size)
            self._commit()
        except psycopg2.OperationalError as error:
            if error.pgcode not in CONFLICTS:
                raise
            # The claim itself met another transaction: the same again, on what is there now.
            self.env.cr.rollback()
            return 0, 0, 1
        return done

    def _recover(self):
        """Find out which events the process before this one died of."""
        reason = self.env._(
            "The process that handled it ended without a word: see the log for its memory and its time."
        )
        with short(self.env.registry) as cr:
            count = in_hand.recover(cr, self.id, reason)
        if count:
            _logger.warning(
                "A process ended while it handled %s events; they come one by one.", count
            )

    def _note(self, event_ids):
        """Write down, whatever becomes of this transaction, what is handled now."""
        with short(self.env.registry, durable=False) as cr:
            in_hand.note(cr, self.id, event_ids)

    def _commit(self):
        """End a transaction, and forget what was read in it: memory stays flat however long a run is."""
        self.env.flush_all()
        if not module.current_test:
            # A batch stands by itself: what it did and what became of its events are one transaction.
            self.env.cr.commit()  # pylint: disable=invalid-commit
        self.env.invalidate_all()

    def _work(self, size=BATCH):
        """Do one transaction's work; return how many events were new, were settled, and met a conflict."""
        found = self._sort()
        events = self._claim(size)
        if not events:
            return found, 0, 0
        outcomes = self._try(events)
        self._settle(outcomes)
        self.env.cr.execute(
            "UPDATE ipai_inbox_lane SET last_run_on = now() AT TIME ZONE 'UTC' WHERE id = %s",
            [self.id],
        )
        conflicts = sum(result.state == "conflict" for result in outcomes.values())
        return found, len(outcomes) - conflicts, conflicts

    def _claim(self, size=BATCH):
        """Take the next events of this lane, as superuser, the oldest first."""
        self.env.cr.execute(CLAIM, {"lane": self.number, "limit": size})
        ids = in_hand.unsuspected(self.env.cr.fetchall())
        if ids:
            self._note(ids)
        return self.env["ipai.inbox.event"].sudo().browse(ids)

    def _sort(self):
        """Find the order key and the lane of new events; return how many there were."""
        cr = self.env.cr
        cr.execute("SELECT pg_try_advisory_xact_lock(%s)", [SORTING])
        if not cr.fetchone()[0]:
            return 0
        cr.execute(
            """
            SELECT id, crashes FROM ipai_inbox_event WHERE next_try IS NOT NULL AND lane IS NULL
             ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
            """,
            [BATCH * 5],
        )
        ids = in_hand.unsuspected(cr.fetchall())
        if not ids:
            return 0
        self._note(ids)
        cr.execute("SELECT number FROM ipai_inbox_lane ORDER BY number")
        lanes = [number for (number,) in cr.fetchall()]
        rows = []
        for events in self._groups(self.env["ipai.inbox.event"].sudo().browse(ids)):
            for event, key in self._keys(events).items():
                key = f"{event.source_id.id}:{storable(str(key))[:200]}"
                rows.append((event.id, key, lanes[zlib.crc32(key.encode()) % len(lanes)]))
        execute_values(
            cr._obj,
            """
            UPDATE ipai_inbox_event e SET order_key = new.key, lane = new.lane
              FROM (VALUES %s) AS new(id, key, lane) WHERE e.id = new.id
            """,
            rows,
            page_size=len(rows),
        )
        self.env["ipai.inbox.event"].invalidate_model(["order_key", "lane"])
        return len(rows)

    def _keys(self, events):
        """Return the order keys of events; one for all where the handler cannot tell."""
        handler = self._handler(events)
        try:
            with self.env.cr.savepoint():
                keys = handler._order_keys(events) if handler is not None else {}
        except Exception:
            _logger.warning("The handler of %s finds no order keys.", events[0].kind, exc_info=True)
            keys = {}
        return {event: keys.get(event) or "" for event in events}

    @api.model
    def _groups(self, events):
        """Yield the events of each source and kind, in their order."""
        groups = {}
        for event in events:
            groups.setdefault((event.source_id.id, event.kind), []).append(event.id)
        for ids in groups.values():
            yield events.browse(ids)

    @api.model
    def _handler(self, events):
        """Return the handler of events, as the user and in the company of their source; None without one."""
        source = events[0].source_id
        handler = self.env["ipai.inbox.handler"]._of_kind(events[0].kind)
        if handler is None:
            return None
        return (
            handler.with_user(source.user_id)
            .with_context(allowed_company_ids=source.company_id.ids, lang=source.user_id.lang)
            .with_company(source.company_id)
        )

    # -- handing over --------------------------------------------------------------------------

    @api.model
    def _try(self, events):
        """Hand events to their handlers; return ``{event: Outcome}``, without those that are held back.

        Beyond the states of an event there are ``conflict``, to be tried in another transaction, and
        ``permanent``, a failure that no attempt can mend.
        """
        outcomes = {}
        records = self.env["ipai.inbox.event"].browse([event.id for event in events])
        for group in self._groups(records):
            began = time.monotonic()
            results = self._try_together(group)
            if results is None:
                results = self._try_one_by_one(group)
            share = (time.monotonic() - began) * 1000 / len(group)
            for event, result in results.items():
                outcomes[event] = dataclasses.replace(result, duration=share)
        return outcomes

    @api.model
    def _try_together(self, events):
        """Return what became of all of them; None when one failed, with nothing done."""
        handler = self._handler(events)
        if handler is None or events.source_id._cannot_act():
            return None
        try:
            with self.env.cr.savepoint():
                results = handler._handle(events)
                self._check_complete(events, results)
                self.env.flush_all()
                return results
        except psycopg2.InterfaceError:
            raise
        except Exception as error:
            _logger.debug("A batch of %s is tried one by one: %s", events[0].kind, error)
            return None

    @api.model
    def _try_one_by_one(self, events):
        results, holding = {}, set()
        handler = self._handler(events)
        for event in events:
            if event.order_key in holding:
                continue
            result = results[event] = self._try_one(handler, event)
            if result.state == "conflict" or (result.state == "failed" and _holds(event)):
                holding.add(event.order_key)
        return results

    @api.model
    def _try_one(self, handler, event):
        if reason := event.source_id._cannot_act():
            return outcome.Outcome("failed", reason)
        if handler is None:
            return outcome.Outcome(
                "failed", self.env._("No addon is installed that takes the kind %s.", event.kind)
            )
        try:
            with self.env.cr.savepoint():
                results = handler._handle(event)
                self._check_complete(event, results)
                self.env.flush_all()
                return results[event]
        except psycopg2.InterfaceError:
            raise  # the connection is gone, and with it the transaction
        except outcome.Permanent as error:
            return outcome.Outcome("permanent", str(error))
        except Exception as error:
            if getattr(error, "pgcode", None) in CONFLICTS:
                return outcome.Outcome("conflict")
            _logger.info("Event %s failed.", event.id, exc_info=True)
            return outcome.Outcome("failed", _sentence(error))

    @api.model
    def _check_complete(self, events, results):
        for event in events:
            result = results.get(event)
            if not isinstance(result, outcome.Outcome) or result.state not in (
                "done",
                "ignored",
                "unmatched",
                "permanent",
            ):
                raise TypeError(
                    f"the handler of {event.kind} has to return an Outcome of each event, not {result!r}"
                )

    # -- writing down --------------------------------------------------------------------------

    @api.model
    def _settle(self, outcomes):
        """Write down what became of events, in the transaction in which it was done."""
        rows = [
            self._settled(event, result)
            for event, result in outcomes.items()
            if result.state != "conflict"
        ]
        if rows:
            execute_values(self.env.cr._obj, SETTLE, rows, template=SETTLED, page_size=len(rows))
        self.env["ipai.inbox.event"].invalidate_model()

    @api.model
    def _settled(self, event, result):
        """Return the new values of an event."""
        now = fields.Datetime.now()
        attempts = event.attempts + 1
        state, next_try, held_until = result.state, None, None
        if state == "permanent":
            state = "failed"
        elif state == "failed":
            seconds = outcome.wait(attempts)
            if seconds is None:
                state = "dead"
            else:
                next_try = now + datetime.timedelta(seconds=seconds)
                hold = datetime.timedelta(seconds=outcome.HOLD)
                held_until = event.held_until or now + hold
        reason = storable(result.reason or "")[:1000] or None
        touched = Json(list(result.touched)) if result.touched else None
        return (
            event.id,
            state,
            reason,
            attempts,
            next_try,
            held_until,
            touched,
            result.duration,
        )


def _holds(event):
    """Whether an event that failed keeps the later ones of its key waiting."""
    return not event.held_until or event.held_until > fields.Datetime.now()


def _next_size(size, handled, seconds):
    """Events of the next batch: slow ones come in small batches, so that a run ends in time whatever they cost.

    >>> _next_size(50, 50, 0.5), _next_size(50, 50, 10), _next_size(200, 200, 1000), _next_size(50, 1, 0.001)
    (200, 25, 1, 200)
    """
    fitting = int(BATCH_SECONDS * handled / max(seconds, 0.001))
    return max(1, min(BATCH, 4 * size, fitting))


def _pause(size, handled, seconds):
    """Seconds until the next batch, so that one that was far from full is fuller then.

    >>> _pause(50, 25, 1), _pause(50, 1, 0.01), _pause(50, 1, 0.5), _pause(50, 1, 60)
    (0, 0.4, 1.0, 2)
    """
    return 0 if handled >= size // 2 else min(max(GATHER, 2 * seconds), LONGEST_GATHER)


def _sentence(error):
    """What failed, for a person: the message, with the class where that says more."""
    text = " ".join(str(error).split())
    if type(error).__module__.startswith("odoo.exceptions"):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
