# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.exceptions import UserError


class EditMustBeProposed(UserError):
    """Another person has to approve this edit first, and nothing of it was written.

    :ivar names: the fields that cannot be written now, a frozenset.
    :ivar context: what a screen needs to propose the edit in its stead: model, ids and values.
    """

    def __init__(self, message, names, context=None):
        super().__init__(message)
        self.names = frozenset(names)
        self.context = context or {}
