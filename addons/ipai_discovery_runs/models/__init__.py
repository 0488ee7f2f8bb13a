# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import ipai_accepted_part, ipai_accepted_run, ipai_import_run
