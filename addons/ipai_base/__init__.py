from . import away, controllers, log_masking, models, wizards
from .hooks import uninstall_hook

# Not as post_load: that is left out where something else imported the addon before.
log_masking.install()
away.install()
