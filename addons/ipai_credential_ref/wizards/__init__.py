from . import ipai_leaver, ipai_vault_override
