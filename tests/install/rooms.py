# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What the tests of installing, upgrading and uninstalling share."""

import json

FOUND = "FOUND "


def shell(instance, script):
    """Run a script in Odoo's shell; return what it printed as JSON behind FOUND, None without that."""
    output = instance.run(
        "--no-http", subcommand=["shell"], stdin=script, fails="The script failed."
    )
    lines = [line for line in output.splitlines() if FOUND in line]
    return json.loads(lines[-1].partition(FOUND)[2]) if lines else None
