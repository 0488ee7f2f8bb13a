# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Events out, as far as no database is needed: where they may go, how they are called, when they are tried again."""
