from odoo.addons.ipai_base.rooms import take_over

from . import models
from .hooks import uninstall_hook
