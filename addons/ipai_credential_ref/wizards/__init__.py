from . import ipai_credential_import, ipai_leaver, ipai_vault_override
