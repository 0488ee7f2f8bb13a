from . import (
    test_batches,
    test_clients,
    test_day,
    test_downstream,
    test_notifications,
    test_reconcile,
    test_rocketcyber,
    test_seed,
    test_tour,
    test_upstream,
)
