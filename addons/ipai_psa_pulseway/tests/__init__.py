from . import (
    test_batches,
    test_clients,
    test_custom,
    test_day,
    test_downstream,
    test_notifications,
    test_reconcile,
    test_reimaged,
    test_rocketcyber,
    test_seed,
    test_tour,
    test_upstream,
)
