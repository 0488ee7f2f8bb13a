# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    test_batches,
    test_connection,
    test_door,
    test_front,
    test_generic,
    test_inbox_tour,
    test_lanes,
    test_lost,
    test_outbox,
    test_outbox_tour,
    test_outbox_ways,
    test_own_handler,
    test_rights,
)
