from . import (
    test_asking,
    test_doctests,
    test_decisions,
    test_execution,
    test_proposal,
)
