from . import test_clients, test_notifications, test_reconcile, test_seed, test_upstream
