from . import (
    test_acknowledge,
    test_grouping,
    test_intake,
    test_matching,
    test_poll,
    test_rights,
    test_storm,
)
