from . import (
    test_clients,
    test_day,
    test_notifications,
    test_reconcile,
    test_seed,
    test_tour,
    test_upstream,
)
