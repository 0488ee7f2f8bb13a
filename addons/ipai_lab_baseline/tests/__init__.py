from . import (
    test_cannot_be_written_around,
    test_foreign_keys,
    test_lab_baseline,
    test_no_text_takes_a_secret,
    test_nothing_from_elsewhere,
    test_nothing_secret_in_a_form,
    test_outage_tour,
    test_outbound,
    test_protected_discovery,
    test_who_can_do_what,
    test_who_leaves,
    test_whole_document,
)
