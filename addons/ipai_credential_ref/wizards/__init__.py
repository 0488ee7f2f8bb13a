from . import ipai_vault_override
