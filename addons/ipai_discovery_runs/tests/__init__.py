# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import test_accepted_run, test_accepted_run_api, test_batches, test_stop_undo
