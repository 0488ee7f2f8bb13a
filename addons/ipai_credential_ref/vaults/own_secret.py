# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""Our own credential for a vault: what cannot be read is a vault that cannot be asked."""

from odoo.addons.ipai_base import own_secret
from odoo.addons.ipai_base.own_secret import FOLDER_VARIABLE, check_name

from .errors import CannotAsk

__all__ = ["FOLDER_VARIABLE", "check_name", "read"]


def read(*args, **kwargs):
    """The credential; see ``ipai_base.own_secret``.

    :raises CannotAsk: saying what is missing and what to do, without a word of what was found.
    """
    try:
        return own_secret.read(*args, **kwargs)
    except own_secret.CannotRead as error:
        raise CannotAsk(str(error)) from error
