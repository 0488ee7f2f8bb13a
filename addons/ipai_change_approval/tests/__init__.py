from . import (
    test_asking,
    test_doctests,
    test_decisions,
    test_execution,
    test_proposal,
    test_change,
    test_change_conflict,
    test_change_feed,
    test_change_freeze,
    test_change_metric,
    test_change_template,
    test_maintenance_window,
)
