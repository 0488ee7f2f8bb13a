# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Scheduled work in batches: each is committed, and the work goes on until none is left or its time is over.

Whoever is killed in between loses one batch; the next run goes on behind it. A run takes some seconds only:
Odoo calls an action that has something left ten times, then lets others have a turn.
"""

import logging
import time

import psycopg2

from odoo.modules import module

from . import compat
from .compat import domain_and

_logger = logging.getLogger(__name__)

SIZE = 50
"""Records of a batch: some seconds, where each gets an activity or a mail."""
LIGHT = 500
"""Where they are only read, or written as one."""
SECONDS = 5
"""For so long a run takes up batches: ten of them stay below `limit_time_real_cron`, which is 120 as installed."""
MANY = 10
"""What is left is counted up to so many batches: that there is more is all that the scheduler asks."""


class Clock:
    """The time of one run.

    >>> Clock(0).is_over(), Clock(60).is_over()
    (True, False)
    """

    def __init__(self, seconds=None):
        self.end = time.monotonic() + (budget() if seconds is None else seconds)

    def is_over(self):
        return time.monotonic() >= self.end


def budget():
    """Seconds for a run; a test is not interrupted, unless it replaces this."""
    return float("inf") if module.current_test else SECONDS


def in_batches(model, domain, work, *, mark=None, size=None, light=False, clock=None):
    """Have ``work`` done on the records of a domain.

    What is worked on leaves the domain, or is passed by: each run walks by the number of the records.

    :param work: called with each batch; when it fails, with each record alone, so that one that cannot be
        done stops no other. What failed is logged.
    :param mark: a name under which the walk's place is kept, for work after which records stay in the
        domain: the next run goes on behind it, from the start again once the end was reached.
    :param light: the work is little for each.
    :return: whether all were seen; else the time was over.
    """
    size, clock = size or (LIGHT if light else SIZE), clock or Clock()
    marks = model.env["ipai.batch.mark"].sudo()
    after = marks._place(mark) if mark else 0
    done = 0
    while batch := model.search(_behind(domain, after), order="id", limit=size):
        after = batch[-1].id
        _work(batch, work)
        done += len(batch)
        left = model.search_count(_behind(domain, after), limit=MANY * size)
        if mark:
            marks._keep(mark, after if left else None)
        compat.cron_progress(model.env, len(batch), done, left)
        model.env.invalidate_all()
        if not left:
            return True
        if clock.is_over():
            return False
    if mark:
        marks._keep(mark, None)
    return True


def each_in_batches(env, items, work, *, light=False, clock=None):
    """Have ``work`` done on a list that is known beforehand; the list leaves out what was done already.

    :param work: called with slices of ``items``.
    :return: whether all were done; else the time was over.
    """
    size, clock = LIGHT if light else SIZE, clock or Clock()
    for start in range(0, len(items), size):
        batch = items[start : start + size]
        _work(batch, work)
        done = start + len(batch)
        compat.cron_progress(env, len(batch), done, len(items) - done)
        env.invalidate_all()
        if done < len(items) and clock.is_over():
            return False
    return True


def _behind(domain, after):
    return domain_and(domain, [("id", ">", after)]) if after else domain


def _work(batch, work):
    """Do a batch; where it fails, one by one."""
    env = getattr(batch, "env", None)
    if env is None or len(batch) == 1:
        work(batch)
        return
    try:
        with env.cr.savepoint():
            work(batch)
            env.flush_all()
        return
    except psycopg2.OperationalError:
        raise
    except Exception:
        _logger.info("%s: a batch of %s failed, one by one now", batch._name, len(batch))
    env.invalidate_all()
    for record in batch:
        try:
            with env.cr.savepoint():
                work(record)
                env.flush_all()
        except psycopg2.OperationalError:
            raise
        except Exception:
            env.invalidate_all()
            _logger.exception("%s,%s is left out", record._name, record.id)
