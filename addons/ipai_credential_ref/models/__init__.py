from . import (
    ipai_asset,
    ipai_credential_ref,
    ipai_credential_team,
    ipai_rotation_policy,
    ipai_vault,
    ipai_vault_check,
    res_partner,
)
