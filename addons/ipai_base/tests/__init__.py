from . import test_compat
from . import test_every_menu
from . import test_groups
