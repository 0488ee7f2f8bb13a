from . import (
    test_access_request,
    test_api,
    test_import,
    test_no_secret_stays,
    test_own_secret,
    test_references,
    test_restricted,
    test_rotation,
    test_rotation_tour,
    test_stand_in,
    test_vault_bulk,
    test_vault_check,
)
