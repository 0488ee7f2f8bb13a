from odoo.addons.ipai_base.rooms import take_over

from . import controllers, models, wizards
