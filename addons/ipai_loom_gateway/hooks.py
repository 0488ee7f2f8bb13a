# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from .paths import HEADS

_logger = logging.getLogger(__name__)


def post_init_hook(env):
    """Tell of menus whose address is one of ours from now on: no constraint looks at what is there already."""
    for action in env["ir.actions.actions"].search([("path", "in", list(HEADS))]):
        _logger.warning(
            "The action %s has the path %s, which belongs to the Loom API: give it another one.",
            action.name,
            action.path,
        )
