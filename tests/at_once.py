# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Several clients that do something at the same moment."""

import threading
from concurrent.futures import ThreadPoolExecutor


def all_at_once(those, action):
    """Do ``action`` with each of those at the same moment, a thread each; return what came of it, in their order.

    What one of them raises is raised.
    """
    barrier = threading.Barrier(len(those), timeout=60)

    def act(one):
        barrier.wait()
        return action(one)

    with ThreadPoolExecutor(len(those)) as pool:
        return list(pool.map(act, those))


def outcomes_at_once(those, action):
    """As ``all_at_once``; what was raised stands in the place of an outcome."""

    def outcome(one):
        try:
            return action(one)
        except Exception as error:
            return error

    return all_at_once(those, outcome)
