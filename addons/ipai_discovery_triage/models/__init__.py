# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    ipai_import_column,
    ipai_import_decision,
    ipai_import_line,
    ipai_import_run,
    ipai_import_shape,
)
