from . import (
    test_batches,
    test_counting,
    test_seat_bookkeeping,
    test_seat_changes,
    test_seat_contract,
    test_seat_portal,
    test_seat_rights,
    test_seat_run,
    test_seat_tour,
    test_worked_month,
)
