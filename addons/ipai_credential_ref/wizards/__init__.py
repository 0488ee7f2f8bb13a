from . import (
    base_import_import,
    ipai_access_wrapping,
    ipai_credential_import,
    ipai_leaver,
    ipai_vault_override,
)
