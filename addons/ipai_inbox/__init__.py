# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import controllers, front, masking, models, wizards
from .hooks import uninstall_hook

masking.install()
front.install()
