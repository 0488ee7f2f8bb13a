# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import (
    ipai_asset,
    ipai_asset_merge,
    ipai_asset_merge_line,
    ipai_asset_merge_value,
    ipai_import_line,
    ipai_match_answer,
)
