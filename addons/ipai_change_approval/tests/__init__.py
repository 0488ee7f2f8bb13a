from . import (
    test_change,
    test_change_conflict,
    test_change_duties,
    test_change_feed,
    test_change_freeze,
    test_change_matrix,
    test_change_metric,
    test_change_template,
    test_change_tour,
    test_maintenance_window,
    test_proposal_mails,
    test_review_tour,
)
