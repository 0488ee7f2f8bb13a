from . import (
    base,
    ipai_api_key,
    ipai_api_scope,
    ipai_api_secret,
    ipai_audit,
    ipai_idempotency,
    ipai_secret_finding,
    ipai_secret_policy,
    ipai_secret_scan,
    ir_http,
    res_groups,
    res_users_apikeys_show,
)
