from . import (
    test_asking,
    test_batches,
    test_decisions,
    test_delegates,
    test_execution,
    test_matrix,
    test_obstacle,
    test_plain_modules,
    test_proposal,
    test_risk,
    test_unseen,
)
