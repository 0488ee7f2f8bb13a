from . import (
    test_acknowledge,
    test_batches,
    test_grouping,
    test_handlers,
    test_intake,
    test_matching,
    test_odd,
    test_phone,
    test_poll,
    test_rights,
    test_rota,
    test_storm,
)
