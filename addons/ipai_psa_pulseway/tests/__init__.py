from . import test_seed
