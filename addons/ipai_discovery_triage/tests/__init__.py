# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import test_columns, test_rows, test_scan_network, test_template
