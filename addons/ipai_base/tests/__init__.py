from . import (
    test_api_call,
    test_api_docs,
    test_api_key,
    test_api_matrix,
    test_audit,
    test_away,
    test_canonical,
    test_compat,
    test_every_menu,
    test_groups,
    test_secret_scan,
    test_shown_once,
)
