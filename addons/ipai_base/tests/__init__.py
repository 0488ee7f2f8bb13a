from . import test_compat, test_every_menu, test_groups
