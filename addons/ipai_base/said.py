# Copyright 2026 InsightPulse AI
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
"""What a plain module finds wrong with a text, said to who typed it."""

import contextlib

from odoo.exceptions import ValidationError

from odoo.addons.ipai_secret_scan.secret_scan import mask


@contextlib.contextmanager
def to_the_person(kind=ValueError):
    """Have an error of a kind refuse what was typed, in its words, without a secret that the text may hold.

    :raises ValidationError: in its place; its traceback does not lead to the text.
    """
    try:
        yield
    except kind as error:
        raise ValidationError(mask(str(error))) from None
