from . import test_seed, test_reconcile
