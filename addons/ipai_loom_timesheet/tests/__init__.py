from . import test_loom_project
