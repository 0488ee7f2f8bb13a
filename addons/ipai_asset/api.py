# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""How the inventory is opened to programs: one scope for all of it, one for its reads alone."""

SCOPE = "assets"
SCOPE_READ = "assets:read"
READ = {"scope": SCOPE_READ, "opened_by": (SCOPE,), "conditional": True}
"""What each read of the inventory declares."""
