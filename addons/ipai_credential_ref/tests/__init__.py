from . import test_access_request, test_own_secret, test_references, test_rotation, test_vault_check
