# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Read by `odoo shell` on its standard input, in the folder above this one."""

import os
import sys

sys.path.insert(0, os.getcwd())
from benchmarks import assets  # noqa: E402

assets.run(env)  # noqa: F821 (given by the shell)
