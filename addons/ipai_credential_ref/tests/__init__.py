from . import test_own_secret, test_references, test_vault_check
