from . import (
    test_asking,
    test_canonical,
    test_decisions,
    test_execution,
    test_matrix,
    test_proposal,
    test_unseen,
)
